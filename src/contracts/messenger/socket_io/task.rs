//! The task of a connection.

use std::convert::Infallible;
use std::sync::Arc;

use socketioxide::SocketIo;
use socketioxide::adapter::LocalAdapter;
use socketioxide::handler::FromConnectParts;
use socketioxide::socket::Socket;
use socketioxide_core::Value;
use tracing::Instrument as _;

use super::connection::SocketIoConnection;
use super::handshake::PendingConnection;
use crate::chat::Scope;
use crate::contracts::messenger::socket::MessengerSocket;
use crate::http::server::ConnectionGuard;
use crate::http::stream::{FrameStream, drive, expiry_timer};

/// Starts the task of an authenticated connection.
pub(super) async fn start(SocketHandle(socket): SocketHandle, io: SocketIo) {
    let pending = PendingConnection::take(&socket);
    let extensions = &socket.req_parts().extensions;
    let guard = extensions.get::<ConnectionGuard>().cloned();
    if let Some((pending, guard)) = pending.zip(guard) {
        let span = tracing::info_span!("socket", user.id = pending.caller.user_id.0);
        guard.spawn(run(socket, io, pending).instrument(span));
    }
}

async fn run(socket: Arc<Socket>, io: SocketIo, pending: PendingConnection) {
    let PendingConnection {
        chat,
        features,
        caller,
        subscription,
        inbox,
        disconnected,
        counted: _counted,
    } = pending;
    let expires = expiry_timer(caller.expires_at);
    let connection = SocketIoConnection {
        socket,
        io,
        inbox,
        disconnected,
        write_deadline: expires,
    };
    let handler = MessengerSocket {
        chat: chat.clone(),
        features,
        user_id: caller.user_id,
    };
    // A Socket.IO client does not reconnect by itself after the server has disconnected it.
    let subscription = subscription.reopening(chat, caller, Scope::OwnChats);
    let stream = Box::new(FrameStream::new(subscription, handler));
    drive(stream, connection, expires).await;
}

/// Extracts the shared socket, so that its task can own it.
pub(super) struct SocketHandle(Arc<Socket>);

impl FromConnectParts<LocalAdapter> for SocketHandle {
    type Error = Infallible;

    fn from_connect_parts(socket: &Arc<Socket>, _: &Option<Value>) -> Result<Self, Infallible> {
        Ok(Self(socket.clone()))
    }
}
