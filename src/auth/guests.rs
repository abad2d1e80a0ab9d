//! Guests: people without an account, who prove who they are by a token of this server.
//!
//! # Guarantees
//! - A guest's token is believed where guests are, and nowhere else; no other token is ever
//!   taken for one. Its key is a secret of its own, made once and shared by all replicas through
//!   the database, whatever keys are configured for people with an account.
//! - A UUID that a client brings is given to one who asks first, on whichever replica.
//!
//! # Why a prefix
//! `users.external_id` is also the subject of tokens from elsewhere, and there it may well be a
//! UUID. A guest who could claim such a one would be that person from their first log-in on; so
//! guests are `guest:<uuid>` there, and no token from elsewhere speaks for such a name.

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
use crate::db::{Error, Pool, query};
use crate::domain::{Role, UserId};

/// How long a guest is known without coming back.
pub const LIFETIME: Duration = Duration::from_hours(180 * 24);
/// How old a token is when using it brings a new one.
const RENEWED_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// What stands before the UUID in `users.external_id`.
const PREFIX: &str = "guest:";
/// `aud` of a guest's token.
const AUDIENCE: &str = "vestnik-guests";
/// What others see until a guest has an account.
const NAME: &str = "Guest";
/// The key's name among the server's.
const KEY: &str = "guest-tokens";

/// Knows guests. Cheap to clone.
#[derive(Clone)]
pub struct Guests(Arc<Inner>);

struct Inner {
    pool: Pool,
    verifying: VerifyingKey,
    signing: EncodingKey,
}

/// Somebody who has just become a guest.
pub struct NewGuest {
    /// `users.id`.
    pub user_id: UserId,
    /// What they call themselves.
    pub uuid: Uuid,
    /// What proves it.
    pub token: IssuedToken,
}

/// A guest's token that was believed.
pub(super) struct GuestToken {
    pub(super) claims: Claims,
    /// Another one, where this one is not of today.
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
    /// The guests of this database; makes their key where there is none yet.
    pub async fn open(pool: Pool) -> Result<Self, Error> {
        let key = match key(&pool).await? {
            Some(key) => key,
            None => make_key(&pool).await?,
        };
        let verifying = VerifyingKey::hs256(&key)
            .map_err(|error| Error::Unavailable(format!("the key of guests: {error}")))?;
        let signing = EncodingKey::from_secret(&key);
        Ok(Self(Arc::new(Inner {
            pool,
            verifying,
            signing,
        })))
    }

    /// Makes somebody a guest under this UUID; `None` where somebody has it already.
    pub async fn claim(&self, uuid: Uuid) -> Result<Option<NewGuest>, Error> {
        let row = query::first(
            &self.0.pool,
            "INSERT INTO public.users (external_id, name, role)
             VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING
             RETURNING id",
            &[&external_id(uuid), &NAME, &Role::Guest.as_str()],
        )
        .await?;
        let Some(row) = row else { return Ok(None) };
        let user_id = UserId(row.try_get(0)?);
        Ok(Some(NewGuest {
            user_id,
            uuid,
            token: self.issue(uuid, Timestamp::now()),
        }))
    }

    /// A token for the guest with this UUID, as if it were minted at that time.
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

    /// Reads a token; `None` where it is not a guest's, so that others may look at it.
    pub(super) fn read(&self, token: &str) -> Option<Result<GuestToken, TokenError>> {
        let claims = self.0.verifying.open(token).ok()?;
        if claims.get("aud").and_then(|audience| audience.as_str()) != Some(AUDIENCE) {
            return None;
        }
        let now = Timestamp::now();
        let minted_at = claims.get("iat").and_then(serde_json::Value::as_i64);
        let claims = match Claims::read(&claims, token, SignedDuration::ZERO, now) {
            Ok(claims) => claims,
            Err(denied) => return Some(Err(denied)),
        };
        let minted_at = minted_at.and_then(|at| Timestamp::from_second(at).ok());
        let is_old = minted_at.is_none_or(|at| now.duration_since(at) > RENEWED_AFTER);
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

/// What somebody is called where they are not called by number: a guest by the UUID.
pub fn name_of(external_id: &str) -> &str {
    external_id.strip_prefix(PREFIX).unwrap_or(external_id)
}

/// Whether only a guest's token may speak for this name.
pub(super) fn is_of_a_guest(external_id: &str) -> bool {
    external_id.starts_with(PREFIX)
}

async fn key(pool: &Pool) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT k.key FROM public.server_keys AS k WHERE k.name = $1";
    let row = query::first(pool, sql, &[&KEY]).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

async fn make_key(pool: &Pool) -> Result<Vec<u8>, Error> {
    let mut made = vec![0; 32];
    rand::rng().fill_bytes(&mut made);
    // Another replica may be at it: the first one's counts.
    query::run(
        pool,
        "INSERT INTO public.server_keys (name, key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[&KEY, &made],
    )
    .await?;
    let key = key(pool).await?;
    key.ok_or_else(|| Error::Unavailable("the key of guests is not there".into()))
}
