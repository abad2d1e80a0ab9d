//! How a stream is opened.

use std::net::SocketAddr;

use crate::Person;

/// What a client writes in order to open a stream, and what it waits for.
#[derive(Clone)]
pub struct Opening {
    pub(super) address: SocketAddr,
    /// Each is written once the mark of the one before was received.
    pub(super) steps: Vec<Step>,
}

#[derive(Clone)]
pub(super) struct Step {
    pub(super) write: Vec<u8>,
    pub(super) mark: &'static [u8],
}

/// The key of RFC 6455's example.
const WEBSOCKET: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

impl Opening {
    /// An event stream of a user of ours, which begins with the event `ready`.
    pub fn event_stream(address: SocketAddr, person: &Person, path: &str) -> Self {
        let headers = format!(
            "Accept: text/event-stream\r\nAuthorization: Bearer {}\r\n",
            person.token
        );
        Self::one_step(address, get(path, &headers), b"event: ready")
    }

    /// An event stream without a user, which is open once it is answered.
    pub fn anonymous_event_stream(address: SocketAddr, path: &str) -> Self {
        let request = get(path, "Accept: text/event-stream\r\n");
        Self::one_step(address, request, b"\r\n\r\n")
    }

    /// A WebSocket, which is open once it is answered.
    pub fn websocket(address: SocketAddr, person: Option<&Person>, path: &str) -> Self {
        let token = person.map(|person| format!("Authorization: Bearer {}\r\n", person.token));
        let headers = format!("{WEBSOCKET}{}", token.unwrap_or_default());
        Self::one_step(address, get(path, &headers), b"\r\n\r\n")
    }

    /// A Socket.IO connection over a WebSocket, on which the server emits `ready`.
    pub fn socket_io(address: SocketAddr, auth: &serde_json::Value) -> Self {
        let path = "/socket.io/?EIO=4&transport=websocket";
        let mut opening = Self::one_step(address, get(path, WEBSOCKET), b"pingTimeout");
        opening.steps.push(Step {
            write: text_frame(&format!("40{auth}")),
            mark: b"[\"ready\"]",
        });
        opening
    }

    fn one_step(address: SocketAddr, write: Vec<u8>, mark: &'static [u8]) -> Self {
        Self {
            address,
            steps: vec![Step { write, mark }],
        }
    }
}

fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes()
}

/// A masked text frame of RFC 6455; the mask is zero.
fn text_frame(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).ok().filter(|length| *length < 126);
    let length = length.expect("a short frame");
    let mut frame = vec![0x81, 0x80 | length, 0, 0, 0, 0];
    frame.extend_from_slice(text.as_bytes());
    frame
}
