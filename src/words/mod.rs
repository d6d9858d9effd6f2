//! The one catalogue of words that users read, Korean first, English beside it. A message without
//! both languages does not compile. No markup, no logic beyond choosing a form.

mod book;
mod console;
mod distance;
mod faults;
mod finder;
mod mine;
mod notices;
mod places;
mod site;
mod staff;
mod state;
mod triage;
mod visits;
mod wrong;

pub use notices::{Notice, NoticeKind};
use serde::{Deserialize, Serialize};
pub use state::StateLine;

/// A language of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 한국어, at `/…`.
    #[default]
    Ko,
    /// English, at `/en/…`.
    En,
}

impl Lang {
    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The `lang` of names, addresses and notes as the data has them, where the page is in another.
    pub fn of_data(self) -> Option<&'static str> {
        (self != Self::Ko).then_some(Self::Ko.tag())
    }

    /// The language of a URL path.
    pub fn of_path(path: &str) -> Self {
        if path == "/en" || path.starts_with("/en/") { Self::En } else { Self::Ko }
    }

    /// The path of a page (`/emergency`) in this language.
    pub fn path(self, page: &str) -> String {
        match self {
            Self::Ko => page.to_owned(),
            Self::En if page == "/" => "/en".to_owned(),
            Self::En if page.starts_with("/?") => format!("/en{}", &page[1..]),
            Self::En => format!("/en{page}"),
        }
    }
}

/// Makes each message a method of [`Lang`]: without arguments a `&'static str`, with arguments a
/// `String` formatted from them.
macro_rules! words {
    ($($name:ident $(($($arg:ident : $type:ty),+))? : $ko:literal, $en:literal;)+) => {
        impl $crate::words::Lang { $($crate::words::words!(@one $name $(($($arg : $type),+))? $ko, $en);)+ }
    };
    (@one $name:ident $ko:literal, $en:literal) => {
        #[doc = concat!("`", $ko, "`")]
        pub const fn $name(self) -> &'static str {
            match self { Self::Ko => $ko, Self::En => $en }
        }
    };
    (@one $name:ident ($($arg:ident : $type:ty),+) $ko:literal, $en:literal) => {
        #[doc = concat!("`", $ko, "`")]
        pub fn $name(self, $($arg: $type),+) -> String {
            match self { Self::Ko => format!($ko), Self::En => format!($en) }
        }
    };
}
use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_carry_the_language() {
        assert_eq!(Lang::En.path("/"), "/en");
        assert_eq!(Lang::En.path("/?q=a"), "/en?q=a");
        assert_eq!(Lang::En.path("/hospitals/1"), "/en/hospitals/1");
        assert_eq!(Lang::Ko.path("/hospitals/1"), "/hospitals/1");
        assert_eq!(Lang::of_path("/en/hospitals/1"), Lang::En);
        assert_eq!(Lang::of_path("/energy"), Lang::Ko);
    }

    #[test]
    fn messages_take_their_arguments() {
        assert_eq!(Lang::Ko.places_found(132), "132곳");
        assert_eq!(Lang::En.places_found(132), "132 places");
    }
}
