//! Verifies the JWTs that callers bring, and mints those of the server's own log-ins.
//!
//! Guarantees that [`Verifier::verify`] answers with claims only for a token that one of the
//! configured keys signed with that key's own algorithm and that has not expired. Never panics
//! and never fails otherwise than by [`Denied`], whatever the token holds.
//!
//! Must not know where a token was found, nor whether its subject exists.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use uuid::Uuid;

use super::claims::Claims;
use super::denied::Denied;
use super::jwks::Jwks;
use super::keys::{KeyError, KeySource, VerifyingKey, check_secret};

/// The longest token looked at, in bytes. Issuers' tokens are rarely over 2 KiB.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Verifies tokens against the configured keys.
#[derive(Debug)]
pub struct Verifier {
    keys: Keys,
    leeway: SignedDuration,
}

#[derive(Debug)]
enum Keys {
    Configured(Arc<VerifyingKey>),
    Published(Jwks),
}

impl Verifier {
    /// A verifier that forgives `leeway` on `exp` and `nbf` (contract: none unless configured).
    ///
    /// A key set is fetched when the first token asks for it.
    pub fn new(source: KeySource, leeway: Duration) -> Result<Self, KeyError> {
        let keys = match source {
            KeySource::Hs256 { secret } => Keys::Configured(VerifyingKey::hs256(&secret)?.into()),
            KeySource::PublicKeyPem(pem) => Keys::Configured(VerifyingKey::from_pem(&pem)?.into()),
            KeySource::Jwks { url } => Keys::Published(Jwks::new(&url)?),
        };
        Ok(Self {
            keys,
            leeway: SignedDuration::try_from(leeway).unwrap_or(SignedDuration::MAX),
        })
    }

    /// The claims of a token, or why it is denied.
    pub async fn verify(&self, token: &str) -> Result<Claims, Denied> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Denied::Malformed);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| Denied::Malformed)?;
        // RFC 7515 section 4.1.11: extensions that are critical and not understood; none is.
        if header.crit.is_some() {
            return Err(Denied::Malformed);
        }
        let key = match &self.keys {
            Keys::Configured(key) => Arc::clone(key),
            Keys::Published(jwks) => jwks.key(&header).await?,
        };
        let claims = key.open(token)?;
        Claims::read(&claims, token, self.leeway, Timestamp::now())
    }
}

/// Mints the tokens of the server's own log-ins, signed with HS256.
#[derive(Clone)]
pub struct Minter {
    key: EncodingKey,
}

impl fmt::Debug for Minter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Minter").finish_non_exhaustive()
    }
}

/// A token just minted.
#[derive(Clone)]
pub struct Minted {
    /// The JWT.
    pub token: String,
    /// Its `exp`, in whole seconds.
    pub expires_at: Timestamp,
}

impl fmt::Debug for Minted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Minted")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct MintedClaims {
    sub: String,
    sid: Uuid,
    iat: i64,
    exp: i64,
}

impl Minter {
    /// A minter whose tokens a [`Verifier`] of the same secret accepts.
    pub fn new(secret: &[u8]) -> Result<Self, KeyError> {
        check_secret(secret)?;
        Ok(Self {
            key: EncodingKey::from_secret(secret),
        })
    }

    /// A token for a user's session. `lifetime` counts in whole seconds.
    ///
    /// # Panics
    /// Never: signing a few plain claims with HMAC has no way to fail.
    pub fn mint(&self, user_id: i64, session: Uuid, lifetime: Duration) -> Minted {
        let now = Timestamp::now().as_second();
        let lifetime = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        let expires_at =
            Timestamp::from_second(now.saturating_add(lifetime)).unwrap_or(Timestamp::MAX);
        let claims = MintedClaims {
            sub: user_id.to_string(),
            sid: session,
            iat: now,
            exp: expires_at.as_second(),
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.key)
            .expect("HMAC takes a key of any length and the claims are plain JSON");
        Minted { token, expires_at }
    }
}

#[cfg(test)]
mod tests;
