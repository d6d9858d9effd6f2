//! What is wrong with a whole file or answer, so that nothing of it may be kept. Messages are
//! Korean: the person who runs the import reads them.

use std::io;

use super::service::ServiceCode;
use crate::domain::hospital::Source;

/// Why a file or answer is refused.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The disk or the connection failed.
    #[error("읽을 수 없습니다: {0}")]
    Io(#[from] io::Error),
    /// Nothing in it.
    #[error("빈 파일입니다")]
    Empty,
    /// It stops before its end: an interrupted download.
    #[error("끝까지 받지 못한 파일입니다(중간에서 끊김). 다시 내려받으십시오")]
    Truncated,
    /// Not well-formed.
    #[error("형식이 깨져 있습니다: {0}")]
    Malformed(String),
    /// A web page, mostly an error page of some proxy.
    #[error("데이터가 아니라 웹 페이지(HTML)입니다")]
    WebPage,
    /// A ZIP that is no workbook.
    #[error("엑셀 파일이 아닌 압축 파일입니다. 압축을 풀고 그 안의 파일을 지정하십시오")]
    Archive,
    /// The binary workbook of old Excel versions.
    #[error("옛 엑셀(.xls) 파일입니다. .xlsx 또는 .csv로 저장해 주십시오")]
    OldWorkbook,
    /// Well-formed, but no form that is known here.
    #[error("아는 공공데이터 형식이 아닙니다 (있는 항목: {0})")]
    UnknownForm(String),
    /// Data of the other institution than was named.
    #[error("{} 형식이 아니라 {} 형식의 데이터입니다", .asked.word(), .found.word())]
    WrongSource {
        /// Named by the caller.
        asked: Source,
        /// Found in the file.
        found: Source,
    },
    /// The service answered with an error instead of data.
    #[error("공공데이터 서비스 오류 {code}: {}{}", .code.explain(), detail(.message))]
    Service {
        /// Which.
        code: ServiceCode,
        /// The service's own words.
        message: String,
    },
}

/// The service's own words in brackets, if it said any.
fn detail(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(" ({message})") }
}

/// A refused file with its name.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct FileError {
    /// The file's name, or the operation's when it is a live answer.
    pub file: String,
    /// Why.
    #[source]
    pub fault: Fault,
}

/// Why a reading ended early: the input's fault, or the wish of whoever takes the rows.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E> {
    /// The input is unusable.
    #[error(transparent)]
    File(#[from] FileError),
    /// The taker of the rows gave this error.
    #[error("{0}")]
    Taker(E),
}

/// Why the inner readers stop. The taker's error itself waits in [`super::with_taker`].
#[derive(Debug)]
pub(in crate::import) enum Halt {
    /// The input is unusable.
    Fault(Fault),
    /// The taker of the rows wants no more.
    Stopped,
}

impl<T: Into<Fault>> From<T> for Halt {
    fn from(fault: T) -> Self {
        Self::Fault(fault.into())
    }
}
