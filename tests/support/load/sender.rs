//! A connection that sends one request after the other.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::TcpStream;

use super::{RepeatedRequest, Stamp};

/// More than any answer of a benchmark has.
const HEADERS: usize = 32;

pub(super) struct Sender {
    pub(super) stream: TcpStream,
    request: RepeatedRequest,
    /// When the sends were due that are not yet answered; the first is in flight.
    due: VecDeque<Instant>,
    answer: Vec<u8>,
}

impl Sender {
    pub(super) fn connect(address: SocketAddr, request: RepeatedRequest) -> Self {
        let stream = std::net::TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("TCP_NODELAY can be set");
        stream
            .set_nonblocking(true)
            .expect("the socket can be polled");
        Self {
            stream: TcpStream::from_std(stream),
            request,
            due: VecDeque::new(),
            answer: Vec::with_capacity(4096),
        }
    }

    /// Sends a message, at once or after those that wait.
    pub(super) fn send(&mut self, due: Instant, started: Instant) {
        self.due.push_back(due);
        if self.due.len() == 1 {
            self.write(started);
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.due.is_empty()
    }

    /// Reads what has arrived; the latency of the send that it answers.
    pub(super) fn read(&mut self, started: Instant) -> Option<Duration> {
        let mut bytes = [0; 4096];
        loop {
            match self.stream.read(&mut bytes) {
                Ok(0) => panic!("the server closed the connection of a sender"),
                Ok(length) => {
                    self.answer.extend_from_slice(&bytes[..length]);
                    // The socket's buffer is empty: its next bytes wake the poll.
                    if length < bytes.len() {
                        break;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => panic!("a sender cannot read: {error}"),
            }
        }
        if !is_whole(&self.answer) {
            return None;
        }
        self.answer.clear();
        let due = self.due.pop_front()?;
        if !self.due.is_empty() {
            self.write(started);
        }
        Some(due.elapsed())
    }

    fn write(&mut self, started: Instant) {
        let stamp = Stamp::at(started, self.due[0]);
        let bytes = self.request.stamped(stamp);
        // A request is small and follows an answer, so the socket's buffer is empty.
        let written = self.stream.write(bytes).expect("the server reads");
        assert_eq!(written, bytes.len(), "a request fits into the buffer");
    }
}

/// Whether this is a whole answer. Panics if it is a refusal.
fn is_whole(answer: &[u8]) -> bool {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut head = httparse::Response::new(&mut headers);
    let parsed = head.parse(answer).expect("the server speaks HTTP");
    let httparse::Status::Complete(head_length) = parsed else {
        return false;
    };
    let code = head.code.expect("the head is complete");
    let length = head
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
        .and_then(|header| std::str::from_utf8(header.value).ok()?.parse().ok());
    let length: usize = length.expect("the answer has a length");
    let is_whole = answer.len() >= head_length + length;
    let refusal = || String::from_utf8_lossy(answer).into_owned();
    assert!(
        !is_whole || (200..300).contains(&code),
        "refused: {}",
        refusal()
    );
    is_whole
}
