//! Closes a session after its WebSocket.

use socketioxide::socket::Sid;
use tokio::runtime::Handle;

use super::server::SocketIoServer;

/// Closes a session that started with polling when its WebSocket ends, also if the upgrade failed.
pub(super) struct CloseOnDrop {
    pub(super) server: SocketIoServer,
    pub(super) sid: Sid,
}

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        if let Ok(runtime) = Handle::try_current() {
            let (server, sid) = (self.server.clone(), self.sid);
            runtime.spawn(async move { server.close(sid).await });
        }
    }
}
