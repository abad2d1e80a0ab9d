//! Random bearer tokens of links.

use rand::distr::{Alphanumeric, SampleString as _};
use sha2::{Digest as _, Sha256};

/// A new token. Only its hash is stored, so that reading the database permits nothing.
pub struct SecretToken(String);

impl SecretToken {
    /// A token of 256 bits, in characters that cookies and URLs may contain.
    pub fn random() -> Self {
        Self(Alphanumeric.sample_string(&mut rand::rng(), 43))
    }

    /// The text that its holder gets.
    pub fn into_text(self) -> String {
        self.0
    }

    /// What is stored.
    pub fn hash(&self) -> Vec<u8> {
        Self::hash_of(&self.0)
    }

    /// The hash of a presented token.
    pub fn hash_of(text: &str) -> Vec<u8> {
        Sha256::digest(text.as_bytes()).to_vec()
    }
}
