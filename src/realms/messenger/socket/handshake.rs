//! Authentication of a connection, and where in the log it starts.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::http::StatusCode;
use parking_lot::Mutex;
use socketioxide::adapter::LocalAdapter;
use socketioxide::extract::TryData;
use socketioxide::handler::FromConnectParts;
use socketioxide::socket::Socket;
use socketioxide_core::Value;
use tokio_util::sync::CancellationToken;

use super::inbox::{self, Inbox, InboxReceiver};
use super::session::Session;
use crate::auth::Authenticator;
use crate::chat::{Chat, Scope, Subscription};
use crate::domain::Principal;
use crate::http::Problem;
use crate::realms::messenger::frames::Auth;

/// A client that connects, with the data of its CONNECT.
pub(super) struct ConnectRequest {
    socket: Arc<Socket>,
    auth: Auth,
}

impl FromConnectParts<LocalAdapter> for ConnectRequest {
    type Error = Infallible;

    fn from_connect_parts(socket: &Arc<Socket>, auth: &Option<Value>) -> Result<Self, Infallible> {
        let Ok(TryData(given)) = TryData::<Auth>::from_connect_parts(socket, auth);
        Ok(Self {
            socket: socket.clone(),
            // Data of another shape contains no token.
            auth: given.unwrap_or_default(),
        })
    }
}

/// Authenticates connections.
#[derive(Clone)]
pub(super) struct ConnectAuthenticator {
    pub(super) chat: Chat,
    pub(super) authenticator: Authenticator,
}

/// An authenticated connection, until its task takes over.
#[derive(Clone)]
pub(super) struct Admitted(pub(super) Arc<Mutex<Option<PendingConnection>>>);

/// What a connection's task starts with.
pub(super) struct PendingConnection {
    pub(super) chat: Chat,
    pub(super) caller: Principal,
    pub(super) subscription: Subscription,
    pub(super) inbox: InboxReceiver,
    /// Cancelled when the client disconnects.
    pub(super) disconnected: CancellationToken,
}

impl ConnectAuthenticator {
    /// Authenticates a client. From here on its messages and its disconnection are recorded for
    /// its task, so that nothing is missed of a client that has been told it is connected.
    pub(super) async fn admit(self, request: ConnectRequest) -> Result<(), Refused> {
        let ConnectRequest { socket, auth } = request;
        let caller = self
            .authenticator
            .authenticate_handshake(socket.req_parts(), auth.token.as_deref())
            .await
            .map_err(|error| Refused::of(&error.into()))?;
        let session = socket.req_parts().extensions.get::<Session>().cloned();
        let session = session.ok_or(Refused::Unavailable)?;
        session.admit(caller.user_id)?;
        let entered = self.enter(&socket, caller, &auth, session.clone()).await;
        entered.inspect_err(|_| session.leave())
    }

    async fn enter(
        self,
        socket: &Socket,
        caller: Principal,
        auth: &Auth,
        session: Session,
    ) -> Result<(), Refused> {
        let resume = auth.resume().map_err(|_| Refused::InvalidLastEventId)?;
        let subscription = self.chat.subscribe(&caller, Scope::OwnChats, resume).await;
        let subscription = subscription.map_err(|error| Refused::of(&error.into()))?;
        let (inbox, receiver) = Inbox::new();
        inbox::listen(socket, inbox);
        let disconnected = CancellationToken::new();
        let on_disconnect = disconnected.clone();
        socket.on_disconnect(async move || {
            session.leave();
            on_disconnect.cancel();
        });
        let pending = PendingConnection {
            chat: self.chat,
            caller,
            subscription,
            inbox: receiver,
            disconnected,
        };
        socket
            .extensions
            .insert(Admitted(Arc::new(Mutex::new(Some(pending)))));
        Ok(())
    }
}

/// Why a connection was refused: the `message` of `connect_error`.
pub(super) enum Refused {
    Unauthenticated,
    InvalidLastEventId,
    /// The user has reached the limit on sessions.
    TooMany,
    /// The session already has its one connection.
    AlreadyConnected,
    Unavailable,
}

impl Refused {
    fn of(problem: &Problem) -> Self {
        match problem.status() {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Self::Unauthenticated,
            _ => Self::Unavailable,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unauthenticated => "Authentication error",
            Self::InvalidLastEventId => "Invalid last_event_id",
            Self::TooMany => "Too many connections",
            Self::AlreadyConnected => "Already connected",
            Self::Unavailable => "Unavailable",
        })
    }
}
