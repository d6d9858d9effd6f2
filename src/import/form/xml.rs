//! The services' XML, one `item` at a time.

use std::io::BufRead;

use quick_xml::{
    Error, Reader,
    errors::IllFormedError,
    events::{BytesRef, Event},
};

use super::{
    fault::{Fault, Halt},
    raw::{Each, Envelope, Fields},
};

/// Where the reading stands.
#[derive(Default)]
struct Place {
    /// Open elements.
    depth: usize,
    /// The record being read and the depth of its `item`.
    record: Option<(usize, Fields)>,
    /// The element whose text is collected.
    name: String,
    text: String,
    seen_root: bool,
}

/// Reads an answer; records go to `each` as they are closed.
pub(in crate::import) fn read(input: impl BufRead, envelope: &mut Envelope, each: Each) -> Result<(), Halt> {
    let mut reader = Reader::from_reader(input);
    // Names such as "A & B 의원" come unescaped.
    reader.config_mut().allow_dangling_amp = true;
    let mut buffer = Vec::new();
    let mut place = Place::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(fault)? {
            Event::Start(tag) => place.open(tag.local_name().as_ref())?,
            Event::End(_) => {
                if let Some(fields) = place.close(envelope) {
                    each(fields)?;
                }
            }
            Event::Text(text) => place.text.push_str(&text.xml10_content()),
            Event::CData(text) => place.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => place.text.push_str(&resolve(&reference)),
            Event::Eof if place.depth > 0 || !place.seen_root => return Err(Fault::Truncated.into()),
            Event::Eof => return Ok(()),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

impl Place {
    fn open(&mut self, name: &str) -> Result<(), Fault> {
        if self.depth == 0 && name.eq_ignore_ascii_case("html") {
            return Err(Fault::WebPage);
        }
        self.seen_root = true;
        self.depth += 1;
        match &self.record {
            None if name == "item" => self.record = Some((self.depth, Fields::default())),
            Some((depth, _)) if self.depth > depth + 1 => {}
            _ => name.clone_into(&mut self.name),
        }
        self.text.clear();
        Ok(())
    }

    /// Closes an element; gives the record when that was its `item`.
    fn close(&mut self, envelope: &mut Envelope) -> Option<Fields> {
        let depth = self.depth;
        self.depth -= 1;
        let leaf = !self.name.is_empty();
        match &mut self.record {
            Some((item, _)) if *item == depth => {
                self.name.clear();
                return self.record.take().map(|(_, fields)| fields);
            }
            Some((item, fields)) if *item + 1 == depth && leaf => fields.push(&self.name, &self.text),
            None if leaf => envelope.set(&self.name, &self.text),
            _ => {}
        }
        self.name.clear();
        self.text.clear();
        None
    }
}

/// `&lt;`, `&#44032;`; anything unknown stays as it was written.
fn resolve(reference: &BytesRef) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    match reference.as_ref() {
        "lt" => "<".into(),
        "gt" => ">".into(),
        "amp" => "&".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        "nbsp" => " ".into(),
        other => format!("&{other};"),
    }
}

/// The parser's error as ours: an end inside a tag is an interrupted download.
fn fault(error: Error) -> Fault {
    match error {
        Error::Io(e) => Fault::Io(std::io::Error::new(e.kind(), e.to_string())),
        Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) => Fault::Truncated,
        other => Fault::Malformed(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(xml: &str) -> Result<(Vec<Fields>, Envelope), Halt> {
        let mut found = Vec::new();
        let mut envelope = Envelope::default();
        read(xml.as_bytes(), &mut envelope, &mut |fields| {
            found.push(fields);
            Ok(())
        })?;
        Ok((found, envelope))
    }

    #[test]
    fn records_and_envelope_are_read_with_entities_and_cdata() {
        let (found, envelope) = items(
            "<?xml version=\"1.0\"?><response><header><resultCode>00</resultCode><resultMsg>OK</resultMsg></header>\
             <body><items><item><a>A &amp; B &#44032;</a><b><![CDATA[<x>]]></b><empty/><blank> </blank><deep><c>1</c></deep></item>\
             <item><a>R & D의원</a></item></items><numOfRows>10</numOfRows><pageNo>2</pageNo><totalCount>12</totalCount></body></response>",
        )
        .unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].get("a"), Some("A & B 가"));
        assert_eq!(found[0].get("b"), Some("<x>"));
        assert_eq!((found[0].get("empty"), found[0].get("blank"), found[0].get("c")), (None, None, None));
        assert_eq!(found[1].get("a"), Some("R & D의원"));
        assert_eq!((envelope.total_count, envelope.page_no, envelope.num_of_rows), (Some(12), Some(2), Some(10)));
        assert!(envelope.success);
    }

    #[test]
    fn an_end_before_the_end_is_told_from_a_broken_form() {
        let truncated = |xml| matches!(items(xml), Err(Halt::Fault(Fault::Truncated)));
        assert!(truncated("<response><body><items><item><a>1</a></item>"));
        assert!(truncated("<response><body><items><item><a>1</a"));
        assert!(truncated("<response><![CDATA[ "));
        assert!(matches!(items("<response><a></b></response>"), Err(Halt::Fault(Fault::Malformed(_)))));
        assert!(matches!(items("<HTML><body/></HTML>"), Err(Halt::Fault(Fault::WebPage))));
    }

    #[test]
    fn a_gateway_error_stands_outside_the_envelope() {
        let (_, envelope) = items(
            "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg>\
             <returnAuthMsg>LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR</returnAuthMsg>\
             <returnReasonCode>22</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>",
        )
        .unwrap();
        let error = envelope.check().unwrap_err().to_string();
        assert!(error.contains("22") && error.contains("하루 요청 한도"), "{error}");
        assert!(error.contains("LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR"), "{error}");
    }
}
