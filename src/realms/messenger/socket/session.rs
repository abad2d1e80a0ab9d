//! How many sessions there are, and what one may send: a stranger less than somebody who was let
//! in.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::request::Parts;
use parking_lot::Mutex;
use socketioxide::SocketIo;
use socketioxide::socket::Sid;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::handshake::Refused;
use super::transport::Begun;
use crate::bounds::{Place, Places};
use crate::domain::{ClientAddress, UserId};
use crate::http::stream::websocket::{self, FrameRateLimiter, Head, Judge, Kind, RateVerdict};

/// Sessions of one replica, polling ones included, of which many may share a connection.
const SESSIONS: usize = 50_000;
/// Those of them that nobody was let in for yet.
const STRANGERS: usize = 512;
/// The same of one address: behind a proxy that is not trusted they are all of one.
const STRANGERS_OF_ADDRESS: usize = 256;
/// Sessions of one person.
const SESSIONS_EACH: usize = 32;

/// Largest message of a client, in bytes; with polling, all of one request.
pub(super) const MAX_MESSAGE: usize = 256 * 1024;
/// The same for a stranger, who has a token to bring.
const MAX_OF_STRANGER: usize = 16 * 1024;
/// Frames that a stranger may send in all: a ping or two, and CONNECT.
const FRAMES_OF_STRANGER: u32 = 64;
/// Packets in one request of a stranger, and of others.
const PACKETS_OF_STRANGER: usize = 8;
const PACKETS: usize = 1_024;
/// What separates them.
const SEPARATOR: u8 = 0x1e;

/// Places for everyone's sessions. Cheap to clone.
#[derive(Clone)]
pub(super) struct Sessions {
    all: Arc<Semaphore>,
    strangers: Arc<Semaphore>,
    addresses: Places<IpAddr>,
    people: Places<UserId>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            all: Arc::new(Semaphore::new(SESSIONS)),
            strangers: Arc::new(Semaphore::new(STRANGERS)),
            addresses: Places::new(STRANGERS_OF_ADDRESS, 0),
            people: Places::new(SESSIONS_EACH, 0),
        }
    }
}

impl Sessions {
    /// Another session that this request begins, if there is a place for it.
    pub(super) fn open(&self, parts: &Parts) -> Option<Session> {
        let place = self.all.clone().try_acquire_owned().ok()?;
        let of_all = self.strangers.clone().try_acquire_owned().ok()?;
        let address = parts.extensions.get::<ClientAddress>();
        let of_address = match address {
            Some(address) => Some(self.addresses.try_take(address.network())?),
            None => None,
        };
        let stranger = Stranger {
            _of_all: of_all,
            _of_address: of_address,
        };
        Some(Session(Arc::new(Inner {
            _place: place,
            stranger: Mutex::new(Some(stranger)),
            people: self.people.clone(),
            person: Mutex::default(),
            posting: Semaphore::new(1),
        })))
    }
}

/// A session's places. It is kept with the parts of the session's first request, for as long as
/// the session lives.
#[derive(Clone)]
pub(super) struct Session(Arc<Inner>);

struct Inner {
    _place: OwnedSemaphorePermit,
    /// Until somebody was let in.
    stranger: Mutex<Option<Stranger>>,
    people: Places<UserId>,
    person: Mutex<Option<Place<UserId>>>,
    posting: Semaphore,
}

/// The places of a session that nobody was let in for.
struct Stranger {
    _of_all: OwnedSemaphorePermit,
    _of_address: Option<Place<IpAddr>>,
}

impl Session {
    /// The session of this id, once somebody was let in.
    pub(super) fn of(io: &SocketIo, sid: Sid) -> Option<Self> {
        let socket = io.get_socket(sid)?;
        socket.req_parts().extensions.get::<Self>().cloned()
    }

    /// It is this person's.
    pub(super) fn admit(&self, user_id: UserId) -> Result<(), Refused> {
        let mut person = self.0.person.lock();
        if person.is_some() {
            return Err(Refused::AlreadyConnected);
        }
        let place = self.0.people.try_take(user_id);
        *person = Some(place.ok_or(Refused::TooMany)?);
        self.0.stranger.lock().take();
        Ok(())
    }

    /// It is nobody's any more.
    pub(super) fn leave(&self) {
        self.0.person.lock().take();
    }

    fn is_admitted(&self) -> bool {
        self.0.stranger.lock().is_none()
    }

    /// Room for the one request with packets that may be under way.
    pub(super) fn posting(&self) -> &Semaphore {
        &self.0.posting
    }
}

/// Largest body of a request with packets.
pub(super) fn largest_body(is_admitted: bool) -> usize {
    if is_admitted {
        MAX_MESSAGE
    } else {
        MAX_OF_STRANGER
    }
}

/// Whether all packets of a request are taken.
pub(super) fn are_taken(packets: &[u8], is_admitted: bool) -> bool {
    let most = if is_admitted {
        PACKETS
    } else {
        PACKETS_OF_STRANGER
    };
    let mut packets = packets.split(|byte| *byte == SEPARATOR);
    let are_texts = packets.by_ref().take(most).all(|packet| {
        let is_binary = packet.first() == Some(&b'b');
        !is_binary && !packet.first_chunk().copied().is_some_and(announces_binary)
    });
    are_texts && packets.next().is_none()
}

/// Whether a message begins as one that has binary data attached: `BINARY_EVENT`, `BINARY_ACK`.
fn announces_binary(first: [u8; 2]) -> bool {
    matches!(&first, b"45" | b"46")
}

/// Whose a WebSocket is.
pub(super) enum Whose {
    /// That of a session which began with it.
    New(Session),
    /// That of a session which began with polling.
    Begun(SocketIo, Sid),
}

/// Judges the frames of one WebSocket.
pub(super) struct Incoming {
    whose: Whose,
    /// What is to be done when the WebSocket is gone.
    _begun: Option<Begun>,
    is_admitted: bool,
    frames: u32,
    /// Bytes of the message that is arriving.
    message: u64,
    pacer: FrameRateLimiter,
}

impl Incoming {
    pub(super) fn new(whose: Whose, begun: Option<Begun>) -> Self {
        Self {
            whose,
            _begun: begun,
            is_admitted: false,
            frames: 0,
            message: 0,
            pacer: FrameRateLimiter::of_frames(),
        }
    }

    fn is_admitted(&mut self) -> bool {
        self.is_admitted = self.is_admitted
            || match &self.whose {
                Whose::New(session) => session.is_admitted(),
                Whose::Begun(io, sid) => Session::of(io, *sid).is_some(),
            };
        self.is_admitted
    }
}

impl Judge for Incoming {
    fn frame(&mut self, head: Head) -> Result<(), websocket::Refused> {
        let is_admitted = self.is_admitted();
        self.frames = self.frames.saturating_add(1);
        let is_flood = !is_admitted && self.frames > FRAMES_OF_STRANGER;
        if is_flood || self.pacer.count() == RateVerdict::Abuse {
            return Err(websocket::Refused::TooFast);
        }
        self.message = match head.kind {
            Kind::Binary => return Err(websocket::Refused::NotTaken),
            Kind::Text => head.length,
            Kind::Continuation => self.message.saturating_add(head.length),
            Kind::Control => return Ok(()),
        };
        if self.message > largest_body(is_admitted) as u64 {
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
    fn packets_of_a_request_are_texts_and_not_too_many() {
        for (packets, is_taken) in [
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
            assert_eq!(are_taken(packets, true), is_taken, "{packets:?}");
            assert_eq!(are_taken(packets, false), is_taken, "{packets:?}");
        }
        let many = [&b"3"[..]; 9].join(&SEPARATOR);
        assert!(are_taken(&many, true));
        assert!(!are_taken(&many, false));
    }
}
