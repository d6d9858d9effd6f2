//! 시도 and 시군구: names, codes, centres, rough populations.

use serde::{Deserialize, Serialize};

/// 행정구역 code: two digits for a 시도 (`11`), five for a 시군구 (`11680`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegionCode(pub u32);

impl RegionCode {
    /// The 시도 that the region is or lies in.
    pub fn sido(self) -> Self {
        if self.is_sido() { self } else { Self(self.0 / 1000) }
    }

    /// Whether it is a whole 시도.
    pub fn is_sido(self) -> bool {
        self.0 < 100
    }

    /// Whether `other` is this region or lies in it.
    pub fn holds(self, other: Self) -> bool {
        self == other || self == other.sido()
    }
}
