//! Verifies that this deployment has sent a signal, or a notification of events.
//!
//! # Why
//! Every login may NOTIFY and LISTEN on every channel. So a signal carries a code that only the
//! key of `sql/signals/signed.sql` can produce, and the time of its creation, so that a
//! repeated signal is soon too old.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

/// The greatest age of a signal. Older ones are not needed: typing has expired, and the next
/// version reveals a missed change of presence.
const LIFETIME: Duration = Duration::from_secs(10);
/// The block size of SHA-256 in bytes.
const BLOCK: usize = 64;

pub(crate) const SIGNAL_KEY: &str = include_str!("sql/signal_key.sql");

/// A signal that this deployment has sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Verified<'a> {
    pub(crate) text: &'a str,
    /// Another session may have repeated it.
    pub(crate) is_stale: bool,
}

/// Verifies signals with the key.
pub(crate) struct Verifier {
    inner: Vec<u8>,
    outer: Vec<u8>,
    /// The database's clock in milliseconds, and when it was read. A replica's own clock may
    /// differ.
    clock: (i64, Instant),
}

impl Verifier {
    /// Takes the key and the database's clock. `None` if the key has the wrong length.
    pub(crate) fn new(key: &[u8], now: i64) -> Option<Self> {
        let (inner, outer) = key.split_at_checked(BLOCK)?;
        (outer.len() == BLOCK).then(|| Self {
            inner: inner.to_vec(),
            outer: outer.to_vec(),
            clock: (now, Instant::now()),
        })
    }

    /// Sets the database's clock.
    pub(crate) fn set_clock(&mut self, now: i64) {
        self.clock = (now, Instant::now());
    }

    /// Returns `None` for a signal that this deployment has not sent.
    pub(crate) fn verify<'a>(&self, payload: &'a str) -> Option<Verified<'a>> {
        let (at, text) = self.open(payload)?.split_once(' ')?;
        let age = self.now().abs_diff(at.parse().ok()?);
        Some(Verified {
            text,
            is_stale: Duration::from_millis(age) > LIFETIME,
        })
    }

    /// The text of a signed notification; `None` if the signature is wrong.
    pub(crate) fn open<'a>(&self, payload: &'a str) -> Option<&'a str> {
        let (code, text) = payload.split_once(' ')?;
        is_same(code.as_bytes(), self.code(text).as_bytes()).then_some(text)
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

/// Compares in constant time.
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
    fn a_signed_signal_is_accepted() {
        let verifier = Verifier::new(&[7; 128], NOW).unwrap();
        let payload = signed(&verifier, "1700000000000 {\"a b\": 1}");
        let verified = verifier.verify(&payload).unwrap();
        assert_eq!(verified.text, "{\"a b\": 1}");
        assert!(!verified.is_stale);
    }

    #[test]
    fn an_altered_signal_is_refused() {
        let verifier = Verifier::new(&[7; 128], NOW).unwrap();
        let other = Verifier::new(&[8; 128], NOW).unwrap();
        let payload = signed(&verifier, "1700000000000 {}");
        assert_eq!(other.verify(&payload), None);
        for altered in [
            payload.replace("{}", "[]"),
            payload.replace(" 17", " 18"),
            payload[1..].to_owned(),
            "{}".to_owned(),
            String::new(),
        ] {
            assert_eq!(verifier.verify(&altered), None, "{altered}");
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
            assert_eq!(
                verifier.verify(&payload).unwrap().is_stale,
                is_stale,
                "{now}"
            );
        }
    }

    #[test]
    fn a_key_of_the_wrong_length_is_refused() {
        assert!(Verifier::new(&[7; 127], NOW).is_none());
        assert!(Verifier::new(&[7; 129], NOW).is_none());
        assert!(Verifier::new(&[], NOW).is_none());
    }
}
