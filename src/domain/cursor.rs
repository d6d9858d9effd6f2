//! Where the next page of a list begins: opaque to those who carry it, tied to its query.

/// The cursor for the rows from `offset` on of the query `of` (its query string without the cursor).
pub fn encode(offset: usize, of: &str) -> String {
    format!("{offset:x}-{:08x}", checksum(offset, of))
}

/// The offset, if the cursor was made for this query.
pub fn decode(cursor: &str, of: &str) -> Option<usize> {
    let (offset, _) = cursor.split_once('-')?;
    let offset = usize::from_str_radix(offset, 16).ok()?;
    (encode(offset, of) == cursor).then_some(offset)
}

/// FNV-1a, 32 bits: against mix-ups, not against malice; any offset is harmless.
fn checksum(offset: usize, of: &str) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    offset.to_le_bytes().into_iter().chain(of.bytes()).fold(0x811c_9dc5, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_works_for_its_query_only() {
        let cursor = encode(20, "open=now");
        assert_eq!(decode(&cursor, "open=now"), Some(20));
        assert_eq!(decode(&cursor, "open=now&kind=clinic"), None);
        for broken in ["", "-", "zz-00", "14", "14-00000000"] {
            assert_eq!(decode(broken, "open=now"), None, "{broken}");
        }
    }
}
