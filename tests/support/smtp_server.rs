//! An SMTP server (RFC 5321) that keeps the mail it takes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use mail_parser::{MessageParser, MimeHeaders as _};
use parking_lot::Mutex;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::sync::{RwLock, RwLockWriteGuard};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;

use super::eventually;

/// The file with the authority that has signed the server's certificate.
pub const TLS_AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/keys/tls-ca.pem");

/// A running server.
pub struct SmtpServer {
    /// Its address and port.
    pub address: String,
    inner: Arc<Inner>,
    server: JoinHandle<()>,
}

struct Inner {
    /// The reply to a message.
    reply: Mutex<&'static str>,
    /// No message is answered while this is held for writing.
    gate: RwLock<()>,
    mails: Mutex<Vec<Mail>>,
    /// The messages that were answered with 250.
    taken: AtomicUsize,
    commands: Mutex<Vec<String>>,
    /// `None`: no STARTTLS.
    tls: Option<TlsAcceptor>,
}

/// A connection, encrypted or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

type Connection = BufReader<Box<dyn Stream>>;

/// A message that arrived, whatever the reply was.
#[derive(Clone, Debug)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body.
    pub content: String,
    pub at: Instant,
}

impl Mail {
    /// Checks what readers rely on: ASCII lines of at most 998 characters (RFC 5321), the headers that every
    /// message has once (RFC 5322), and those that tell how to read the text (RFC 2045).
    fn assert_is_mime(&self) {
        let content = &self.content;
        assert!(content.is_ascii(), "{content}");
        let lines = content.split_inclusive("\r\n");
        for line in lines {
            let text = line.strip_suffix("\r\n").expect("lines end with CR LF");
            assert!(
                text.len() <= 998 && !text.contains(['\r', '\n']),
                "{line:?}"
            );
        }
        let parsed = MessageParser::default().parse(content);
        let parsed = parsed.expect("the mail is MIME");
        for name in [
            "Date",
            "From",
            "To",
            "Subject",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
        ] {
            let count = parsed
                .headers()
                .iter()
                .filter(|header| header.name().eq_ignore_ascii_case(name));
            assert_eq!(count.count(), 1, "{name}: {content}");
        }
        let version = parsed.header_raw("MIME-Version").map(str::trim);
        assert_eq!(version, Some("1.0"));
        let kind = parsed.content_type().expect("it can be read");
        assert_eq!((kind.ctype(), kind.subtype()), ("text", Some("plain")));
        assert_eq!(kind.attribute("charset"), Some("utf-8"));
        let encoding = parsed.content_transfer_encoding().expect("it can be read");
        assert!(
            ["7bit", "quoted-printable", "base64"].contains(&encoding),
            "{encoding}"
        );
        let date = parsed.date().expect("a date").to_timestamp();
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = i64::try_from(now.expect("after 1970").as_secs()).expect("small");
        assert!((date - 5..date + 300).contains(&now), "{date} at {now}");
        let sender = self.from.split('@').next_back().unwrap_or_default();
        let id = parsed.message_id().expect("an id");
        assert!(id.ends_with(&format!("@{sender}")), "{id}");
        let to = parsed.to().and_then(|to| to.first()?.address());
        assert_eq!(to, self.to.first().map(String::as_str));
    }
}

impl SmtpServer {
    /// A server without TLS that takes every message.
    pub async fn start() -> Self {
        Self::with(None).await
    }

    /// The same with STARTTLS, for the name `localhost`.
    pub async fn start_with_tls() -> Self {
        Self::with(Some(acceptor())).await
    }

    async fn with(tls: Option<TlsAcceptor>) -> Self {
        let inner = Arc::new(Inner {
            tls,
            reply: Mutex::new("250 taken"),
            gate: RwLock::default(),
            mails: Mutex::default(),
            taken: AtomicUsize::new(0),
            commands: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it listens").to_string();
        let state = inner.clone();
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that hangs up has ended its session.
                tokio::spawn(serve(state.clone(), Box::new(stream)));
            }
        });
        Self {
            address,
            inner,
            server,
        }
    }

    /// `SMTP_URL` of this server.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Replies to messages with this line from now on.
    pub fn reply_with(&self, reply: &'static str) {
        *self.inner.reply.lock() = reply;
    }

    /// Replies to no message until the returned guard is dropped.
    pub async fn hold(&self) -> RwLockWriteGuard<'_, ()> {
        self.inner.gate.write().await
    }

    /// The number of messages so far that it took.
    pub fn taken(&self) -> usize {
        self.inner.taken.load(Ordering::Relaxed)
    }

    /// The messages so far, each of which is MIME in its form too.
    pub fn mails(&self) -> Vec<Mail> {
        let mails = self.inner.mails.lock().clone();
        for mail in &mails {
            mail.assert_is_mime();
        }
        mails
    }

    /// The commands so far.
    pub fn commands(&self) -> Vec<String> {
        self.inner.commands.lock().clone()
    }

    /// Waits until at least this many messages have arrived.
    pub async fn until_mailed(&self, count: usize) -> Vec<Mail> {
        let what = format!("{count} e-mails");
        eventually(&what, async || {
            let mails = self.mails();
            (mails.len() >= count).then_some(mails)
        })
        .await
    }

    /// Waits until a client has sent a command that begins so.
    pub async fn until_commanded(&self, beginning: &str) -> String {
        eventually(beginning, async || {
            let mut commands = self.commands().into_iter();
            commands.find(|command| command.starts_with(beginning))
        })
        .await
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn acceptor() -> TlsAcceptor {
    let pem = |name: &str| {
        let path = format!("{}/keys/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(path).expect("the file exists")
    };
    let certificate = CertificateDer::from_pem_slice(&pem("tls-localhost.pem"));
    let key = PrivateKeyDer::from_pem_slice(&pem("tls-localhost.key.pem"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring supports the default protocol versions")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.expect("a certificate")],
            key.expect("a key"),
        );
    Arc::new(config.expect("the key is the certificate's")).into()
}

async fn serve(inner: Arc<Inner>, stream: Box<dyn Stream>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 test ESMTP\r\n").await?;
    let mut tls = inner.tls.clone();
    let (mut from, mut to) = (String::new(), Vec::new());
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end();
        inner.commands.lock().push(command.to_owned());
        let verb = command.split([' ', ':']).next().unwrap_or_default();
        let reply = match verb.to_ascii_uppercase().as_str() {
            "EHLO" if tls.is_some() => "250-test\r\n250-8BITMIME\r\n250 STARTTLS",
            "EHLO" => "250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            "STARTTLS" => {
                let Some(tls) = tls.take() else { return Ok(()) };
                stream.write_all(b"220 go on\r\n").await?;
                let encrypted = tls.accept(stream.into_inner()).await?;
                stream = BufReader::new(Box::new(encrypted));
                continue;
            }
            "AUTH" => "235 welcome",
            "MAIL" => {
                from = address(command);
                to.clear();
                "250 sender ok"
            }
            "RCPT" => {
                to.push(address(command));
                "250 recipient ok"
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let content = read_message(&mut stream).await?;
                let mail = Mail {
                    from: from.clone(),
                    to: to.clone(),
                    content,
                    at: Instant::now(),
                };
                inner.mails.lock().push(mail);
                let _passed = inner.gate.read().await;
                let reply = *inner.reply.lock();
                if reply.starts_with("250") {
                    inner.taken.fetch_add(1, Ordering::Relaxed);
                }
                reply
            }
            "QUIT" => "221 bye",
            _ => "502 no such command",
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
}

/// What stands between the angle brackets.
fn address(command: &str) -> String {
    let inside = command.split(['<', '>']).nth(1);
    inside.unwrap_or_default().to_owned()
}

/// The lines up to one with a dot, without the dots that were added.
async fn read_message(stream: &mut Connection) -> std::io::Result<String> {
    let mut content = String::new();
    let mut line = String::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        if line == ".\r\n" || line.is_empty() {
            return Ok(content);
        }
        content.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
