//! Ports that stay free while a server restarts.

use std::net::TcpListener;

/// Below the ephemeral ports: an outgoing connection could otherwise take the port of a server that
/// is being restarted.
const RANGE: std::ops::Range<u16> = 10_000..32_000;

/// A port on which no process listens.
pub fn free() -> u16 {
    let mut candidates = std::iter::repeat_with(|| rand::random_range(RANGE));
    candidates
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("the candidates are endless")
}
