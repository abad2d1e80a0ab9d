//! Writes frames to the bare socket of a response.

use std::future::poll_fn;
use std::io::{self, ErrorKind, IoSlice};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;

use crate::http::takeover::Framing;

/// Frames that one system call writes at most.
pub(super) const MAX_FRAMES: usize = 64;
/// The end of a chunked body.
const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// The socket of a response whose head is written.
pub(super) struct BodySocket {
    socket: TcpStream,
    framing: Framing,
    /// The client has sent bytes, which wait for the end of the body. Its end of the connection
    /// can only be noticed by reading them.
    has_input: bool,
}

impl BodySocket {
    pub(super) fn new(socket: TcpStream, framing: Framing) -> Self {
        Self {
            socket,
            framing,
            has_input: false,
        }
    }

    /// Writes frames, at most [`MAX_FRAMES`], and waits while the socket's buffer is full.
    pub(super) async fn write(&mut self, frames: &[Bytes]) -> io::Result<()> {
        let length: usize = frames.iter().map(|frame| self.content(frame).len()).sum();
        let mut written = 0;
        while written < length {
            match self.try_write(frames, written) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(more) => written += more,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.socket.writable().await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Writes what the socket takes now of the bytes after the first `written`.
    fn try_write(&self, frames: &[Bytes], written: usize) -> io::Result<usize> {
        if let [frame] = frames {
            return self.socket.try_write(&self.content(frame)[written..]);
        }
        let mut slices = [IoSlice::new(&[]); MAX_FRAMES];
        for (slice, frame) in slices.iter_mut().zip(frames) {
            *slice = IoSlice::new(self.content(frame));
        }
        let mut left = &mut slices[..frames.len()];
        IoSlice::advance_slices(&mut left, written);
        self.socket.try_write_vectored(left)
    }

    /// The bytes of a frame on this connection.
    fn content<'a>(&self, chunk: &'a [u8]) -> &'a [u8] {
        match self.framing {
            Framing::Chunked => chunk,
            Framing::UntilClose => {
                let line = chunk.iter().position(|byte| *byte == b'\n');
                let start = line.map_or(0, |end| end + 1);
                &chunk[start..chunk.len() - b"\r\n".len()]
            }
        }
    }

    /// Ends the body. Returns the socket if the connection can serve another request.
    pub(super) async fn finish(mut self) -> Option<TcpStream> {
        match self.framing {
            Framing::Chunked => {
                self.socket.write_all(LAST_CHUNK).await.ok()?;
                Some(self.socket)
            }
            Framing::UntilClose => {
                self.socket.shutdown().await.ok()?;
                None
            }
        }
    }

    /// Waits until the client closes the connection.
    pub(super) async fn closed(&mut self) {
        poll_fn(|context| self.poll_closed(context)).await;
    }

    fn poll_closed(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.has_input {
            return Poll::Pending;
        }
        let (mut byte, socket) = ([0], &self.socket);
        match ready!(socket.poll_peek(context, &mut ReadBuf::new(&mut byte))) {
            Ok(0) | Err(_) => Poll::Ready(()),
            Ok(_) => {
                self.has_input = true;
                Poll::Pending
            }
        }
    }
}
