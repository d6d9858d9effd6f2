//! An SMTP server on a port of its own: it speaks the protocol (RFC 5321), with TLS (RFC 3207, RFC 8314)
//! and log-in (RFC 4954) where it is told to, and keeps what it gets.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring::default_provider, pki_types::PrivateKeyDer},
};

/// How it takes the n-th message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// Refuses the recipient for good, and repeats the address.
    KnowsNobody,
    /// Has no room just now.
    IsFull,
    /// Says nothing after the text.
    Stalls,
    /// Says nothing at all, not even for TLS.
    IsMute,
    /// Will not talk: greets with this code.
    Refuses(u16),
    /// Hangs up in the middle of the text.
    HangsUp,
}

/// Who may speak to it, and how.
#[derive(Clone, Default)]
pub struct House {
    pub security: Security,
    /// Name and password that it asks for.
    pub login: Option<(&'static str, &'static str)>,
    /// The ways to log in that it offers, as `PLAIN LOGIN`.
    pub ways: &'static str,
}

#[derive(Clone, Default)]
pub enum Security {
    #[default]
    None,
    /// TLS once the client has asked for it.
    StartTls(TlsAcceptor),
    /// TLS from the first byte on.
    Implicit(TlsAcceptor),
}

/// A certificate for a name, and, in PEM, the authority that gave it, both of a test's own.
pub fn certified(name: &str) -> (TlsAcceptor, String) {
    let (root_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let mut root = CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.distinguished_name.push(DnType::CommonName, "an authority of the tests");
    let pem = root.self_signed(&root_key).unwrap().pem();
    let issuer = Issuer::new(root, root_key);
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = config.with_single_cert(vec![certificate.der().clone()], key).unwrap();
    (TlsAcceptor::from(Arc::new(config)), pem)
}

/// A message that it took, or was about to.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub from: String,
    pub to: String,
    /// Head and body as they were sent.
    pub data: String,
    /// Whether it came through TLS.
    pub is_secret: bool,
    /// In which way its sender had logged in.
    pub way: Option<String>,
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
    heard: Arc<Mutex<String>>,
    server: JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl MailServer {
    /// Is in the mood that `mood` gives for the n-th connection, counted from 1; open to all.
    pub async fn start(mood: impl Fn(usize) -> Mood + Send + 'static) -> Self {
        Self::of(House::default(), mood).await
    }

    /// With rules of its house.
    pub async fn of(house: House, mood: impl Fn(usize) -> Mood + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (mails, heard): (Arc<Mutex<Vec<Mail>>>, Arc<Mutex<String>>) = Default::default();
        let (kept, ear) = (mails.clone(), heard.clone());
        let server = tokio::spawn(async move {
            for nth in 1.. {
                let (stream, _) = listener.accept().await.unwrap();
                let talk = Talk { house: house.clone(), mood: mood(nth), kept: kept.clone(), heard: ear.clone() };
                tokio::spawn(talk.begin(stream));
            }
        });
        Self { address, mails, heard, server }
    }

    /// What it has taken.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }

    /// The commands that it has heard, in the clear or not.
    pub fn heard(&self) -> String {
        self.heard.lock().unwrap().clone()
    }
}

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}
type Stream = BufReader<Box<dyn Wire>>;

/// One connection.
struct Talk {
    house: House,
    mood: Mood,
    kept: Arc<Mutex<Vec<Mail>>>,
    heard: Arc<Mutex<String>>,
}

impl Talk {
    async fn begin(self, stream: TcpStream) -> std::io::Result<()> {
        if self.mood == Mood::IsMute {
            tokio::time::sleep(Duration::from_secs(60)).await;
            return Ok(());
        }
        let implicit = match &self.house.security {
            Security::Implicit(acceptor) => Some(acceptor.clone()),
            _ => None,
        };
        let mut stream: Box<dyn Wire> = match &implicit {
            Some(acceptor) => Box::new(acceptor.accept(stream).await?),
            None => Box::new(stream),
        };
        if let Mood::Refuses(code) = self.mood {
            stream.write_all(format!("{code} go away\r\n").as_bytes()).await?;
            return Ok(());
        }
        stream.write_all(b"220 mail.example ESMTP\r\n").await?;
        let mail = Mail { is_secret: implicit.is_some(), ..Mail::default() };
        self.go_on(BufReader::new(stream), mail).await
    }

    async fn go_on(self, mut stream: Stream, mut mail: Mail) -> std::io::Result<()> {
        loop {
            let Some(line) = self.hear(&mut stream).await? else { return Ok(()) };
            let verb = line.split(' ').next().unwrap().trim().to_ascii_uppercase();
            let path = || line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            let answer = match (verb.as_str(), &self.house.security) {
                ("EHLO", _) => self.offers(&mail),
                ("STARTTLS", Security::StartTls(acceptor)) if !mail.is_secret => {
                    stream.write_all(b"220 go ahead\r\n").await?;
                    stream = BufReader::new(Box::new(acceptor.accept(stream.into_inner()).await?));
                    mail = Mail { is_secret: true, ..Mail::default() };
                    continue;
                }
                ("AUTH", _) => self.log_in(&mut stream, &line, &mut mail).await?,
                ("MAIL", Security::StartTls(_)) if !mail.is_secret => "530 5.7.0 TLS first".to_owned(),
                ("MAIL", _) if self.house.login.is_some() && mail.way.is_none() => "530 5.7.0 log in first".to_owned(),
                ("MAIL", _) => {
                    mail.from = path();
                    "250 ok".to_owned()
                }
                ("RCPT", _) => {
                    mail.to = path();
                    match self.mood {
                        Mood::KnowsNobody => format!("550 5.1.1 <{}> user unknown", mail.to),
                        Mood::IsFull => format!("452 4.2.2 <{}> mailbox full", mail.to),
                        _ => "250 ok".to_owned(),
                    }
                }
                ("DATA", _) => {
                    stream.write_all(b"354 go on\r\n").await?;
                    if self.mood == Mood::HangsUp {
                        stream.read_line(&mut String::new()).await?;
                        return Ok(());
                    }
                    mail.data = read_data(&mut stream).await?;
                    if self.mood == Mood::Stalls {
                        // Until the other side has had enough.
                        stream.read_line(&mut String::new()).await?;
                        return Ok(());
                    }
                    self.kept.lock().unwrap().push(mail.clone());
                    "250 taken".to_owned()
                }
                ("QUIT", _) => {
                    stream.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                ("RSET" | "NOOP", _) => "250 ok".to_owned(),
                _ => "502 what?".to_owned(),
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
    }

    /// The next line; `None` when the other side has gone.
    async fn hear(&self, stream: &mut Stream) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let length = stream.read_line(&mut line).await?;
        self.heard.lock().unwrap().push_str(&line);
        Ok((length > 0).then_some(line))
    }

    fn offers(&self, mail: &Mail) -> String {
        let mut offers = vec!["mail.example".to_owned(), "SIZE 1000000".to_owned()];
        let asks_for_tls = matches!(self.house.security, Security::StartTls(_)) && !mail.is_secret;
        if asks_for_tls {
            offers.push("STARTTLS".to_owned());
        } else if self.house.login.is_some() {
            offers.push(format!("AUTH {}", self.house.ways));
        }
        let last = offers.pop().unwrap();
        offers.iter().map(|offer| format!("250-{offer}\r\n")).collect::<String>() + &format!("250 {last}")
    }

    /// Refuses with words that repeat what nobody may keep.
    async fn log_in(&self, stream: &mut Stream, line: &str, mail: &mut Mail) -> std::io::Result<String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let decoded = |text: &str| String::from_utf8(STANDARD.decode(text.trim()).unwrap()).unwrap();
        let (name, password) = match words[..] {
            [_, "PLAIN", word] => {
                let word = decoded(word);
                let parts: Vec<&str> = word.split('\0').collect();
                (parts[1].to_owned(), parts[2].to_owned())
            }
            [_, "LOGIN"] => {
                stream.write_all(b"334 VXNlcm5hbWU6\r\n").await?;
                let name = self.hear(stream).await?.unwrap_or_default();
                stream.write_all(b"334 UGFzc3dvcmQ6\r\n").await?;
                (decoded(&name), decoded(&self.hear(stream).await?.unwrap_or_default()))
            }
            _ => return Ok("504 5.5.4 not that way".to_owned()),
        };
        if self.house.login == Some((&name, &password)) {
            mail.way = Some(words[1].to_owned());
            return Ok("235 2.7.0 welcome".to_owned());
        }
        Ok(format!("535 5.7.8 {name} is not let in with {password}"))
    }
}

/// Until a line with a lone dot; doubled dots are made single again.
async fn read_data(stream: &mut Stream) -> std::io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(data);
        }
        data += line.strip_prefix('.').unwrap_or(&line);
    }
}
