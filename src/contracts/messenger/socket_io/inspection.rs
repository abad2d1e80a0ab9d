//! Inspection of client input before the engine reads it: its size, the number of packets and
//! frames, and that it is not binary. Limits are lower before authentication.
//!
//! # Why
//! The engine accepts binary data before authentication, and collects attachments, each as large as
//! a message may be. The realm has no binary data.

use socketioxide::SocketIo;
use socketioxide::socket::Sid;

use super::close_on_drop::CloseOnDrop;
use super::limits::MAX_MESSAGE;
use super::session::Session;
use crate::http::stream::websocket::{
    FramePolicy, FrameRateLimiter, Head, Kind, RateVerdict, Refused,
};

/// The same before authentication, when a client sends only a token.
const MAX_UNAUTHENTICATED_MESSAGE: usize = 16 * 1024;
/// WebSocket frames before authentication in total: a few pings, and CONNECT.
const MAX_UNAUTHENTICATED_FRAMES: u32 = 64;
/// Packets in one polling request.
const MAX_PACKETS: usize = 1_024;
/// The same before authentication.
const MAX_UNAUTHENTICATED_PACKETS: usize = 8;
/// The byte between two packets.
const SEPARATOR: u8 = 0x1e;

/// Largest body of a polling request, in bytes.
pub(super) fn max_body(is_admitted: bool) -> usize {
    if is_admitted {
        MAX_MESSAGE
    } else {
        MAX_UNAUTHENTICATED_MESSAGE
    }
}

/// Whether the packets of a polling request are few enough, and none is binary.
pub(super) fn are_accepted(packets: &[u8], is_admitted: bool) -> bool {
    let max = if is_admitted {
        MAX_PACKETS
    } else {
        MAX_UNAUTHENTICATED_PACKETS
    };
    let mut packets = packets.split(|byte| *byte == SEPARATOR);
    let are_texts = packets.by_ref().take(max).all(|packet| {
        let is_binary = packet.first() == Some(&b'b');
        !is_binary && !packet.first_chunk().copied().is_some_and(announces_binary)
    });
    are_texts && packets.next().is_none()
}

/// Whether a message announces binary attachments: `BINARY_EVENT`, `BINARY_ACK`.
fn announces_binary(first: [u8; 2]) -> bool {
    matches!(&first, b"45" | b"46")
}

/// The session of a WebSocket.
pub(super) enum SocketSession {
    /// It starts with the WebSocket.
    New(Session),
    /// It started with polling.
    Upgraded(SocketIo, Sid),
}

/// Inspects the frames of one WebSocket.
pub(super) struct FrameInspector {
    session: SocketSession,
    /// Dropped with the WebSocket.
    _close: Option<CloseOnDrop>,
    is_admitted: bool,
    frames: u32,
    /// Bytes of the message that is arriving.
    message_length: u64,
    rate: FrameRateLimiter,
}

impl FrameInspector {
    pub(super) fn new(session: SocketSession, close: Option<CloseOnDrop>) -> Self {
        Self {
            session,
            _close: close,
            is_admitted: false,
            frames: 0,
            message_length: 0,
            rate: FrameRateLimiter::of_frames(),
        }
    }

    fn is_admitted(&mut self) -> bool {
        self.is_admitted = self.is_admitted
            || match &self.session {
                SocketSession::New(session) => session.is_admitted(),
                SocketSession::Upgraded(io, sid) => Session::find(io, *sid).is_some(),
            };
        self.is_admitted
    }
}

impl FramePolicy for FrameInspector {
    fn frame(&mut self, head: Head) -> Result<(), Refused> {
        let is_admitted = self.is_admitted();
        self.frames = self.frames.saturating_add(1);
        let is_flood = !is_admitted && self.frames > MAX_UNAUTHENTICATED_FRAMES;
        if is_flood || self.rate.count() == RateVerdict::Abuse {
            return Err(Refused::TooFast);
        }
        self.message_length = match head.kind {
            Kind::Binary => return Err(Refused::NotAccepted),
            Kind::Text => head.length,
            Kind::Continuation => self.message_length.saturating_add(head.length),
            Kind::Control => return Ok(()),
        };
        if self.message_length > max_body(is_admitted) as u64 {
            return Err(Refused::NotAccepted);
        }
        Ok(())
    }

    fn message(&mut self, first: [u8; 2]) -> Result<(), Refused> {
        if announces_binary(first) {
            return Err(Refused::NotAccepted);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_with_binary_or_too_many_packets_are_refused() {
        for (packets, is_accepted) in [
            (&b"40{\"token\":\"x\"}"[..], true),
            (b"3\x1e42[\"typing\",{}]", true),
            (b"", true),
            (b"bAAAA", false),
            (b"3\x1ebAAAA", false),
            (
                b"451-[\"send_message\",{\"_placeholder\":true,\"num\":0}]",
                false,
            ),
            (b"3\x1e461-1[{}]", false),
        ] {
            assert_eq!(are_accepted(packets, true), is_accepted, "{packets:?}");
            assert_eq!(are_accepted(packets, false), is_accepted, "{packets:?}");
        }
        let many = [&b"3"[..]; 9].join(&SEPARATOR);
        assert!(are_accepted(&many, true));
        assert!(!are_accepted(&many, false));
    }
}
