//! What every form is taken apart into: fields by the services' own names, and an envelope.

use super::{fault::Halt, service::ServiceCode};

/// One record: field names and values as text, in the order of the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::import) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Adds a value; one that is blank says nothing and is left out.
    pub fn push(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The value of a field, never blank; of two with one name the first.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The first of several names that has a value.
    pub fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }

    /// Whether some field satisfies.
    pub fn has(&self, test: impl Fn(&str) -> bool) -> bool {
        self.0.iter().any(|(name, _)| test(name))
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, for a message.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.0.iter().take(8).map(|(name, _)| name.as_str()).collect();
        names.join(", ")
    }
}

/// Takes the records one by one.
pub(in crate::import) type Each<'a> = &'a mut dyn FnMut(Fields) -> Result<(), Halt>;

/// What stands around the records of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Records of the whole query, over all pages.
    pub total_count: Option<u64>,
    /// Page, from 1.
    pub page_no: Option<u64>,
    /// Records a page.
    pub num_of_rows: Option<u64>,
    /// Set when the service says anything but success.
    pub(in crate::import) error: Option<ServiceCode>,
    /// The service's own words.
    pub(in crate::import) message: String,
    /// Whether the service said `00`.
    pub(in crate::import) success: bool,
}

impl Envelope {
    /// Takes a field that stands outside the records.
    pub(in crate::import) fn set(&mut self, name: &str, value: &str) {
        let value = value.trim();
        let number = || value.parse().ok();
        match name {
            "totalCount" => self.total_count = number(),
            "pageNo" => self.page_no = number(),
            "numOfRows" => self.num_of_rows = number(),
            "resultCode" | "returnReasonCode" => {
                self.error = ServiceCode::from_code(value);
                self.success = self.error.is_none();
            }
            "returnAuthMsg" => self.message = value.to_owned(),
            "resultMsg" | "errMsg" if self.message.is_empty() => self.message = value.to_owned(),
            _ => {}
        }
    }

    /// The service's error, except 03 (no data), which is an answer with nothing in it.
    pub(in crate::import) fn check(&self) -> Result<(), super::Fault> {
        match &self.error {
            None => Ok(()),
            Some(ServiceCode::Other(code)) if code.trim_start_matches('0') == "3" => Ok(()),
            Some(code) => Err(super::Fault::Service { code: code.clone(), message: self.message.clone() }),
        }
    }
}
