//! Tells the signals that this deployment sent from those of anybody else who can connect.
//!
//! # Why
//! Every login may NOTIFY on every channel, and LISTEN on it too. So a signal carries a code
//! that takes the key of `sql/signals/send_signal.sql` to make, and the time at which it was
//! made: what somebody recorded and sends again is soon too old.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

/// How old a signal may be. One that took longer is of no use any more: typing has lapsed, and a
/// change of presence is seen from its version.
const LIFETIME: Duration = Duration::from_secs(10);
/// A block of SHA-256.
const BLOCK: usize = 64;

/// The key, and the time by the database's clock.
pub(crate) const KEY: &str = "
    SELECT k.key, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
    FROM public.server_keys AS k
    WHERE k.name = 'signals'";

/// A signal that was authenticated.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Authentic<'a> {
    pub(crate) text: &'a str,
    /// It may have been sent again by somebody else.
    pub(crate) is_stale: bool,
}

/// Checks signals.
pub(crate) struct Verifier {
    inner: Vec<u8>,
    outer: Vec<u8>,
    /// The database's clock in milliseconds, and when it showed that. A replica's own clock may
    /// be another.
    clock: (i64, Instant),
}

impl Verifier {
    /// With the key, and what the database's clock shows now. `None`: that is no key.
    pub(crate) fn new(key: &[u8], now: i64) -> Option<Self> {
        let (inner, outer) = key.split_at_checked(BLOCK)?;
        (outer.len() == BLOCK).then(|| Self {
            inner: inner.to_vec(),
            outer: outer.to_vec(),
            clock: (now, Instant::now()),
        })
    }

    /// Sets the clock.
    pub(crate) fn set_clock(&mut self, now: i64) {
        self.clock = (now, Instant::now());
    }

    /// What was sent; `None` where it was not sent by this deployment.
    pub(crate) fn open<'a>(&self, payload: &'a str) -> Option<Authentic<'a>> {
        let (code, signed) = payload.split_once(' ')?;
        if !is_same(code.as_bytes(), self.code(signed).as_bytes()) {
            return None;
        }
        let (at, text) = signed.split_once(' ')?;
        let age = self.now().abs_diff(at.parse().ok()?);
        Some(Authentic {
            text,
            is_stale: Duration::from_millis(age) > LIFETIME,
        })
    }

    fn now(&self) -> i64 {
        let (shown, then) = self.clock;
        let since = i64::try_from(then.elapsed().as_millis()).unwrap_or(i64::MAX);
        shown.saturating_add(since)
    }

    fn code(&self, signed: &str) -> String {
        let inner = Sha256::new_with_prefix(&self.inner)
            .chain_update(signed)
            .finalize();
        let outer = Sha256::new_with_prefix(&self.outer)
            .chain_update(inner)
            .finalize();
        outer.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// Compares in a time that does not tell where they differ.
fn is_same(left: &[u8], right: &[u8]) -> bool {
    let differing = left.iter().zip(right).fold(0, |all, (l, r)| all | (l ^ r));
    left.len() == right.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;

    fn signed(verifier: &Verifier, text: &str) -> String {
        format!("{} {text}", verifier.code(text))
    }

    #[test]
    fn an_authentic_signal_is_opened() {
        let verifier = Verifier::new(&[7; 128], NOW).unwrap();
        let payload = signed(&verifier, "1700000000000 {\"a b\": 1}");
        let authentic = verifier.open(&payload).unwrap();
        assert_eq!(authentic.text, "{\"a b\": 1}");
        assert!(!authentic.is_stale);
    }

    #[test]
    fn an_altered_signal_is_refused() {
        let verifier = Verifier::new(&[7; 128], NOW).unwrap();
        let other = Verifier::new(&[8; 128], NOW).unwrap();
        let payload = signed(&verifier, "1700000000000 {}");
        assert_eq!(other.open(&payload), None);
        for altered in [
            payload.replace("{}", "[]"),
            payload.replace(" 17", " 18"),
            payload[1..].to_owned(),
            "{}".to_owned(),
            String::new(),
        ] {
            assert_eq!(verifier.open(&altered), None, "{altered}");
        }
    }

    #[test]
    fn a_recorded_signal_is_stale_after_ten_seconds() {
        let mut verifier = Verifier::new(&[7; 128], NOW).unwrap();
        let payload = signed(&verifier, "1700000000000 {}");
        for (now, is_stale) in [
            (9_000, false),
            (11_000, true),
            (-9_000, false),
            (-11_000, true),
        ] {
            verifier.set_clock(NOW + now);
            assert_eq!(verifier.open(&payload).unwrap().is_stale, is_stale, "{now}");
        }
    }

    #[test]
    fn a_key_of_another_length_is_none() {
        assert!(Verifier::new(&[7; 127], NOW).is_none());
        assert!(Verifier::new(&[7; 129], NOW).is_none());
        assert!(Verifier::new(&[], NOW).is_none());
    }
}
