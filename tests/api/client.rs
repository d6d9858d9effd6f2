//! A small HTTP/1.1 client that sends exactly the bytes it is told to, right or wrong.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::Value;

/// An answer, its body taken out of its chunks but not decompressed.
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// A request of any bytes, over a connection of its own.
pub async fn send(address: SocketAddr, request: Vec<u8>) -> Answer {
    tokio::task::spawn_blocking(move || send_blocking(address, &request)).await.unwrap()
}

/// As [`send`], for tests without a runtime.
pub fn send_blocking(address: SocketAddr, request: &[u8]) -> Answer {
    try_send(address, request).expect("a whole answer")
}

/// As [`send_blocking`]; `None` when nobody answers, or not to the end.
pub fn try_send(address: SocketAddr, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    // A server that refuses a body may answer, and close, before all of it is sent.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let answer = answer(&bytes, head);
    let length = answer.header("content-length").and_then(|length| length.parse::<usize>().ok());
    let whole = request.starts_with(b"HEAD ") || length.is_none_or(|length| answer.body.len() == length);
    whole.then_some(answer)
}

/// The bytes of a request whose connection ends with its answer.
pub fn request(method: &str, target: &[u8], headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut bytes = [method.as_bytes(), b" ", target, b" HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"].concat();
    for (name, value) in headers {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    if !body.is_empty() {
        bytes.extend(format!("Content-Length: {}\r\n", body.len()).bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    bytes
}

fn answer(bytes: &[u8], end: usize) -> Answer {
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = &bytes[end + 4..];
    Answer { status, headers, body: if chunked { unchunked(body) } else { body.to_vec() } }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").expect("a chunk's length");
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend(&rest[end + 2..][..length]);
        rest = &rest[end + 2 + length + 2..];
    }
}
