//! A gateway for messages on a port of its own, that answers as it is told to, however wrong.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// How it answers a request.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    /// With a status.
    Status(u16),
    /// With this status, twice.
    Twice(u16),
    /// Not at all, for a minute.
    Stall,
    /// By closing the connection.
    HangUp,
    /// With a 200, after this long.
    Slow(Duration),
}

/// A request that it got.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its head in lower case.
    pub head: String,
    pub body: Value,
}

impl Request {
    /// The `Idempotency-Key`.
    pub fn key(&self) -> &str {
        let line = self.head.lines().find_map(|line| line.strip_prefix("idempotency-key: "));
        line.expect("each request has the key")
    }
}

pub struct Gateway {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    server: JoinHandle<()>,
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Gateway {
    /// Answers the n-th request, counted from 1, as `reply` says.
    pub async fn start(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (seen, reply) = (requests.clone(), Arc::new(reply));
        let server = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(talk(stream, seen.clone(), reply.clone()));
            }
        });
        Self { address, requests, server }
    }

    pub fn url(&self) -> String {
        format!("http://{}/send", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

/// Serves a connection for as long as the other side keeps it.
async fn talk(
    stream: TcpStream,
    seen: Arc<Mutex<Vec<Request>>>,
    reply: Arc<impl Fn(usize) -> Reply + Send + Sync + 'static>,
) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream).await {
        let nth = {
            let mut seen = seen.lock().unwrap();
            seen.push(request);
            seen.len()
        };
        let answer = |status: u16| format!("HTTP/1.1 {status} Told\r\nContent-Length: 2\r\n\r\n{{}}");
        let text = match reply(nth) {
            Reply::Status(status) => answer(status),
            Reply::Twice(status) => answer(status).repeat(2),
            Reply::Slow(time) => {
                tokio::time::sleep(time).await;
                answer(200)
            }
            Reply::Stall => {
                tokio::time::sleep(Duration::from_secs(60)).await;
                return;
            }
            Reply::HangUp => return,
        };
        if stream.write_all(text.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = head.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.trim().parse().ok()?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Request { head, body: serde_json::from_slice(&body).unwrap() })
}
