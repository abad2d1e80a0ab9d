//! Who is let in, and from where in the log they go on.

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

/// Somebody who connects, and what they brought.
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
            // A handshake of another shape brings no token.
            auth: given.unwrap_or_default(),
        })
    }
}

/// Lets people in.
#[derive(Clone)]
pub(super) struct ConnectAuthenticator {
    pub(super) chat: Chat,
    pub(super) authenticator: Authenticator,
}

/// Somebody who was let in, until their task takes over.
#[derive(Clone)]
pub(super) struct Admitted(pub(super) Arc<Mutex<Option<PendingConnection>>>);

/// What a connection's task begins with.
pub(super) struct PendingConnection {
    pub(super) chat: Chat,
    pub(super) caller: Principal,
    pub(super) subscription: Subscription,
    pub(super) inbox: InboxReceiver,
    /// Cancelled once the connection is gone.
    pub(super) gone: CancellationToken,
}

impl ConnectAuthenticator {
    /// Lets somebody in. From here on what they say waits for their task, and its end is noted:
    /// when the client hears that it is connected, nothing it sends can be missed.
    pub(super) async fn admit(self, newcomer: ConnectRequest) -> Result<(), Refused> {
        let ConnectRequest { socket, auth } = newcomer;
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
        let (inbox, outlet) = Inbox::new();
        inbox::listen(socket, inbox);
        let gone = CancellationToken::new();
        let is_gone = gone.clone();
        socket.on_disconnect(async move || {
            session.leave();
            is_gone.cancel();
        });
        let entry = PendingConnection {
            chat: self.chat,
            caller,
            subscription,
            inbox: outlet,
            gone,
        };
        socket
            .extensions
            .insert(Admitted(Arc::new(Mutex::new(Some(entry)))));
        Ok(())
    }
}

/// Why somebody was not let in: the `message` of `connect_error`.
pub(super) enum Refused {
    Unauthenticated,
    InvalidLastEventId,
    /// This person has as many sessions as one may have.
    TooMany,
    /// There is one connection a session.
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
