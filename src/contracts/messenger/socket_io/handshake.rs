//! The handshake: CONNECT authenticates a client and starts its subscription.

use std::convert::Infallible;
use std::sync::Arc;

use parking_lot::Mutex;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::TryData;
use socketioxide::handler::FromConnectParts;
use socketioxide::socket::Socket;
use socketioxide_core::Value;
use tokio_util::sync::CancellationToken;

use super::connect_error::ConnectError;
use super::inbox::{self, InboxReceiver};
use super::session::Session;
use crate::auth::Authenticator;
use crate::chat::{Chat, Scope, Subscription};
use crate::contracts::messenger::wire::frames::ConnectData;
use crate::domain::{Features, Principal};
use crate::http::stream::{CountedConnection, OpenStreams};

/// A socket with the data of its CONNECT.
pub(super) struct ConnectRequest {
    socket: Arc<Socket>,
    data: ConnectData,
}

impl FromConnectParts<LocalAdapter> for ConnectRequest {
    type Error = Infallible;

    fn from_connect_parts(socket: &Arc<Socket>, auth: &Option<Value>) -> Result<Self, Infallible> {
        let Ok(TryData(data)) = TryData::<ConnectData>::from_connect_parts(socket, auth);
        Ok(Self {
            socket: socket.clone(),
            // Data of another shape contains no token.
            data: data.unwrap_or_default(),
        })
    }
}

/// Authenticates clients.
#[derive(Clone)]
pub(super) struct Handshake {
    pub(super) chat: Chat,
    pub(super) features: Features,
    pub(super) authenticator: Authenticator,
    pub(super) open_streams: OpenStreams,
}

/// An authenticated connection that has no task yet.
pub(super) struct PendingConnection {
    pub(super) chat: Chat,
    pub(super) features: Features,
    pub(super) caller: Principal,
    pub(super) subscription: Subscription,
    pub(super) inbox: InboxReceiver,
    /// Cancelled when the client disconnects.
    pub(super) disconnected: CancellationToken,
    /// Counts the connection while it is open.
    pub(super) counted: CountedConnection,
}

/// The place of a [`PendingConnection`] in the extensions of its socket, which must be `Clone`.
#[derive(Clone)]
struct PendingSlot(Arc<Mutex<Option<PendingConnection>>>);

impl PendingConnection {
    fn store(self, socket: &Socket) {
        let slot = PendingSlot(Arc::new(Mutex::new(Some(self))));
        socket.extensions.insert(slot);
    }

    pub(super) fn take(socket: &Socket) -> Option<Self> {
        let slot = socket.extensions.remove::<PendingSlot>()?;
        slot.0.lock().take()
    }
}

impl Handshake {
    /// Authenticates a client, and lets the engine accept its CONNECT.
    pub(super) async fn admit(self, request: ConnectRequest) -> Result<(), ConnectError> {
        let ConnectRequest { socket, data } = request;
        let (parts, token) = (socket.req_parts(), data.token.as_deref());
        let caller = self
            .authenticator
            .authenticate_handshake(parts, token)
            .await;
        let caller = caller.map_err(|error| ConnectError::from(&error.into()))?;
        let session = parts.extensions.get::<Session>().cloned();
        let session = session.ok_or(ConnectError::Unavailable)?;
        session.admit(caller.user_id)?;
        let prepared = self.prepare(&socket, caller, &data, session.clone()).await;
        prepared.inspect_err(|_| session.release_user())
    }

    /// Subscribes, and registers the handlers of the socket before the client learns that it is
    /// connected: otherwise a message or a disconnection that follows at once would be lost.
    async fn prepare(
        self,
        socket: &Socket,
        caller: Principal,
        data: &ConnectData,
        session: Session,
    ) -> Result<(), ConnectError> {
        let resume = data.resume();
        let resume = resume.map_err(|_| ConnectError::InvalidLastEventId)?;
        let subscription = self.chat.subscribe(&caller, Scope::OwnChats, resume).await;
        let subscription = subscription.map_err(|error| ConnectError::from(&error.into()))?;
        let inbox = inbox::open(socket);
        let disconnected = CancellationToken::new();
        let on_disconnect = disconnected.clone();
        socket.on_disconnect(async move || {
            session.release_user();
            on_disconnect.cancel();
        });
        let pending = PendingConnection {
            counted: self.open_streams.count_socket_io(),
            chat: self.chat,
            features: self.features,
            caller,
            subscription,
            inbox,
            disconnected,
        };
        pending.store(socket);
        Ok(())
    }
}
