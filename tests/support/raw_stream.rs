//! A stream over a bare socket, read only when the test says so.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use super::sse::{Frame, parse};
use super::wait::within;
use super::{Endpoint, Person};

/// An event stream whose reader may stop reading.
pub struct RawStream {
    socket: TcpStream,
    buffer: Vec<u8>,
    /// The head of the response.
    pub head: String,
    /// The first frame, as it was written.
    pub opening: String,
}

impl RawStream {
    /// What the kernel keeps for this side.
    const RECEIVE_BUFFER: u32 = 32 * 1024;

    /// Opens a stream and reads its first frame, and nothing more.
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
        // HTTP/1.0, so that the body comes as it is, without chunks.
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

    /// The next event; panics where none comes, or the stream ends.
    pub async fn next(&mut self) -> Frame {
        loop {
            let block = self.until(b"\n\n").await.expect("the stream goes on");
            if let Some(frame) = parse(&block) {
                return frame;
            }
        }
    }

    async fn until(&mut self, end: &[u8]) -> Option<String> {
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
