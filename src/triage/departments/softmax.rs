//! From weights to shares that add up to one, the same to the bit on every machine: the exponential of
//! the system's mathematics library is not, and would make another file of the same corpus.

use super::Label;

/// One number a department.
pub type Row = [f32; Label::COUNT];

/// Shares of `e` to the power of each.
pub fn softmax(mut row: Row) -> Row {
    let top = row.iter().copied().fold(f32::MIN, f32::max);
    for x in &mut row {
        *x = exp(*x - top);
    }
    let sum: f32 = row.iter().sum();
    row.map(|x| x / sum)
}

/// `e` to the power of a number that is not positive; relative error below 2·10⁻⁵.
fn exp(x: f32) -> f32 {
    let x = x.max(-80.0) * std::f32::consts::LOG2_E;
    let whole = x.floor();
    let part = (x - whole) * std::f32::consts::LN_2;
    // Taylor's series for a part below ln 2.
    let series = [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let of_part = series.into_iter().fold(0.0, |sum, factor| sum * part + factor);
    of_part * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_that_of_mathematics() {
        for step in 0..8000 {
            let x = -0.01 * step as f32;
            let (own, exact) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((own - exact).abs() <= exact * 2e-5, "{x}: {own} for {exact}");
        }
        assert_eq!(exp(0.0), 1.0);
    }

    #[test]
    fn shares_add_up_to_one_whatever_comes() {
        for row in [[0.0; Label::COUNT], [1e30; Label::COUNT], std::array::from_fn(|i| i as f32 * 1e5)] {
            let sum: f32 = softmax(row).iter().sum();
            assert!((sum - 1.0).abs() < 1e-5, "{sum}");
        }
    }
}
