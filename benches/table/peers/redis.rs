//! Redis, which carries the messages between processes of the Node server. It stores nothing.

use std::net::SocketAddr;

use support::ports;

use super::guarded::Guarded;

pub struct Redis {
    address: SocketAddr,
    _server: Guarded,
}

impl Redis {
    pub async fn start() -> Self {
        let port = ports::free();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let port = port.to_string();
        let server = Guarded::spawn(&[
            "redis-server",
            "--port",
            &port,
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--logfile",
            "/dev/null",
        ]);
        server.until_listening(address).await;
        Self {
            address,
            _server: server,
        }
    }

    pub(super) fn url(&self) -> String {
        format!("redis://{}", self.address)
    }
}
