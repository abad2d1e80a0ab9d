//! A cheap SSE client, of which there are thousands: HTTP/1.0 over a bare socket, so that the
//! stream has no chunks.

use std::io::ErrorKind;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Duration, timeout};

/// Replicas write a heartbeat every two seconds here: after this silence a stream hangs.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// In bytes.
const SMALL_RECEIVE_BUFFER: u32 = 32 * 1024;

/// One event as received.
#[derive(Debug, Clone)]
pub struct Frame {
    /// `id:`.
    pub id: String,
    /// `event:`.
    pub event: String,
    /// `data:`, unparsed.
    pub data: String,
}

impl Frame {
    /// `data:` as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.data).expect("data is JSON")
    }
}

/// Why a stream could not be opened.
#[derive(Debug)]
pub enum Closed {
    /// No server, or no answer.
    Unavailable,
    /// An answer other than a stream.
    Status(u16),
}

/// How a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The connection was closed, cleanly or not.
    Closed,
    /// Nothing arrived within [`IDLE_TIMEOUT`].
    Silent,
}

/// An open stream.
pub struct Stream {
    socket: TcpStream,
    buffer: Vec<u8>,
}

impl Stream {
    /// Opens the stream at a path of `http://…`, with a small receive buffer if `is_narrow`.
    pub async fn open(
        (base, path): (&str, &str),
        token: &str,
        last_event_id: &str,
        is_narrow: bool,
    ) -> Result<Self, Closed> {
        let opening = Self::try_open((base, path), token, last_event_id, is_narrow);
        match timeout(IDLE_TIMEOUT, opening).await {
            Ok(Ok(opened)) => opened,
            Ok(Err(_)) | Err(_) => Err(Closed::Unavailable),
        }
    }

    async fn try_open(
        (base, path): (&str, &str),
        token: &str,
        last_event_id: &str,
        is_narrow: bool,
    ) -> std::io::Result<Result<Self, Closed>> {
        let address = base.trim_start_matches("http://");
        let socket = TcpSocket::new_v4()?;
        if is_narrow {
            socket.set_recv_buffer_size(SMALL_RECEIVE_BUFFER)?;
        }
        let socket = socket.connect(address.parse().expect("an address")).await?;
        socket.set_nodelay(true)?;
        let mut stream = Self {
            socket,
            buffer: Vec::new(),
        };
        let request = format!(
            "GET {path} HTTP/1.0\r\nHost: {address}\r\n\
             Authorization: Bearer {token}\r\nLast-Event-ID: {last_event_id}\r\n\r\n"
        );
        stream.socket.write_all(request.as_bytes()).await?;
        let Some(head) = stream.until(b"\r\n\r\n").await? else {
            return Ok(Err(Closed::Unavailable));
        };
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Ok(match status {
            Some(200) => Ok(stream),
            Some(other) => Err(Closed::Status(other)),
            None => Err(Closed::Unavailable),
        })
    }

    /// The next event.
    pub async fn next(&mut self) -> Result<Frame, End> {
        loop {
            let block = match self.until(b"\n\n").await {
                Ok(Some(block)) => block,
                Err(error) if error.kind() == ErrorKind::TimedOut => return Err(End::Silent),
                // An incomplete frame is no event.
                Ok(None) | Err(_) => return Err(End::Closed),
            };
            if let Some(frame) = parse(&block) {
                return Ok(frame);
            }
        }
    }

    async fn until(&mut self, end: &[u8]) -> std::io::Result<Option<String>> {
        let mut searched = 0;
        loop {
            let found = self.buffer[searched..]
                .windows(end.len())
                .position(|window| window == end);
            if let Some(at) = found {
                let block: Vec<u8> = self.buffer.drain(..searched + at + end.len()).collect();
                return Ok(Some(String::from_utf8(block).expect("a stream is UTF-8")));
            }
            searched = self.buffer.len().saturating_sub(end.len());
            // A heartbeat, which ends no block, is a sign of life.
            if timeout(IDLE_TIMEOUT, self.socket.read_buf(&mut self.buffer)).await?? == 0 {
                return Ok(None);
            }
        }
    }
}

/// The event of a block; `None` for a comment.
fn parse(block: &str) -> Option<Frame> {
    let field = |name: &str| {
        block
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .map(str::to_owned)
    };
    Some(Frame {
        data: field("data")?,
        id: field("id").unwrap_or_default(),
        event: field("event").unwrap_or_default(),
    })
}
