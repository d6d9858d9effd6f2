//! An SMTP server on a port of its own: it speaks the protocol (RFC 5321) and keeps what it gets.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// How it takes the n-th message.
#[derive(Clone, Copy, Debug)]
pub enum Mood {
    Takes,
    /// Refuses the recipient for good, and repeats the address.
    KnowsNobody,
    /// Has no room just now.
    IsFull,
    /// Says nothing after the text.
    Stalls,
}

/// A message that it took, or was about to.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub from: String,
    pub to: String,
    /// Head and body as they were sent.
    pub data: String,
}

impl Mail {
    /// A field of the head, unfolded but not decoded.
    pub fn header(&self, name: &str) -> String {
        let head = self.data.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
        line.unwrap_or_else(|| panic!("{name} in {head}"))
    }

    /// The body, decoded.
    pub fn text(&self) -> String {
        let body = self.data.split_once("\r\n\r\n").unwrap().1;
        assert_eq!(self.header("Content-Transfer-Encoding"), "base64");
        String::from_utf8(STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap()).unwrap()
    }
}

pub struct MailServer {
    pub address: SocketAddr,
    mails: Arc<Mutex<Vec<Mail>>>,
    server: JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl MailServer {
    /// Is in the mood that `mood` gives for the n-th connection, counted from 1.
    pub async fn start(mood: impl Fn(usize) -> Mood + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mails: Arc<Mutex<Vec<Mail>>> = Arc::default();
        let kept = mails.clone();
        let server = tokio::spawn(async move {
            for nth in 1.. {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(talk(stream, mood(nth), kept.clone()));
            }
        });
        Self { address, mails, server }
    }

    /// What it has taken.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }
}

async fn talk(stream: TcpStream, mood: Mood, kept: Arc<Mutex<Vec<Mail>>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut mail = Mail::default();
    stream.write_all(b"220 mail.example ESMTP\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.split(' ').next().unwrap().trim().to_ascii_uppercase();
        let path = || line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match verb.as_str() {
            "EHLO" => "250-mail.example\r\n250 SIZE 1000000".to_owned(),
            "MAIL" => {
                mail.from = path();
                "250 ok".to_owned()
            }
            "RCPT" => {
                mail.to = path();
                match mood {
                    Mood::KnowsNobody => format!("550 5.1.1 <{}> user unknown", mail.to),
                    Mood::IsFull => format!("452 4.2.2 <{}> mailbox full", mail.to),
                    Mood::Takes | Mood::Stalls => "250 ok".to_owned(),
                }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                mail.data = read_data(&mut stream).await?;
                if matches!(mood, Mood::Stalls) {
                    // Until the other side has had enough.
                    let mut rest = String::new();
                    stream.read_line(&mut rest).await?;
                    return Ok(());
                }
                kept.lock().unwrap().push(mail.clone());
                "250 taken".to_owned()
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            "RSET" | "NOOP" => "250 ok".to_owned(),
            _ => "502 what?".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// Until a line with a lone dot; doubled dots are made single again.
async fn read_data(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(data);
        }
        data += line.strip_prefix('.').unwrap_or(&line);
    }
}
