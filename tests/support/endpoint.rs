//! The address of a server and its clients.

use std::net::SocketAddr;

use super::{Client, Person, SocketRequest};

pub struct Endpoint {
    /// `http://127.0.0.1:…`
    pub url: String,
}

impl Endpoint {
    pub fn new(url: String) -> Self {
        Self { url }
    }

    /// The address, for a client over a bare socket.
    pub fn address(&self) -> SocketAddr {
        let address = self.url.trim_start_matches("http://").parse();
        address.expect("a server listens on an address")
    }

    /// A REST client with a user's token.
    pub fn client(&self, person: &Person) -> Client {
        Client::new(&self.url).with_token(&person.token)
    }

    /// A REST client without a token.
    pub fn anonymous_client(&self) -> Client {
        Client::new(&self.url)
    }

    /// A request for a WebSocket with a user's token.
    pub fn socket(&self, person: &Person, path: &str) -> SocketRequest {
        SocketRequest::at(&self.url, path).bearer(&person.token)
    }
}
