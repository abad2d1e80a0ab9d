//! Ports that stay free while a server restarts.

use std::collections::HashSet;
use std::net::TcpListener;
use std::sync::LazyLock;

use parking_lot::Mutex;

/// Below the ephemeral ports: an outgoing connection could otherwise take the port of a server that
/// is being restarted.
const RANGE: std::ops::Range<u16> = 10_000..32_000;

/// None is given twice: a server may not have begun to listen at the one before.
static GIVEN: LazyLock<Mutex<HashSet<u16>>> = LazyLock::new(Mutex::default);

/// A port on which no process listens.
pub fn free() -> u16 {
    let mut given = GIVEN.lock();
    let mut candidates = std::iter::repeat_with(|| rand::random_range(RANGE));
    candidates
        .find(|port| given.insert(*port) && TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("the candidates are endless")
}
