//! The file of weights and what is added up from it.
//!
//! All numbers are little-endian. Head: [`MAGIC`], how many rows (u32), the worth of one step of a weight
//! (f32), the temperature (f32), a bias for each department (f32). Then for each of the 2¹⁵ upper parts of
//! a key how many rows it has (u8), and the lower eight bits of each row's key, ascending. Then the
//! rows. Most know one department: a byte with its number in the lower five bits and the salience in the
//! next two, and the weight (i8). The others: four bytes, the highest byte first, of which the highest bit
//! is set, the next five are the salience and the lower 26 say which departments follow; and their weights.
//! Salience is how much the piece has to say: a text's sum is divided by the length of the vector of its
//! pieces' saliences, so that long and short texts weigh the same.

use std::borrow::Cow;

use thiserror::Error;

use super::{
    Label,
    features::{self, KEY_BITS},
    softmax::{Row, softmax},
};

const MAGIC: &[u8; 8] = b"hd-dep-1";
const HEAD: usize = 8 + 4 + 4 + 4 + 4 * Label::COUNT;
const TEMPERATURE_AT: usize = 16;
/// Upper parts of keys.
const BUCKETS: usize = 1 << (KEY_BITS - 8);
/// Steps of salience in 1, the highest step, and the steps that a row of one department joins into one.
const SALIENCE_STEPS: f32 = 3.0;
const MOST_SALIENT: u8 = 31;
const JOINED: u8 = 8;
/// Marks a row of several departments.
const SEVERAL: u32 = 1 << 31;

/// Why a file is not one of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ModelFault {
    /// It is no such file, or of another version.
    #[error("진료과 모델 파일이 아니에요.")]
    Foreign,
    /// It breaks off, has too much, or names what is not there.
    #[error("진료과 모델 파일이 깨졌어요.")]
    Broken,
}

/// What is known of a piece.
pub struct Piece {
    pub key: u32,
    /// How much it has to say.
    pub salience: f32,
    pub weights: [i8; Label::COUNT],
}

/// Bytes that a piece takes which speaks for so many departments.
pub fn bytes_of(departments: usize) -> usize {
    match departments {
        0 => 0,
        1 => 3,
        several => 5 + several,
    }
}

/// Bytes of a file without pieces.
pub const BYTES_OF_NONE: usize = HEAD + BUCKETS;

/// The weights, found by key.
#[derive(Debug)]
pub struct Model {
    file: Cow<'static, [u8]>,
    step: f32,
    temperature: f32,
    bias: Row,
    /// First row of each upper part of a key, and behind the last.
    first: Vec<u32>,
    /// Where each row stands in the file.
    places: Vec<u32>,
}

impl Model {
    /// Writes the file of pieces whose keys ascend, and reads it.
    pub fn build(pieces: &[Piece], step: f32, bias: &Row) -> Result<Self, ModelFault> {
        let mut counts = vec![0_u8; BUCKETS];
        for piece in pieces {
            let count = counts.get_mut((piece.key >> 8) as usize).ok_or(ModelFault::Broken)?;
            *count = count.checked_add(1).ok_or(ModelFault::Broken)?;
        }
        let mut file = MAGIC.to_vec();
        file.extend((pieces.len() as u32).to_le_bytes());
        file.extend(step.to_le_bytes());
        file.extend(1_f32.to_le_bytes());
        file.extend(bias.iter().flat_map(|x| x.to_le_bytes()));
        file.extend(counts);
        file.extend(pieces.iter().map(|piece| piece.key as u8));
        for piece in pieces {
            write_row(piece, &mut file);
        }
        Self::parse(Cow::Owned(file))
    }

    /// Reads a file and looks that every row is whole.
    pub fn parse(file: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelFault> {
        let file = file.into();
        if !file.starts_with(MAGIC) {
            return Err(ModelFault::Foreign);
        }
        let word = |at: usize| file.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).ok_or(ModelFault::Broken);
        let rows = u32::from_le_bytes(word(8)?);
        let (step, temperature) = (f32::from_le_bytes(word(12)?), f32::from_le_bytes(word(TEMPERATURE_AT)?));
        let mut bias = [0.0; Label::COUNT];
        for (i, x) in bias.iter_mut().enumerate() {
            *x = f32::from_le_bytes(word(20 + 4 * i)?);
        }
        let counts = file.get(HEAD..HEAD + BUCKETS).ok_or(ModelFault::Broken)?;
        let mut first = vec![0];
        first.extend(counts.iter().scan(0, |sum, count| {
            *sum += u32::from(*count);
            Some(*sum)
        }));
        let finite = bias.iter().chain([&step, &temperature]).all(|x| x.is_finite()) && temperature > 0.0;
        if first[BUCKETS] != rows || !finite {
            return Err(ModelFault::Broken);
        }
        let mut at = HEAD + BUCKETS + rows as usize;
        let mut places = Vec::with_capacity(rows as usize);
        for _ in 0..rows {
            places.push(at as u32);
            at += row_length(file.get(at..).unwrap_or_default()).ok_or(ModelFault::Broken)?;
        }
        if at != file.len() {
            return Err(ModelFault::Broken);
        }
        Ok(Self { file, step, temperature, bias, first, places })
    }

    /// The file.
    pub fn file(&self) -> &[u8] {
        &self.file
    }

    /// Makes the shares flatter (above 1) or steeper, in the file too.
    pub fn set_temperature(&mut self, temperature: f32) {
        self.temperature = temperature;
        self.file.to_mut()[TEMPERATURE_AT..TEMPERATURE_AT + 4].copy_from_slice(&temperature.to_le_bytes());
    }

    /// How likely each department is.
    pub fn scores(&self, text: &str) -> Row {
        softmax(self.evidence(text).map(|x| x / self.temperature))
    }

    /// What speaks for each department, before it is made a share.
    pub fn evidence(&self, text: &str) -> Row {
        let (mut sums, mut square) = ([0_i32; Label::COUNT], 0.0);
        for key in features::keys(text) {
            if let Some(place) = self.find(key) {
                let salience = add_row(&self.file[place..], &mut sums);
                square += salience * salience;
            }
        }
        let factor = self.step / square.max(1.0).sqrt();
        std::array::from_fn(|i| self.bias[i] + sums[i] as f32 * factor)
    }

    /// Where the row of a key stands.
    fn find(&self, key: u32) -> Option<usize> {
        let bucket = (key >> 8) as usize;
        let (from, to) = (self.first[bucket] as usize, self.first[bucket + 1] as usize);
        let lows = &self.file[HEAD + BUCKETS..][from..to];
        let at = lows.iter().position(|low| *low == key as u8)?;
        Some(self.places[from + at] as usize)
    }
}

fn write_row(piece: &Piece, file: &mut Vec<u8>) {
    let level = (piece.salience * SALIENCE_STEPS).round().clamp(0.0, f32::from(MOST_SALIENT)) as u8;
    let known: Vec<usize> = (0..Label::COUNT).filter(|i| piece.weights[*i] != 0).collect();
    match known[..] {
        [only] => file.push(((level / JOINED) << 5) | only as u8),
        _ => {
            let mask: u32 = known.iter().map(|i| 1 << i).sum();
            file.extend((SEVERAL | (u32::from(level) << Label::COUNT) | mask).to_be_bytes());
        }
    }
    file.extend(known.iter().map(|i| piece.weights[*i] as u8));
}

/// Bytes of the row that begins here; `None` when it is not whole.
fn row_length(bytes: &[u8]) -> Option<usize> {
    let head = *bytes.first()?;
    let length = if head < 0x80 {
        usize::from(usize::from(head & 31) < Label::COUNT) * 2
    } else {
        4 + (mask(bytes.first_chunk()?) & ((1 << Label::COUNT) - 1)).count_ones() as usize
    };
    (length > 0 && length <= bytes.len()).then_some(length)
}

fn mask(bytes: &[u8; 4]) -> u32 {
    u32::from_be_bytes(*bytes)
}

/// Adds a row's weights to the sums; gives its salience. `parse` saw that the row is whole.
fn add_row(bytes: &[u8], sums: &mut [i32; Label::COUNT]) -> f32 {
    let level = if bytes[0] < 0x80 {
        sums[usize::from(bytes[0] & 31)] += i32::from(bytes[1] as i8);
        (bytes[0] >> 5) * JOINED + JOINED / 2
    } else {
        let head = mask(&[bytes[0], bytes[1], bytes[2], bytes[3]]);
        let mut left = head & ((1 << Label::COUNT) - 1);
        for weight in &bytes[4..4 + left.count_ones() as usize] {
            sums[left.trailing_zeros() as usize] += i32::from(*weight as i8);
            left &= left - 1;
        }
        (head >> Label::COUNT) as u8 & MOST_SALIENT
    };
    f32::from(level) / SALIENCE_STEPS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn small() -> Model {
        let keys = features::keys("기침");
        let mut pieces: Vec<Piece> =
            keys.iter().map(|key| Piece { key: *key, salience: 9.0, weights: [0; Label::COUNT] }).collect();
        pieces[0].weights[10] = 90;
        for (i, piece) in pieces.iter_mut().enumerate().skip(1) {
            piece.weights[5] = 20;
            piece.weights[25] = -(i as i8);
        }
        Model::build(&pieces, 0.5, &[0.25; Label::COUNT]).unwrap()
    }

    #[test]
    fn what_is_written_is_added_up() {
        let model = small();
        let others = features::keys("기침").len() - 1;
        let length = (81.0 * others as f32 + (28.0_f32 / 3.0).powi(2)).sqrt();
        let evidence = model.evidence("기침!");
        let close = |a: f32, b: f32| assert!((a - b).abs() < 1e-3, "{a} for {b}");
        close(evidence[10], 0.25 + 45.0 / length);
        close(evidence[5], 0.25 + 10.0 * others as f32 / length);
        close(evidence[25], 0.25 - 0.5 * (others * (others + 1) / 2) as f32 / length);
        close(evidence[0], 0.25);
        assert_eq!(model.evidence("xyz"), [0.25; Label::COUNT]);
        let sizes: usize = bytes_of(1) + others * bytes_of(2);
        assert_eq!(model.file().len(), BYTES_OF_NONE + sizes);
    }

    #[test]
    fn the_temperature_is_kept() {
        let mut model = small();
        let steep = model.scores("기침")[5];
        model.set_temperature(4.0);
        let again = Model::parse(model.file().to_vec()).unwrap();
        assert!(again.scores("기침")[5] < steep);
        assert_eq!(again.scores("기침"), model.scores("기침"));
    }

    #[test]
    fn broken_files_are_refused() {
        let file = small().file().to_vec();
        assert_eq!(Model::parse(b"PK".to_vec()).unwrap_err(), ModelFault::Foreign);
        for end in [8, 30, HEAD + 5, file.len() - 1] {
            assert_eq!(Model::parse(file[..end].to_vec()).unwrap_err(), ModelFault::Broken, "{end}");
        }
        assert_eq!(Model::parse([&file[..], &[0]].concat()).unwrap_err(), ModelFault::Broken);
    }

    proptest! {
        #[test]
        fn no_change_of_a_file_makes_it_fall(at in 8_usize..40_000, byte: u8) {
            let mut file = small().file().to_vec();
            let at = at % file.len();
            file[at] = byte;
            if let Ok(model) = Model::parse(file) {
                model.scores("기침이 나요");
            }
        }
    }
}
