//! Verifies JWTs, and issues those of the server's own log-ins.
//!
//! [`Verifier::verify`] returns claims only of a token that one of the
//! configured keys signed with that key's own algorithm, that has not expired, and that is of the
//! configured issuer and audience ([`TokenPolicy`]). Never panics
//! and never fails otherwise than by [`TokenError`], whatever the token holds.
//!
//! It knows neither where a token was found nor whether its subject exists.

mod verified;

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use self::verified::VerifiedTokens;
use super::claims::{Claims, Subject};
use super::jwks::Jwks;
use super::keys::{KeyError, KeySource, VerifyingKey, check_secret};
use crate::auth::token_error::TokenError;
use crate::auth::token_header::{TokenHeader, TokenParts};

/// The longest token, in bytes. Issuers' tokens are rarely over 2 KiB.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Accepted values of `typ`, in lower case, if a token has one: a JWT (RFC 7519, section 5.1) or an
/// access token (RFC 9068, section 2.1), but not an ID token.
const TOKEN_TYPES: [&str; 2] = ["jwt", "at+jwt"];

/// The issuer and audience that tokens must have (RFC 7519, sections 4.1.1 and 4.1.3), of which `None` is
/// not checked; how they are signed, and where they have the subject.
#[derive(Clone, Debug, Default)]
pub struct TokenPolicy {
    /// The exact `iss`.
    pub issuer: Option<String>,
    /// The value that `aud` must be or contain.
    pub audience: Option<String>,
    /// The algorithms that are accepted, the first of which signs the tokens of this server. Empty: that
    /// of the key.
    pub algorithms: Vec<Algorithm>,
    /// The claim that has the subject; `None`: the first present of `sub`, `id`, `user_id`.
    pub subject_claim: Option<String>,
}

impl TokenPolicy {
    fn check(&self, claims: &Map<String, Value>) -> Result<(), TokenError> {
        if let Some(issuer) = &self.issuer
            && claims.get("iss").and_then(Value::as_str) != Some(issuer)
        {
            return Err(TokenError::WrongIssuer);
        }
        let Some(audience) = &self.audience else {
            return Ok(());
        };
        let is_meant = match claims.get("aud") {
            Some(Value::String(one)) => one == audience,
            Some(Value::Array(several)) => several.iter().any(|one| one == audience),
            _ => false,
        };
        if is_meant {
            Ok(())
        } else {
            Err(TokenError::WrongAudience)
        }
    }
}

/// Verifies tokens against the configured keys.
#[derive(Debug)]
pub struct Verifier {
    keys: Keys,
    leeway: SignedDuration,
    policy: TokenPolicy,
}

enum Keys {
    /// The key, and the tokens that it has verified.
    Configured(Box<VerifyingKey>, VerifiedTokens),
    /// Its issuer may withdraw a key, so each token is verified again.
    Published(Jwks),
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configured(key, _) => key.fmt(f),
            Self::Published(jwks) => jwks.fmt(f),
        }
    }
}

impl Verifier {
    /// A verifier that allows `leeway` on `exp` and `nbf`.
    ///
    /// A key set is fetched for the first token.
    pub fn new(source: KeySource, leeway: Duration) -> Result<Self, KeyError> {
        let keys = match source {
            KeySource::Hs256 { secret } => Keys::configured(VerifyingKey::hs256(&secret)?),
            KeySource::PublicKeyPem(pem) => Keys::configured(VerifyingKey::from_pem(&pem)?),
            KeySource::Jwks { url } => Keys::Published(Jwks::new(&url)?),
        };
        Ok(Self {
            keys,
            leeway: SignedDuration::try_from(leeway).unwrap_or(SignedDuration::MAX),
            policy: TokenPolicy::default(),
        })
    }

    /// Accepts tokens of one issuer and audience only.
    #[must_use]
    pub fn with_policy(self, policy: TokenPolicy) -> Self {
        Self { policy, ..self }
    }

    /// The claims of a valid token.
    pub async fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        let now = Timestamp::now();
        match &self.keys {
            Keys::Configured(key, verified) => {
                if let Some(claims) = verified.get(token, now) {
                    return claims;
                }
                let claims = self.open(token, key, now)?;
                verified.keep(token, &claims);
                Ok(claims)
            }
            Keys::Published(jwks) => {
                let key = jwks.key(&header(token)?).await?;
                self.open(token, &key, now)
            }
        }
    }

    /// The claims of a token that this key signed.
    fn open(&self, token: &str, key: &VerifyingKey, now: Timestamp) -> Result<Claims, TokenError> {
        header(token)?;
        let claims = key.open(token, &self.policy.algorithms)?;
        self.policy.check(&claims)?;
        let subject_claim = self.policy.subject_claim.as_deref();
        Claims::read(&claims, token, subject_claim, self.leeway, now)
    }
}

impl Keys {
    fn configured(key: VerifyingKey) -> Self {
        Self::Configured(Box::new(key), VerifiedTokens::default())
    }
}

/// The header of an access token, which is not verified.
fn header(token: &str) -> Result<TokenHeader, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::Malformed);
    }
    let header = TokenParts::of(token)?.header()?;
    // RFC 7515, section 4.1.11: refuses critical extensions, none of which is supported.
    if header.crit.is_some() {
        return Err(TokenError::Malformed);
    }
    if header.typ.as_deref().is_some_and(|typ| !is_token_type(typ)) {
        return Err(TokenError::WrongType);
    }
    Ok(header)
}

/// Compares media types, which may omit `application/` here, without regard to case
/// (RFC 7515 section 4.1.9).
fn is_token_type(typ: &str) -> bool {
    let typ = typ.to_ascii_lowercase();
    TOKEN_TYPES.contains(&typ.strip_prefix("application/").unwrap_or(&typ))
}

/// Issues the tokens of the server's own log-ins, signed with HS256, or the first configured algorithm.
#[derive(Clone)]
pub struct TokenIssuer {
    key: EncodingKey,
    policy: TokenPolicy,
}

impl fmt::Debug for TokenIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenIssuer").finish_non_exhaustive()
    }
}

/// An issued token.
#[derive(Clone)]
pub struct IssuedToken {
    pub token: String,
    /// Its `exp`, in whole seconds.
    pub expires_at: Timestamp,
}

impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedToken")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct IssuedClaims<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
    sub: String,
    sid: Uuid,
    iat: i64,
    exp: i64,
    /// The subject under the configured name.
    #[serde(flatten)]
    subject: Option<Map<String, Value>>,
}

impl TokenIssuer {
    /// An issuer whose tokens a [`Verifier`] with the same secret accepts.
    pub fn new(secret: &[u8]) -> Result<Self, KeyError> {
        check_secret(secret)?;
        Ok(Self {
            key: EncodingKey::from_secret(secret),
            policy: TokenPolicy::default(),
        })
    }

    /// Issues tokens that a [`Verifier`] with this policy accepts.
    #[must_use]
    pub fn with_policy(self, policy: TokenPolicy) -> Self {
        Self { policy, ..self }
    }

    /// A token for a user's session. `lifetime` counts in whole seconds.
    pub fn issue(
        &self,
        subject: impl Into<Subject>,
        session: Uuid,
        lifetime: Duration,
    ) -> IssuedToken {
        let now = Timestamp::now().as_second();
        let lifetime = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        let expires_at =
            Timestamp::from_second(now.saturating_add(lifetime)).unwrap_or(Timestamp::MAX);
        let subject = subject.into().to_string();
        let named = |claim: &String| Map::from_iter([(claim.clone(), subject.clone().into())]);
        let configured = self.policy.subject_claim.as_ref();
        let claims = IssuedClaims {
            iss: self.policy.issuer.as_deref(),
            aud: self.policy.audience.as_deref(),
            subject: configured.filter(|claim| *claim != "sub").map(named),
            sub: subject.clone(),
            sid: session,
            iat: now,
            exp: expires_at.as_second(),
        };
        let algorithm = self.policy.algorithms.first();
        let header = Header::new(algorithm.copied().unwrap_or(Algorithm::HS256));
        let token = jsonwebtoken::encode(&header, &claims, &self.key)
            .expect("HMAC takes a key of any length and the claims are plain JSON");
        IssuedToken { token, expires_at }
    }
}

#[cfg(test)]
mod tests;
