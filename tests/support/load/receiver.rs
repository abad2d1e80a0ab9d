//! A connection that reads a stream.

use std::io::{ErrorKind, Read as _, Write as _};

use memchr::memmem;
use mio::net::TcpStream;

use super::Stamp;
use super::opening::{Opening, Step};
use super::stamp::StampScanner;

pub(super) struct Receiver {
    pub(super) stream: TcpStream,
    /// What is left of the opening; empty once the stream is open.
    steps: std::vec::IntoIter<Step>,
    awaited: Option<&'static [u8]>,
    /// What was received while the stream is being opened.
    opened_with: Vec<u8>,
    stamps: StampScanner,
}

impl Receiver {
    /// Begins to connect; [`Receiver::advance`] continues.
    pub(super) fn connect(opening: Opening) -> Self {
        Self {
            stream: TcpStream::connect(opening.address).expect("a socket can be made"),
            steps: opening.steps.into_iter(),
            awaited: None,
            opened_with: Vec::new(),
            stamps: StampScanner::default(),
        }
    }

    /// Continues to open the stream, after its socket became ready; whether it is open.
    pub(super) fn advance(&mut self, buffer: &mut [u8]) -> bool {
        if self.awaited.is_none() {
            if self.stream.peer_addr().is_err() {
                return false;
            }
            self.next_step();
        }
        self.read(buffer, |receiver, bytes| {
            receiver.opened_with.extend_from_slice(bytes);
        });
        while let Some(mark) = self.awaited {
            if let Some(status) = self.opened_with.get(9..12) {
                let is_accepted = status == b"200" || status == b"101";
                assert!(
                    is_accepted,
                    "{}",
                    String::from_utf8_lossy(&self.opened_with)
                );
            }
            if memmem::find(&self.opened_with, mark).is_none() {
                return false;
            }
            self.awaited = None;
            self.next_step();
        }
        self.opened_with = Vec::new();
        true
    }

    fn next_step(&mut self) {
        if let Some(step) = self.steps.next() {
            let written = self.stream.write(&step.write).expect("the server reads");
            assert_eq!(written, step.write.len(), "a request fits into the buffer");
            self.awaited = Some(step.mark);
        }
    }

    /// Reads what has arrived, and finds the stamps in it.
    pub(super) fn receive(&mut self, buffer: &mut [u8], mut found: impl FnMut(Stamp)) {
        self.read(buffer, |receiver, bytes| {
            receiver.stamps.scan(bytes, &mut found);
        });
    }

    fn read(&mut self, buffer: &mut [u8], mut take: impl FnMut(&mut Self, &[u8])) {
        loop {
            match self.stream.read(buffer) {
                Ok(0) => panic!("the server closed a stream"),
                Ok(length) => {
                    take(self, &buffer[..length]);
                    // The socket's buffer is empty: its next bytes wake the poll.
                    if length < buffer.len() {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) => panic!("a stream cannot be read: {error}"),
            }
        }
    }
}
