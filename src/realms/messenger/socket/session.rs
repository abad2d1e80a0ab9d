//! Limits on sessions, and on what a session may send: less before it is authenticated.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::request::Parts;
use parking_lot::Mutex;
use socketioxide::SocketIo;
use socketioxide::socket::Sid;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::handshake::Refused;
use super::transport::CloseOnDrop;
use crate::bounds::{Place, Places};
use crate::domain::{ClientAddress, UserId};
use crate::http::stream::websocket::{self, FrameRateLimiter, Head, Judge, Kind, RateVerdict};

/// Sessions of one replica, including polling ones, of which many may share a connection.
const MAX_SESSIONS: usize = 50_000;
/// Unauthenticated sessions among them.
const MAX_UNAUTHENTICATED: usize = 512;
/// The same for one address: behind an untrusted proxy all clients share one.
const MAX_UNAUTHENTICATED_PER_ADDRESS: usize = 256;
/// Sessions of one user.
const MAX_SESSIONS_PER_USER: usize = 32;

/// Largest message of a client in bytes; for polling, the largest request.
pub(super) const MAX_MESSAGE: usize = 256 * 1024;
/// The same before authentication, when a client sends only a token.
const MAX_UNAUTHENTICATED_MESSAGE: usize = 16 * 1024;
/// Frames before authentication in total: a few pings, and CONNECT.
const MAX_UNAUTHENTICATED_FRAMES: u32 = 64;
/// Packets in one request, before authentication and after.
const MAX_UNAUTHENTICATED_PACKETS: usize = 8;
const MAX_PACKETS: usize = 1_024;
/// The byte between two packets.
const SEPARATOR: u8 = 0x1e;

/// Permits for all sessions. Cheap to clone.
#[derive(Clone)]
pub(super) struct Sessions {
    all: Arc<Semaphore>,
    unauthenticated: Arc<Semaphore>,
    addresses: Places<IpAddr>,
    users: Places<UserId>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            all: Arc::new(Semaphore::new(MAX_SESSIONS)),
            unauthenticated: Arc::new(Semaphore::new(MAX_UNAUTHENTICATED)),
            addresses: Places::new(MAX_UNAUTHENTICATED_PER_ADDRESS, 0),
            users: Places::new(MAX_SESSIONS_PER_USER, 0),
        }
    }
}

impl Sessions {
    /// Permits for a new session, if there are any left.
    pub(super) fn open(&self, parts: &Parts) -> Option<Session> {
        let place = self.all.clone().try_acquire_owned().ok()?;
        let of_all = self.unauthenticated.clone().try_acquire_owned().ok()?;
        let address = parts.extensions.get::<ClientAddress>();
        let of_address = match address {
            Some(address) => Some(self.addresses.try_take(address.network())?),
            None => None,
        };
        let unauthenticated = Unauthenticated {
            _of_all: of_all,
            _of_address: of_address,
        };
        Some(Session(Arc::new(Inner {
            _place: place,
            unauthenticated: Mutex::new(Some(unauthenticated)),
            users: self.users.clone(),
            user: Mutex::default(),
            posting: Semaphore::new(1),
        })))
    }
}

/// A session's permits. They are kept with the parts of the session's first request, as long as
/// the session lives.
#[derive(Clone)]
pub(super) struct Session(Arc<Inner>);

struct Inner {
    _place: OwnedSemaphorePermit,
    /// Released by authentication.
    unauthenticated: Mutex<Option<Unauthenticated>>,
    users: Places<UserId>,
    user: Mutex<Option<Place<UserId>>>,
    posting: Semaphore,
}

/// The permits of an unauthenticated session.
struct Unauthenticated {
    _of_all: OwnedSemaphorePermit,
    _of_address: Option<Place<IpAddr>>,
}

impl Session {
    /// The session with this id, once it is authenticated.
    pub(super) fn of(io: &SocketIo, sid: Sid) -> Option<Self> {
        let socket = io.get_socket(sid)?;
        socket.req_parts().extensions.get::<Self>().cloned()
    }

    /// Records that the session is authenticated.
    pub(super) fn admit(&self, user_id: UserId) -> Result<(), Refused> {
        let mut user = self.0.user.lock();
        if user.is_some() {
            return Err(Refused::AlreadyConnected);
        }
        let place = self.0.users.try_take(user_id);
        *user = Some(place.ok_or(Refused::TooMany)?);
        self.0.unauthenticated.lock().take();
        Ok(())
    }

    /// Releases the user's permit.
    pub(super) fn leave(&self) {
        self.0.user.lock().take();
    }

    fn is_admitted(&self) -> bool {
        self.0.unauthenticated.lock().is_none()
    }

    /// Permits one request with packets at a time.
    pub(super) fn posting(&self) -> &Semaphore {
        &self.0.posting
    }
}

/// Largest body of a request with packets, in bytes.
pub(super) fn largest_body(is_admitted: bool) -> usize {
    if is_admitted {
        MAX_MESSAGE
    } else {
        MAX_UNAUTHENTICATED_MESSAGE
    }
}

/// Whether all packets of a request are accepted.
pub(super) fn are_accepted(packets: &[u8], is_admitted: bool) -> bool {
    let most = if is_admitted {
        MAX_PACKETS
    } else {
        MAX_UNAUTHENTICATED_PACKETS
    };
    let mut packets = packets.split(|byte| *byte == SEPARATOR);
    let are_texts = packets.by_ref().take(most).all(|packet| {
        let is_binary = packet.first() == Some(&b'b');
        !is_binary && !packet.first_chunk().copied().is_some_and(announces_binary)
    });
    are_texts && packets.next().is_none()
}

/// Whether a message starts a packet with binary attachments: `BINARY_EVENT`, `BINARY_ACK`.
fn announces_binary(first: [u8; 2]) -> bool {
    matches!(&first, b"45" | b"46")
}

/// The session of a WebSocket.
pub(super) enum SocketSession {
    /// It began with the WebSocket.
    New(Session),
    /// It began with polling.
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
                SocketSession::Upgraded(io, sid) => Session::of(io, *sid).is_some(),
            };
        self.is_admitted
    }
}

impl Judge for FrameInspector {
    fn frame(&mut self, head: Head) -> Result<(), websocket::Refused> {
        let is_admitted = self.is_admitted();
        self.frames = self.frames.saturating_add(1);
        let is_flood = !is_admitted && self.frames > MAX_UNAUTHENTICATED_FRAMES;
        if is_flood || self.rate.count() == RateVerdict::Abuse {
            return Err(websocket::Refused::TooFast);
        }
        self.message_length = match head.kind {
            Kind::Binary => return Err(websocket::Refused::NotTaken),
            Kind::Text => head.length,
            Kind::Continuation => self.message_length.saturating_add(head.length),
            Kind::Control => return Ok(()),
        };
        if self.message_length > largest_body(is_admitted) as u64 {
            return Err(websocket::Refused::NotTaken);
        }
        Ok(())
    }

    fn message(&mut self, first: [u8; 2]) -> Result<(), websocket::Refused> {
        if announces_binary(first) {
            return Err(websocket::Refused::NotTaken);
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
