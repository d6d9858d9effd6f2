//! HeyDoctor: the Korean hospital finder, booking service and health chatbot.

pub mod domain;
pub mod words;
