//! Ports that stay one's own while nobody listens on them for a moment.

use std::net::TcpListener;

/// Below what Linux and others give to outgoing connections: of those there are thousands in a
/// test, and one of them would sit on the port of whoever is just being restarted.
const RANGE: std::ops::Range<u16> = 10_000..32_000;

/// A port that nobody listens on.
pub fn free() -> u16 {
    let mut candidates = std::iter::repeat_with(|| rand::random_range(RANGE));
    candidates
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("there is no end to candidates")
}
