//! Guests: users without an account, identified by a token of this server.
//!
//! # Guarantees
//! - A guest's token is valid only on routes open to guests, and no other token is valid as one.
//!   Its key is a separate secret, created once and shared by all replicas through the database.
//!   It does not depend on the keys that are configured for users with an account.
//! - A UUID that a client chooses belongs to the first client that claims it, on any replica.
//!
//! # Why a prefix
//! `users.external_id` is also the subject of tokens of other issuers, where it may be a UUID. If a
//! guest claimed that UUID, the user's first log-in would be taken for the guest. So guests are
//! `guest:<uuid>`, and tokens of other issuers with such a subject are refused.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rand::Rng as _;
use serde::Serialize;
use uuid::Uuid;

use super::claims::{Claims, Subject};
use super::keys::VerifyingKey;
use super::tokens::IssuedToken;
use crate::auth::token_error::TokenError;
use crate::db::{Error, Pool, query, server_keys};
use crate::domain::{Role, UserId};

/// The lifetime of a guest's token.
pub const LIFETIME: Duration = Duration::from_hours(180 * 24);
/// The age from which a used token is renewed.
const RENEWAL_AGE: SignedDuration = SignedDuration::from_hours(24);
/// Precedes the UUID in `users.external_id`.
const PREFIX: &str = "guest:";
/// The `aud` of a guest's token.
const AUDIENCE: &str = "vestnik-guests";
/// The name that others see.
const NAME: &str = "Guest";
/// The key's name in `server_keys`.
const KEY: &str = "guest-tokens";

const ADD_GUEST: &str = include_str!("sql/add_guest.sql");

/// Creates and verifies guests. Cheap to clone.
#[derive(Clone)]
pub struct Guests(Arc<Inner>);

struct Inner {
    pool: Pool,
    verifying: VerifyingKey,
    signing: EncodingKey,
}

/// A new guest.
pub struct NewGuest {
    pub user_id: UserId,
    /// The guest's public id.
    pub uuid: Uuid,
    pub token: IssuedToken,
}

/// A verified token of a guest.
pub(super) struct GuestToken {
    pub(super) claims: Claims,
    /// A new token, if this one is older than a day.
    pub(super) renewed: Option<IssuedToken>,
}

#[derive(Serialize)]
struct GuestClaims {
    aud: &'static str,
    sub: String,
    iat: i64,
    exp: i64,
}

impl Guests {
    /// The guests of this database. Creates their key if there is none yet.
    pub async fn open(pool: Pool) -> Result<Self, Error> {
        let mut new_key = [0; 32];
        rand::rng().fill_bytes(&mut new_key);
        let key = server_keys::find_or_create(&pool, KEY, &new_key).await?;
        let verifying = VerifyingKey::hs256(&key)
            .map_err(|error| Error::Unavailable(format!("the key of guests: {error}")))?;
        let signing = EncodingKey::from_secret(&key);
        Ok(Self(Arc::new(Inner {
            pool,
            verifying,
            signing,
        })))
    }

    /// Creates a guest with this UUID; `None` if it is taken.
    pub async fn claim(&self, uuid: Uuid) -> Result<Option<NewGuest>, Error> {
        let row = query::first(
            &self.0.pool,
            ADD_GUEST,
            &[&external_id(uuid), &NAME, &Role::Guest.as_str()],
        )
        .await?;
        let Some(row) = row else { return Ok(None) };
        let user_id = row.try_get("user_id")?;
        Ok(Some(NewGuest {
            user_id,
            uuid,
            token: self.issue(uuid, Timestamp::now()),
        }))
    }

    /// A token for the guest with this UUID, issued at that time.
    pub fn issue(&self, uuid: Uuid, at: Timestamp) -> IssuedToken {
        let iat = at.as_second();
        let lifetime = i64::try_from(LIFETIME.as_secs()).unwrap_or(i64::MAX);
        let expires_at = Timestamp::from_second(iat + lifetime).unwrap_or(Timestamp::MAX);
        let claims = GuestClaims {
            aud: AUDIENCE,
            sub: external_id(uuid),
            iat,
            exp: expires_at.as_second(),
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.0.signing)
            .expect("HMAC takes a key of any length and the claims are plain JSON");
        IssuedToken { token, expires_at }
    }

    /// Verifies a token; `None` if it is not a guest's.
    pub(super) fn read(&self, token: &str) -> Option<Result<GuestToken, TokenError>> {
        let claims = self.0.verifying.open(token, &[]).ok()?;
        if claims.get("aud").and_then(|audience| audience.as_str()) != Some(AUDIENCE) {
            return None;
        }
        let now = Timestamp::now();
        let issued_at = claims.get("iat").and_then(serde_json::Value::as_i64);
        let claims = match Claims::read(&claims, token, None, SignedDuration::ZERO, now) {
            Ok(claims) => claims,
            Err(error) => return Some(Err(error)),
        };
        let issued_at = issued_at.and_then(|at| Timestamp::from_second(at).ok());
        let is_old = issued_at.is_none_or(|at| now.duration_since(at) > RENEWAL_AGE);
        let renewed = match &claims.subject {
            Subject::External(name) if is_old => uuid_of(name).map(|uuid| self.issue(uuid, now)),
            _ => None,
        };
        Some(Ok(GuestToken { claims, renewed }))
    }
}

/// `users.external_id` of a guest.
pub fn external_id(uuid: Uuid) -> String {
    format!("{PREFIX}{uuid}")
}

fn uuid_of(external_id: &str) -> Option<Uuid> {
    external_id.strip_prefix(PREFIX)?.parse().ok()
}

/// The public id of a user with an `external_id`: the UUID of a guest, else the `external_id`.
pub fn name_of(external_id: &str) -> &str {
    external_id.strip_prefix(PREFIX).unwrap_or(external_id)
}

/// Whether this is a guest's `external_id`, which tokens of other issuers must not name.
pub(super) fn is_of_a_guest(external_id: &str) -> bool {
    external_id.starts_with(PREFIX)
}
