//! A stand-in for the public data portal's live beds, on a port of this machine.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use heydoctor::import::{
    bed_board::BedBoard,
    live::{ServiceKey, Settings},
};
use percent_encoding::percent_decode_str;

/// Answers every question the same way, and remembers of which 시도 it was asked.
pub struct Portal {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

/// How it answers.
#[derive(Clone)]
pub enum Manner {
    /// With these records, after a while.
    Beds(String, Duration),
    /// Never.
    Silent,
    /// With an HTTP status and a page.
    Broken(u16, &'static str),
}

impl Portal {
    pub fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        // Ends with the test's process; it waits for connections until then.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, manner, seen) = (stream.unwrap(), manner.clone(), seen.clone());
                thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                    let Some(Ok(first)) = lines.next() else { return };
                    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
                    let sido = first.split(['?', '&', ' ']).find_map(|pair| pair.strip_prefix("STAGE1=")).unwrap_or("");
                    seen.lock().unwrap().push(percent_decode_str(sido).decode_utf8().unwrap().into_owned());
                    let (status, body) = match manner {
                        Manner::Beds(records, after) => {
                            thread::sleep(after);
                            (200, envelope(&records))
                        }
                        Manner::Silent => return thread::sleep(Duration::from_secs(60)),
                        Manner::Broken(status, page) => (status, page.to_owned()),
                    };
                    let head =
                        format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                    // A client that has gone away is no matter of the service's.
                    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
                });
            }
        });
        Self { base, asked }
    }

    /// A board that asks here.
    pub fn board(&self) -> BedBoard {
        board(&self.base)
    }

    /// The 시도 that were asked for, in the order of their names.
    pub fn asked(&self) -> Vec<String> {
        let mut asked = self.asked.lock().unwrap().clone();
        asked.sort();
        asked
    }
}

/// A board that asks a service.
pub fn board(base: &str) -> BedBoard {
    let mut settings = Settings::new(ServiceKey::parse("dGVzdA==").unwrap());
    settings.base = base.to_owned();
    BedBoard::new(settings)
}

/// A record of the service's.
pub fn bed(hpid: &str, time: &str, fields: &[(&str, &str)]) -> String {
    let fields: String = fields.iter().map(|(name, value)| format!("<{name}>{value}</{name}>")).collect();
    format!("<item><hpid>{hpid}</hpid><hvidate>{time}</hvidate>{fields}</item>")
}

fn envelope(records: &str) -> String {
    let total = records.matches("<item>").count();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><response><header><resultCode>00</resultCode>\
         <resultMsg>NORMAL SERVICE.</resultMsg></header><body><items>{records}</items><numOfRows>1000</numOfRows>\
         <pageNo>1</pageNo><totalCount>{total}</totalCount></body></response>"
    )
}
