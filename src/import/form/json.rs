//! The services' JSON, one `item` at a time: never the whole answer in memory.

use std::{fmt, io::Read};

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    fault::{Fault, Halt},
    raw::{Each, Envelope, Fields},
};

/// What the visitors share.
struct State<'a> {
    envelope: &'a mut Envelope,
    each: Each<'a>,
    /// Why the reading was stopped from inside.
    halt: Option<Halt>,
    /// Whether anything of the known form was met.
    known: bool,
}

/// Reads an answer; records go to `each` as they end.
pub(in crate::import) fn read(input: impl Read, envelope: &mut Envelope, each: Each) -> Result<(), Halt> {
    let mut json = serde_json::Deserializer::from_reader(input);
    let mut state = State { envelope, each, halt: None, known: false };
    let outcome = Node { level: Level::Top, state: &mut state }.deserialize(&mut json).and_then(|()| json.end());
    match (state.halt, outcome) {
        (Some(halt), _) => Err(halt),
        (None, Err(e)) => Err(fault(e).into()),
        (None, Ok(())) if !state.known => Err(Fault::UnknownForm("JSON".into()).into()),
        (None, Ok(())) => Ok(()),
    }
}

fn fault(error: serde_json::Error) -> Fault {
    match error.classify() {
        serde_json::error::Category::Eof => Fault::Truncated,
        serde_json::error::Category::Io => Fault::Io(error.into()),
        _ => Fault::Malformed(error.to_string()),
    }
}

/// The levels of `{"response":{"header":{…},"body":{"items":{"item":[…]},"totalCount":1}}}`.
#[derive(Clone, Copy)]
enum Level {
    Top,
    Response,
    Header,
    Body,
    Items,
    Item,
}

struct Node<'s, 'a> {
    level: Level,
    state: &'s mut State<'a>,
}

impl Node<'_, '_> {
    /// One entry of an object: goes down where the form goes down, collects what stands beside.
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let level = match (self.level, key) {
            (Level::Top, "response") => Level::Response,
            (Level::Top, "OpenAPI_ServiceResponse") => Level::Response,
            (Level::Response, "header" | "cmmMsgHeader") => Level::Header,
            (Level::Response, "body") => Level::Body,
            (Level::Body, "items") => Level::Items,
            (Level::Items, "item") => Level::Item,
            (Level::Header | Level::Body, _) => {
                if let Some(value) = map.next_value_seed(Scalar)? {
                    self.state.envelope.set(key, &value);
                }
                return Ok(());
            }
            _ => return map.next_value::<IgnoredAny>().map(|_| ()),
        };
        self.state.known = true;
        map.next_value_seed(Node { level, state: self.state })
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("공공데이터 응답")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        if !matches!(self.level, Level::Item) {
            while let Some(key) = map.next_key::<String>()? {
                self.entry(&key, &mut map)?;
            }
            return Ok(());
        }
        let mut fields = Fields::default();
        while let Some(key) = map.next_key::<String>()? {
            if let Some(value) = map.next_value_seed(Scalar)? {
                fields.push(&key, &value);
            }
        }
        (self.state.each)(fields).map_err(|halt| {
            self.state.halt = Some(halt);
            A::Error::custom("stopped")
        })
    }

    /// `item` with several records; some services give `items` as the list itself.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if !matches!(self.level, Level::Items | Level::Item) {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        while seq.next_element_seed(Node { level: Level::Item, state: self.state })?.is_some() {}
        Ok(())
    }

    // `"items": ""` and the like: nothing there.
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
}

/// A string or number as text, whichever the service felt like; anything else says nothing.
struct Scalar;

impl<'de> DeserializeSeed<'de> for Scalar {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scalar {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("값")
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(text))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_bool<E>(self, yes: bool) -> Result<Self::Value, E> {
        Ok(Some(if yes { "Y" } else { "N" }.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(json: &str) -> Result<(Vec<Fields>, Envelope), Halt> {
        let mut found = Vec::new();
        let mut envelope = Envelope::default();
        read(json.as_bytes(), &mut envelope, &mut |fields| {
            found.push(fields);
            Ok(())
        })?;
        Ok((found, envelope))
    }

    /// An answer around an `items` value.
    fn answer(items: &str) -> String {
        format!(
            r#"{{"response":{{"header":{{"resultCode":"00","resultMsg":"OK"}},"body":{{"items":{items},"numOfRows":10,"pageNo":"1","totalCount":3}}}}}}"#
        )
    }

    #[test]
    fn one_item_is_an_object_many_are_a_list_none_is_an_empty_text() {
        let count = |items_json: &str| items(&answer(items_json)).unwrap().0.len();
        assert_eq!(count(r#"{"item":{"a":1}}"#), 1);
        assert_eq!(count(r#"{"item":[{"a":1},{"a":2},{"a":3}]}"#), 3);
        assert_eq!(count(r#"{"item":[]}"#), 0);
        assert_eq!(count(r#"{"item":""}"#), 0);
        assert_eq!(count(r#""""#), 0);
        assert_eq!(count("null"), 0);
        assert_eq!(count(r#"[{"a":1}]"#), 1);
    }

    #[test]
    fn texts_and_numbers_mix_inside_a_record() {
        let json = answer(
            r#"{"item":{"s":"0900","c":1900,"lat":37.5684083,"on":true,"no":null,"deep":{"x":[1]},"blank":"  "}}"#,
        );
        let (found, envelope) = items(&json).unwrap();
        let get = |name| found[0].get(name);
        assert_eq!(
            (get("s"), get("c"), get("lat"), get("on")),
            (Some("0900"), Some("1900"), Some("37.5684083"), Some("Y"))
        );
        assert_eq!((get("no"), get("deep"), get("x"), get("blank")), (None, None, None, None));
        assert_eq!((envelope.total_count, envelope.page_no, envelope.num_of_rows), (Some(3), Some(1), Some(10)));
    }

    #[test]
    fn faults_of_the_form_are_told_apart() {
        assert!(matches!(items(r#"{"response":{"body":{"items":{"item":[{"a""#), Err(Halt::Fault(Fault::Truncated))));
        assert!(matches!(items(r#"{"response":{"body":}}"#), Err(Halt::Fault(Fault::Malformed(_)))));
        assert!(matches!(items(r#"{"response":{}} trailing"#), Err(Halt::Fault(Fault::Malformed(_)))));
        assert!(matches!(items(r#"{"name":"package"}"#), Err(Halt::Fault(Fault::UnknownForm(_)))));
    }

    #[test]
    fn the_taker_can_stop_the_reading() {
        let json = answer(r#"{"item":[{"a":1},{"a":2}]}"#);
        let mut seen = 0;
        let stopped = read(json.as_bytes(), &mut Envelope::default(), &mut |_| {
            seen += 1;
            Err(Halt::Stopped)
        });
        assert!(matches!(stopped, Err(Halt::Stopped)));
        assert_eq!(seen, 1);
    }
}
