//! The carrier of who has none: it notes in the log that a message was due. What the message says
//! goes to standard output only while every place is made up, so that whoever tries the site out
//! sees the code and the link; to whom is not told even there.

use std::io::Write;

use super::Letter;

/// Where nobody is reached.
pub struct Screen {
    is_demonstration: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Screen {
    /// Shows texts for as long as `is_demonstration` says so.
    pub fn new(is_demonstration: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { is_demonstration: Box::new(is_demonstration) }
    }

    /// Shows nothing.
    pub fn dark() -> Self {
        Self::new(|| false)
    }

    pub(super) fn show(&self, letter: &Letter) {
        if (self.is_demonstration)() {
            // A closed screen is no reason to keep the message.
            let _ = writeln!(std::io::stdout().lock(), "[{}] {}\n", letter.kind, letter.text);
        }
    }
}
