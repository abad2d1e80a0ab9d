//! The claims of tokens that were verified lately, so that a signature is verified once.
//!
//! # Guarantees
//! Contains only tokens that the configured key signed, and of the configured issuer and audience.
//! None of these changes while the process runs. A token is found by its whole text, and its times
//! are checked at each use. The size is bounded in bytes.

use jiff::Timestamp;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::auth::claims::Claims;
use crate::auth::token_error::TokenError;

/// The memory of all entries, about.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// The memory of one entry, besides its texts.
const ENTRY_BYTES: usize = 400;

/// The cache.
pub(super) struct VerifiedTokens(Cache<Box<str>, Claims, Bytes>);

impl Default for VerifiedTokens {
    fn default() -> Self {
        let estimated = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX) / (2 * ENTRY_BYTES);
        Self(Cache::with_weighter(estimated, MAX_BYTES, Bytes))
    }
}

impl VerifiedTokens {
    /// The claims of a token that was verified before; refused if it is not valid at this time.
    pub(super) fn get(&self, token: &str, now: Timestamp) -> Option<Result<Claims, TokenError>> {
        let claims = self.0.get(token)?;
        Some(claims.check_times(now).map(|()| claims))
    }

    /// Keeps the claims of a verified token.
    pub(super) fn keep(&self, token: &str, claims: &Claims) {
        self.0.insert(token.into(), claims.clone());
    }
}

/// Weighs entries by their memory.
#[derive(Clone)]
struct Bytes;

impl Weighter<Box<str>, Claims> for Bytes {
    fn weight(&self, token: &Box<str>, claims: &Claims) -> u64 {
        let bytes = ENTRY_BYTES + token.len() + claims.text_bytes();
        u64::try_from(bytes).unwrap_or(MAX_BYTES)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use serde_json::{Map, Value, json};

    use super::*;

    const TOKEN: &str = "header.claims.signature";

    fn now() -> Timestamp {
        Timestamp::from_second(1_000).expect("a time")
    }

    fn seconds(count: i64) -> SignedDuration {
        SignedDuration::from_secs(count)
    }

    fn claims() -> Claims {
        let claims = json!({ "sub": 42, "nbf": 1_000, "exp": 1_060, "sid": "a" });
        let claims: Map<String, Value> = serde_json::from_value(claims).expect("an object");
        Claims::read(&claims, TOKEN, None, SignedDuration::ZERO, now()).expect("valid now")
    }

    #[test]
    fn times_of_a_kept_token_are_checked_at_each_use() {
        let verified = VerifiedTokens::default();
        verified.keep(TOKEN, &claims());
        let at = |now| verified.get(TOKEN, now).expect("it is kept");
        assert_eq!(at(now()), Ok(claims()));
        assert_eq!(at(now() + seconds(60)), Err(TokenError::Expired));
        assert_eq!(at(now() - seconds(1)), Err(TokenError::NotYetValid));
    }

    #[test]
    fn another_signature_is_another_token() {
        let verified = VerifiedTokens::default();
        verified.keep(TOKEN, &claims());
        assert!(verified.get("header.claims.signaturf", now()).is_none());
        assert!(verified.get("header.claims.", now()).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let verified = VerifiedTokens::default();
        for n in 0..50_000 {
            verified.keep(&format!("{n}{}", "x".repeat(200)), &claims());
        }
        assert!(verified.0.weight() <= MAX_BYTES);
        assert!(verified.0.len() > 1_000);
    }
}
