//! An event stream over a bare socket, read only when the test reads it.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use super::sse::{Frame, parse};
use super::wait::within;
use super::{Endpoint, Person};

/// An event stream that does not read ahead.
pub struct RawStream {
    socket: TcpStream,
    buffer: Vec<u8>,
    /// The head of the response.
    pub head: String,
    /// The first frame, unparsed.
    pub opening: String,
}

impl RawStream {
    /// In bytes.
    const RECEIVE_BUFFER: u32 = 32 * 1024;

    /// Opens a stream and reads only its first frame.
    pub async fn open(endpoint: &Endpoint, person: &Person, path: &str) -> Self {
        let address = endpoint.url.trim_start_matches("http://");
        let socket = TcpSocket::new_v4().expect("a socket can be made");
        socket
            .set_recv_buffer_size(Self::RECEIVE_BUFFER)
            .expect("the size can be set");
        let mut socket = socket
            .connect(address.parse().expect("an address"))
            .await
            .expect("the server accepts");
        // With HTTP/1.0 the body has no chunks.
        let request = format!(
            "GET {path} HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n",
            person.token
        );
        socket
            .write_all(request.as_bytes())
            .await
            .expect("the request can be sent");
        let (head, opening) = (String::new(), String::new());
        let mut stream = Self {
            socket,
            buffer: Vec::new(),
            head,
            opening,
        };
        stream.head = stream.until(b"\r\n\r\n").await.expect("a response");
        assert!(stream.head.contains(" 200 "), "{}", stream.head);
        stream.opening = stream.until(b"\n\n").await.expect("a first frame");
        stream
    }

    /// The next event; panics if none arrives or the stream ends.
    pub async fn next(&mut self) -> Frame {
        loop {
            let block = self.until(b"\n\n").await.expect("the stream continues");
            if let Some(frame) = parse(&block) {
                return frame;
            }
        }
    }

    /// What arrives up to and including `end`; `None` if the stream ends before.
    pub async fn until(&mut self, end: &[u8]) -> Option<String> {
        let mut searched = 0;
        loop {
            let found = self.buffer[searched..]
                .windows(end.len())
                .position(|window| window == end);
            if let Some(at) = found {
                let text = self.buffer.drain(..searched + at + end.len()).collect();
                return Some(String::from_utf8(text).expect("a stream is UTF-8"));
            }
            searched = self.buffer.len().saturating_sub(end.len());
            let read = within("bytes of a stream", self.socket.read_buf(&mut self.buffer)).await;
            if read.ok()? == 0 {
                return None;
            }
        }
    }
}
