//! Distances in words: what is near in steps, what is far in kilometres.

use super::Lang;

/// Metres that people walk in a minute (4 km/h).
const WALK_M_PER_MINUTE: f64 = 67.0;
/// Beyond this nobody is told how long the walk takes, metres.
const WALK_LIMIT_M: f64 = 2_000.0;

impl Lang {
    /// `320m`, `1.8km`, `12km`.
    pub fn distance(self, metres: f64) -> String {
        let tens = (metres / 10.0).round() as u32;
        match tens {
            0..100 => self.metres(tens * 10),
            100..995 => {
                let tenths = (metres / 100.0).round() as u32;
                self.kilometres(&format!("{}.{}", tenths / 10, tenths % 10))
            }
            _ => self.kilometres(&((metres / 1_000.0).round() as u32).to_string()),
        }
    }

    /// `도보 5분`, up to two kilometres.
    pub fn walking_time(self, metres: f64) -> Option<String> {
        (metres <= WALK_LIMIT_M).then(|| self.walk((metres / WALK_M_PER_MINUTE).ceil().max(1.0) as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_read_naturally() {
        for (metres, text) in [
            (3.0, "0m"),
            (318.0, "320m"),
            (994.9, "990m"),
            (997.0, "1.0km"),
            (1_840.0, "1.8km"),
            (9_940.0, "9.9km"),
            (9_960.0, "10km"),
            (12_400.0, "12km"),
        ] {
            assert_eq!(Lang::Ko.distance(metres), text);
        }
        assert_eq!(Lang::Ko.walking_time(320.0).as_deref(), Some("도보 5분"));
        assert_eq!(Lang::Ko.walking_time(2_001.0), None);
    }
}
