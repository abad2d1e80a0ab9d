//! Inspects the frames of a WebSocket as they are read (RFC 6455, section 5.2), before anything
//! is buffered: a [`FramePolicy`] sees each header, and the first bytes of each message.
//!
//! # Why
//! The framework reports whole messages only. A message in a million empty fragments, or unwanted
//! binary data, would have cost its memory and time before it could be refused.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Two bytes, an extended length of eight, a mask of four.
const MAX_HEADER: usize = 14;

/// The header of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Whether it ends its message.
    pub is_last: bool,
    /// From its opcode.
    pub kind: Kind,
    /// Length of the payload in bytes.
    pub length: u64,
}

/// The kind of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The rest of a message.
    Continuation,
    /// A text, or its first fragment.
    Text,
    /// Binary data, or its first fragment.
    Binary,
    /// A ping, a pong or a close frame, or a reserved opcode.
    Control,
}

/// Why a connection is not read further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// More frames than the rate allows.
    #[error("too many frames")]
    TooFast,
    /// A message that this connection does not accept.
    #[error("a message of a kind that is not accepted")]
    NotAccepted,
}

/// Accepts or refuses frames as they arrive.
pub trait FramePolicy: Send + Unpin {
    /// A frame begins.
    fn frame(&mut self, head: Head) -> Result<(), Refused>;

    /// The first two bytes of a message. Not called for shorter messages.
    fn message(&mut self, _first: [u8; 2]) -> Result<(), Refused> {
        Ok(())
    }
}

/// Finds the frames in the input, even if reads split them.
#[derive(Default)]
struct Frames {
    header: [u8; MAX_HEADER],
    /// Bytes of the header read so far.
    known: u8,
    /// Remaining bytes of the payload.
    left: u64,
    mask: [u8; 4],
    /// The index of the next byte of the payload, modulo 256.
    at: u8,
    /// The first bytes of the message, unmasked.
    first: [u8; 2],
    /// How many of them were read.
    seen: u8,
    is_control: bool,
}

impl Frames {
    fn advance(&mut self, mut bytes: &[u8], policy: &mut impl FramePolicy) -> Result<(), Refused> {
        while let Some((byte, rest)) = bytes.split_first() {
            if self.left == 0 {
                self.header[usize::from(self.known)] = *byte;
                self.known += 1;
                bytes = rest;
                if self.known >= 2 && self.known == self.header_length() {
                    self.begin(policy)?;
                }
            } else if self.seen < 2 && !self.is_control {
                self.first[usize::from(self.seen)] = byte ^ self.mask[usize::from(self.at % 4)];
                self.seen += 1;
                self.at += 1;
                self.left -= 1;
                bytes = rest;
                if self.seen == 2 {
                    policy.message(self.first)?;
                }
            } else {
                let length = bytes.len() as u64;
                let skipped = self.left.min(length);
                self.left -= skipped;
                // At most `bytes.len()`, so it fits.
                bytes = &bytes[usize::try_from(skipped).unwrap_or(bytes.len())..];
            }
        }
        Ok(())
    }

    fn header_length(&self) -> u8 {
        let extended = match self.header[1] & 0x7f {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let mask = if self.header[1] & 0x80 == 0 { 0 } else { 4 };
        2 + extended + mask
    }

    /// Parses a complete header.
    fn begin(&mut self, policy: &mut impl FramePolicy) -> Result<(), Refused> {
        let header = &self.header[..usize::from(self.known)];
        let big_endian = |bytes: &[u8]| bytes.iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
        let (length, mask) = match header[1] & 0x7f {
            126 => (big_endian(&header[2..4]), &header[4..]),
            127 => (big_endian(&header[2..10]), &header[10..]),
            short => (u64::from(short), &header[2..]),
        };
        self.mask = mask.try_into().unwrap_or_default();
        let kind = match header[0] & 0x0f {
            0 => Kind::Continuation,
            1 => Kind::Text,
            2 => Kind::Binary,
            _ => Kind::Control,
        };
        let is_last = header[0] & 0x80 != 0;
        self.is_control = kind == Kind::Control;
        if matches!(kind, Kind::Text | Kind::Binary) {
            self.seen = 0;
        }
        (self.known, self.at, self.left) = (0, 0, length);
        policy.frame(Head {
            is_last,
            kind,
            length,
        })
    }
}

/// A connection whose incoming frames a [`FramePolicy`] inspects. Reading fails once when a frame is
/// refused; what is read after that, to complete the closing handshake, is not inspected.
pub struct Guarded<S, P> {
    stream: S,
    frames: Frames,
    policy: Option<P>,
}

impl<S, P> Guarded<S, P> {
    /// Wraps a connection after the switch of protocols.
    pub fn new(stream: S, policy: P) -> Self {
        Self {
            stream,
            frames: Frames::default(),
            policy: Some(policy),
        }
    }
}

impl<S: AsyncRead + Unpin, P: FramePolicy> AsyncRead for Guarded<S, P> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(context, buffer))?;
        let Some(policy) = &mut this.policy else {
            return Poll::Ready(Ok(()));
        };
        let judged = this.frames.advance(&buffer.filled()[before..], policy);
        if let Err(refused) = judged {
            this.policy = None;
            return Poll::Ready(Err(io::Error::other(refused)));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin, P: Unpin> AsyncWrite for Guarded<S, P> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Recorder {
        frames: Vec<(Kind, bool, u64)>,
        messages: Vec<[u8; 2]>,
    }

    impl FramePolicy for Recorder {
        fn frame(&mut self, head: Head) -> Result<(), Refused> {
            self.frames.push((head.kind, head.is_last, head.length));
            Ok(())
        }

        fn message(&mut self, first: [u8; 2]) -> Result<(), Refused> {
            self.messages.push(first);
            Ok(())
        }
    }

    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        const MASK: [u8; 4] = [7, 99, 200, 31];
        let length = payload.len();
        let mut bytes = vec![first];
        match length {
            0..=125 => bytes.push(0x80 | u8::try_from(length).expect("short")),
            126..=65_535 => {
                bytes.push(0x80 | 0x7e);
                bytes.extend(u16::try_from(length).expect("longer").to_be_bytes());
            }
            _ => {
                bytes.push(0x80 | 0x7f);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        bytes.extend(MASK);
        let masked = payload.iter().zip(MASK.iter().cycle());
        bytes.extend(masked.map(|(byte, mask)| byte ^ mask));
        bytes
    }

    #[test]
    fn frames_are_found_wherever_reads_split_them() {
        let wire = [
            frame(0x01, b"4"),
            frame(0x89, b"ping"),
            frame(0x00, b""),
            frame(0x80, b"51-[\"x\"]"),
            frame(0x82, &vec![b'b'; 300]),
            frame(0x81, &vec![b'2'; 70_000]),
        ]
        .concat();
        for piece in [1, 2, 3, 7, 1_000, wire.len()] {
            let (mut frames, mut recorder) = (Frames::default(), Recorder::default());
            for bytes in wire.chunks(piece) {
                frames
                    .advance(bytes, &mut recorder)
                    .expect("nothing is refused");
            }
            let expected = [
                (Kind::Text, false, 1),
                (Kind::Control, true, 4),
                (Kind::Continuation, false, 0),
                (Kind::Continuation, true, 8),
                (Kind::Binary, true, 300),
                (Kind::Text, true, 70_000),
            ];
            assert_eq!(recorder.frames, expected, "in pieces of {piece}");
            assert_eq!(recorder.messages, [*b"45", *b"bb", *b"22"]);
        }
    }
}
