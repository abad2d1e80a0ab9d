//! The text of a key.

use std::fmt::Write as _;

use rand::Rng as _;
use sha2::{Digest as _, Sha256};

/// Precedes the digits of a key, so that scanners for leaked secrets recognise it.
const PREFIX: &str = "vk_";
/// Random bytes of a key.
const RANDOM_BYTES: usize = 32;

/// Whether a token is meant to be a key.
pub(crate) fn is_key(token: &str) -> bool {
    token.starts_with(PREFIX)
}

/// A new key.
pub(super) fn new_key() -> String {
    let mut random = [0; RANDOM_BYTES];
    rand::rng().fill_bytes(&mut random);
    let mut key = String::from(PREFIX);
    for byte in random {
        write!(key, "{byte:02x}").expect("writing to a string cannot fail");
    }
    key
}

/// The stored hash of a key. It has no salt, because 2^256 keys cannot be tried.
pub(super) fn hash_of(key: &str) -> Vec<u8> {
    Sha256::digest(key.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_random_and_recognised() {
        let (one, other) = (new_key(), new_key());
        assert_ne!(one, other);
        assert_eq!(one.len(), PREFIX.len() + 2 * RANDOM_BYTES);
        assert!(is_key(&one) && !is_key("eyJhbGciOi.J9.x"));
    }
}
