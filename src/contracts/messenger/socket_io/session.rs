//! Limits on sessions: in total, of one user, and before authentication.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::request::Parts;
use parking_lot::Mutex;
use socketioxide::SocketIo;
use socketioxide::socket::Sid;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connect_error::ConnectError;
use crate::bounds::{KeyedPermit, KeyedPermits};
use crate::domain::{ClientAddress, UserId};
use crate::http::stream::MAX_STREAMS_PER_USER;

/// Sessions of one replica, including polling ones, of which many may share a connection.
const MAX_SESSIONS: usize = 50_000;
/// Unauthenticated sessions among them.
const MAX_UNAUTHENTICATED: usize = 512;
/// Unauthenticated sessions of one address. Behind an untrusted proxy all clients share one.
const MAX_UNAUTHENTICATED_PER_ADDRESS: usize = 256;

/// The permits for all sessions. Cheap to clone.
#[derive(Clone)]
pub(super) struct Sessions {
    all: Arc<Semaphore>,
    unauthenticated: Arc<Semaphore>,
    addresses: KeyedPermits<IpAddr>,
    users: KeyedPermits<UserId>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            all: Arc::new(Semaphore::new(MAX_SESSIONS)),
            unauthenticated: Arc::new(Semaphore::new(MAX_UNAUTHENTICATED)),
            addresses: KeyedPermits::new(MAX_UNAUTHENTICATED_PER_ADDRESS, 0),
            users: KeyedPermits::new(MAX_STREAMS_PER_USER, 0),
        }
    }
}

impl Sessions {
    /// A new session; `None` if a limit is reached.
    pub(super) fn open(&self, parts: &Parts) -> Option<Session> {
        let total = self.all.clone().try_acquire_owned().ok()?;
        let unauthenticated = self.unauthenticated.clone().try_acquire_owned().ok()?;
        let address = match parts.extensions.get::<ClientAddress>() {
            Some(address) => Some(self.addresses.try_take(address.network())?),
            None => None,
        };
        let unauthenticated = UnauthenticatedPermits {
            _total: unauthenticated,
            _address: address,
        };
        Some(Session(Arc::new(Permits {
            _total: total,
            unauthenticated: Mutex::new(Some(unauthenticated)),
            users: self.users.clone(),
            user: Mutex::default(),
            posting: Semaphore::new(1),
        })))
    }
}

/// A session and its permits. It is an extension of the session's first request, which the engine
/// keeps as long as the session lives.
#[derive(Clone)]
pub(super) struct Session(Arc<Permits>);

struct Permits {
    _total: OwnedSemaphorePermit,
    /// Released by authentication.
    unauthenticated: Mutex<Option<UnauthenticatedPermits>>,
    users: KeyedPermits<UserId>,
    user: Mutex<Option<KeyedPermit<UserId>>>,
    posting: Semaphore,
}

struct UnauthenticatedPermits {
    _total: OwnedSemaphorePermit,
    _address: Option<KeyedPermit<IpAddr>>,
}

impl Session {
    /// The session with this id, if it is authenticated.
    pub(super) fn find(io: &SocketIo, sid: Sid) -> Option<Self> {
        let socket = io.get_socket(sid)?;
        socket.req_parts().extensions.get::<Self>().cloned()
    }

    /// Takes a permit of the user, and releases those of an unauthenticated session.
    pub(super) fn admit(&self, user_id: UserId) -> Result<(), ConnectError> {
        let mut user = self.0.user.lock();
        if user.is_some() {
            return Err(ConnectError::AlreadyConnected);
        }
        let permit = self.0.users.try_take(user_id);
        *user = Some(permit.ok_or(ConnectError::TooManySessions)?);
        self.0.unauthenticated.lock().take();
        Ok(())
    }

    /// Releases the permit of the user.
    pub(super) fn release_user(&self) {
        self.0.user.lock().take();
    }

    pub(super) fn is_admitted(&self) -> bool {
        self.0.unauthenticated.lock().is_none()
    }

    /// Permits one polling request with packets at a time.
    pub(super) fn posting(&self) -> &Semaphore {
        &self.0.posting
    }
}
