//! Bytes to text: what sort of file it is, and a reader that turns any of the encodings the
//! public data comes in into UTF-8 as it goes.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, EUC_KR, Encoding, UTF_8};

use super::fault::Fault;

/// How much of the beginning is looked at.
const SNIFFED: u64 = 64 * 1024;

/// The outer form of a file, told from its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Shape {
    Xml,
    Json,
    Workbook,
    Table,
}

/// Text whose shape is known.
pub(in crate::import) type Text<'a> = BufReader<Utf8Reader<Box<dyn Read + 'a>>>;

/// Reads the beginning of an input, tells its shape, and gives the whole input back as UTF-8 text;
/// a workbook's text is not to be used.
pub(in crate::import) fn open<'a>(mut input: impl Read + 'a) -> Result<(Shape, Text<'a>), Fault> {
    let mut head = Vec::new();
    input.by_ref().take(SNIFFED).read_to_end(&mut head)?;
    let encoding = encoding_of(&head);
    let shape = shape_of(&head, encoding)?;
    let whole: Box<dyn Read + 'a> = Box::new(io::Cursor::new(head).chain(input));
    Ok((shape, BufReader::new(Utf8Reader::new(whole, encoding))))
}

/// UTF-8 unless a byte-order mark, an XML declaration or broken UTF-8 says otherwise; then CP949.
fn encoding_of(head: &[u8]) -> &'static Encoding {
    if let Some((marked, _)) = Encoding::for_bom(head) {
        return marked;
    }
    let declared = || {
        let line = head.strip_prefix(b"<?xml")?.split(|b| *b == b'>').next()?;
        let from = line.windows(9).position(|w| w == b"encoding=")? + 9;
        let quote = *line.get(from)?;
        Encoding::for_label(line[from + 1..].split(|b| *b == quote).next()?)
    };
    let broken = |encoding: &'static Encoding| {
        encoding.decode_without_bom_handling(head).0.chars().filter(|c| *c == '\u{fffd}').count()
    };
    // One stray byte must not turn a whole file into another encoding: the reading with fewer
    // broken characters is right.
    let plain = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(e) => e.error_len().is_none() || broken(UTF_8) <= broken(EUC_KR),
    };
    declared().unwrap_or(if plain { UTF_8 } else { EUC_KR })
}

fn shape_of(head: &[u8], encoding: &'static Encoding) -> Result<Shape, Fault> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Shape::Workbook);
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Fault::OldWorkbook);
    }
    let (text, _, _) = encoding.decode(head);
    let text = text.trim_start();
    let lower: String = text.chars().take(16).collect::<String>().to_ascii_lowercase();
    match text.chars().next() {
        None => Err(Fault::Empty),
        Some('<') if lower.starts_with("<!doctype html") || lower.starts_with("<html") => Err(Fault::WebPage),
        Some('<') => Ok(Shape::Xml),
        Some('{' | '[') => Ok(Shape::Json),
        Some(_) => Ok(Shape::Table),
    }
}

/// Decodes as it reads. What cannot be decoded becomes U+FFFD, so that it harms its record alone.
pub(in crate::import) struct Utf8Reader<R> {
    raw: BufReader<R>,
    decoder: Decoder,
    /// Decoded and not yet given out.
    ready: Vec<u8>,
    given: usize,
    done: bool,
}

impl<R: Read> Utf8Reader<R> {
    fn new(raw: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let raw = BufReader::with_capacity(16 * 1024, raw);
        Self { raw, decoder, ready: Vec::new(), given: 0, done: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let input = self.raw.fill_buf()?;
        let last = input.is_empty();
        let room = self.decoder.max_utf8_buffer_length(input.len()).unwrap_or(64 * 1024);
        self.ready.resize(room, 0);
        let (result, read, written, _) = self.decoder.decode_to_utf8(input, &mut self.ready, last);
        self.raw.consume(read);
        self.ready.truncate(written);
        self.given = 0;
        self.done = last && matches!(result, CoderResult::InputEmpty);
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.done {
            self.refill()?;
        }
        let n = out.len().min(self.ready.len() - self.given);
        out[..n].copy_from_slice(&self.ready[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Shape, String) {
        let (shape, mut text) = open(bytes).unwrap();
        let mut out = String::new();
        text.read_to_string(&mut out).unwrap();
        (shape, out)
    }

    #[test]
    fn the_encodings_of_public_data_become_utf8() {
        let korean = "암호화요양기호,요양기관명\nK1,햇살똠방의원\n";
        let (cp949, _, _) = EUC_KR.encode(korean);
        assert_eq!(read(&cp949), (Shape::Table, korean.to_owned()));
        assert_eq!(read(format!("\u{feff}{korean}").as_bytes()), (Shape::Table, korean.to_owned()));
        let utf16: Vec<u8> = format!("\u{feff}{korean}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16), (Shape::Table, korean.to_owned()));
        let xml = "<?xml version=\"1.0\" encoding=\"EUC-KR\"?><a>가</a>";
        assert_eq!(read(&EUC_KR.encode(xml).0).1, xml);
    }

    #[test]
    fn a_character_across_the_edges_of_buffers_survives() {
        let long = "가나다라마바사".repeat(20_000);
        assert_eq!(read(long.as_bytes()).1, long);
        assert_eq!(read(&EUC_KR.encode(&long).0).1, long);
    }

    #[test]
    fn a_broken_byte_breaks_itself_alone() {
        let mut bytes = "키,이름\nK1,".as_bytes().to_vec();
        bytes.push(0xC0);
        bytes.extend("\nK2,나래의원\n".as_bytes());
        assert_eq!(read(&bytes).1, "키,이름\nK1,\u{fffd}\nK2,나래의원\n");
    }

    #[test]
    fn shapes_are_told_from_content() {
        assert_eq!(read(b" {\"a\":1}").0, Shape::Json);
        assert_eq!(read(b"\xEF\xBB\xBF<r/>").0, Shape::Xml);
        assert!(matches!(open(&b""[..]), Err(Fault::Empty)));
        assert!(matches!(open(&b" \n"[..]), Err(Fault::Empty)));
        assert!(matches!(open(&b"<!DOCTYPE html><p>"[..]), Err(Fault::WebPage)));
        assert!(matches!(open(&b"\xD0\xCF\x11\xE0\xA1"[..]), Err(Fault::OldWorkbook)));
    }
}
