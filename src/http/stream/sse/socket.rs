//! Writes frames to the bare socket of a response.

use std::borrow::Cow;
use std::future::poll_fn;
use std::io::{self, ErrorKind, IoSlice};
use std::net::Shutdown;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use parking_lot::Mutex;
use socket2::SockRef;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::frames::{chunk, without_chunk};
use super::gzip::{self, Checksum};
use crate::http::takeover::Framing;

/// Frames that one system call writes at most.
pub(super) const MAX_FRAMES: usize = 64;
/// The end of a chunked body.
const LAST_CHUNK: Bytes = Bytes::from_static(b"0\r\n\r\n");

/// The socket of a response whose head is written. One writes to it at a time: the stream's task, or
/// while that waits, its [outlet](super::outlet).
pub(super) struct BodySocket {
    socket: TcpStream,
    framing: Framing,
    /// The client has sent bytes, which are never read. Its end of the connection could only be
    /// noticed by reading them.
    has_input: AtomicBool,
    output: Mutex<Output>,
}

struct Output {
    last_written: Instant,
    /// What the outlet could not write, and before anything is written, what comes first.
    unsent: Vec<Bytes>,
    /// Of a compressed stream.
    checksum: Option<Box<Checksum>>,
}

impl BodySocket {
    pub(super) fn new(socket: TcpStream, framing: Framing, is_compressed: bool) -> Self {
        let header = || framing.framed(&gzip::HEADER);
        Self {
            socket,
            framing,
            has_input: AtomicBool::new(false),
            output: Mutex::new(Output {
                last_written: Instant::now(),
                unsent: is_compressed.then(header).into_iter().collect(),
                checksum: is_compressed.then(Box::default),
            }),
        }
    }

    /// When something was last written.
    pub(super) fn last_written(&self) -> Instant {
        self.output.lock().last_written
    }

    /// Writes frames, at most [`MAX_FRAMES`], without waiting. Returns whether all are written: the
    /// next [`write`](Self::write) begins with the rest.
    pub(super) fn write_now(&self, frames: &[Bytes], now: Instant) -> bool {
        let mut output = self.output.lock();
        let frames = output.contents(frames, self.framing);
        let length = length(&frames);
        let mut written = 0;
        // Not by way of the runtime, whose note of the socket's readiness costs more memory accesses
        // than the rest. If it is wrong, the task corrects it.
        let socket = SockRef::from(&self.socket);
        while written < length && output.unsent.is_empty() {
            let more = write_after(
                &frames,
                written,
                |one| socket.send(one),
                |slices| socket.send_vectored(slices),
            );
            match more {
                Ok(more @ 1..) => written += more,
                // The task's write fails again, or waits until the socket is writable.
                Ok(0) | Err(_) => break,
            }
        }
        output.last_written = now;
        if written < length {
            output.unsent.extend(after(&frames, written));
        }
        written == length
    }

    /// Waits until [`write_now`](Self::write_now) could not write all. The task that waits has to be
    /// woken then.
    pub(super) async fn has_unsent(&self) {
        poll_fn(|_| {
            if self.output.lock().unsent.is_empty() {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }

    /// Writes frames, and what is unsent before, and waits while the socket's buffer is full.
    pub(super) async fn write(&self, frames: &[Bytes]) -> io::Result<()> {
        self.write_unsent().await?;
        let frames = self.output.lock().contents(frames, self.framing);
        self.write_all(&frames).await?;
        self.output.lock().last_written = Instant::now();
        Ok(())
    }

    async fn write_unsent(&self) -> io::Result<()> {
        let unsent = std::mem::take(&mut self.output.lock().unsent);
        for some in unsent.chunks(MAX_FRAMES) {
            self.write_all(some).await?;
        }
        Ok(())
    }

    async fn write_all(&self, frames: &[Bytes]) -> io::Result<()> {
        let length = length(frames);
        let mut written = 0;
        while written < length {
            let more = write_after(
                frames,
                written,
                |one| self.socket.try_write(one),
                |slices| self.socket.try_write_vectored(slices),
            );
            match more {
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

    /// Ends the body and the connection.
    pub(super) async fn finish(&self) -> io::Result<()> {
        self.write_unsent().await?;
        let checksum = self.output.lock().checksum.take();
        if let Some(checksum) = checksum {
            self.write_all(&[self.framing.framed(&checksum.end())])
                .await?;
        }
        if self.framing == Framing::Chunked {
            self.write_all(&[LAST_CHUNK]).await?;
        }
        SockRef::from(&self.socket).shutdown(Shutdown::Write)
    }

    /// Waits until the client closes the connection.
    pub(super) async fn closed(&self) {
        poll_fn(|context| self.poll_closed(context)).await;
    }

    fn poll_closed(&self, context: &mut Context<'_>) -> Poll<()> {
        if self.has_input.load(Ordering::Relaxed) {
            return Poll::Pending;
        }
        let mut byte = [0];
        match ready!(self.socket.poll_peek(context, &mut ReadBuf::new(&mut byte))) {
            Ok(0) | Err(_) => Poll::Ready(()),
            Ok(_) => {
                self.has_input.store(true, Ordering::Relaxed);
                Poll::Pending
            }
        }
    }
}

impl Output {
    /// The bytes of frames on this connection.
    fn contents<'a>(&mut self, frames: &'a [Bytes], framing: Framing) -> Cow<'a, [Bytes]> {
        match (&mut self.checksum, framing) {
            (None, Framing::Chunked) => Cow::Borrowed(frames),
            (None, Framing::UntilClose) => frames.iter().map(without_chunk).collect(),
            (Some(checksum), framing) => {
                let compressed = |frame| framing.framed(&checksum.compress(&without_chunk(frame)));
                frames.iter().map(compressed).collect()
            }
        }
    }
}

impl Framing {
    /// A part of a body.
    fn framed(self, part: &[u8]) -> Bytes {
        match self {
            Self::Chunked => chunk(part),
            Self::UntilClose => Bytes::copy_from_slice(part),
        }
    }
}

fn length(frames: &[Bytes]) -> usize {
    frames.iter().map(Bytes::len).sum()
}

/// What remains of frames after the first `written` bytes.
fn after(frames: &[Bytes], mut written: usize) -> impl Iterator<Item = Bytes> {
    frames.iter().filter_map(move |frame| {
        let skipped = written.min(frame.len());
        written -= skipped;
        (skipped < frame.len()).then(|| frame.slice(skipped..))
    })
}

/// Writes what one system call takes of the bytes after the first `written`.
fn write_after(
    frames: &[Bytes],
    written: usize,
    write: impl FnOnce(&[u8]) -> io::Result<usize>,
    write_vectored: impl FnOnce(&[IoSlice<'_>]) -> io::Result<usize>,
) -> io::Result<usize> {
    if let [frame] = frames {
        return write(&frame[written..]);
    }
    let mut slices = [IoSlice::new(&[]); MAX_FRAMES];
    for (slice, frame) in slices.iter_mut().zip(frames) {
        *slice = IoSlice::new(frame);
    }
    let mut left = &mut slices[..frames.len()];
    IoSlice::advance_slices(&mut left, written);
    write_vectored(left)
}
