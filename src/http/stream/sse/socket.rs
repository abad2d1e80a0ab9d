//! Writes chunks of frames to the bare socket of a response.

use std::future::poll_fn;
use std::io::{self, IoSlice, Write as _};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;

use crate::http::takeover::Framing;

/// Frames of one chunk at most: they are written by one system call.
pub(super) const MAX_FRAMES: usize = 64;
/// Bytes of a chunk's head at most: a length in hexadecimal digits, and a line break.
const MAX_HEAD: usize = 2 * size_of::<usize>() + 2;
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
        let mut chunk = Chunk::new(frames, self.framing);
        while !chunk.try_write(&self.socket)? {
            self.socket.writable().await?;
        }
        Ok(())
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

/// Frames with what surrounds them on the wire.
struct Chunk<'a> {
    head: [u8; MAX_HEAD],
    head_length: usize,
    frames: &'a [Bytes],
    tail: &'static [u8],
    /// Bytes of all this.
    length: usize,
    written: usize,
}

impl<'a> Chunk<'a> {
    fn new(frames: &'a [Bytes], framing: Framing) -> Self {
        let length: usize = frames.iter().map(Bytes::len).sum();
        let mut head = [0; MAX_HEAD];
        let (head_length, tail): (_, &[u8]) = match framing {
            Framing::UntilClose => (0, b""),
            Framing::Chunked => {
                let mut unused = &mut head[..];
                write!(unused, "{length:x}\r\n").expect("every length fits");
                (MAX_HEAD - unused.len(), b"\r\n")
            }
        };
        Self {
            head,
            head_length,
            frames,
            tail,
            length: head_length + length + tail.len(),
            written: 0,
        }
    }

    /// Writes as much as the socket takes now. Returns whether that was all.
    fn try_write(&mut self, socket: &TcpStream) -> io::Result<bool> {
        while self.written < self.length {
            let mut slices = [IoSlice::new(&[]); MAX_FRAMES + 2];
            let mut left = &mut slices[..self.frames.len() + 2];
            for (slice, part) in left.iter_mut().zip(self.parts()) {
                *slice = IoSlice::new(part);
            }
            IoSlice::advance_slices(&mut left, self.written);
            match socket.try_write_vectored(left) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => self.written += written,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let frames = self.frames.iter().map(Bytes::as_ref);
        let head = std::iter::once(&self.head[..self.head_length]);
        head.chain(frames).chain(std::iter::once(self.tail))
    }
}
