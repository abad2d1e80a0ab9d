//! Links that switch e-mails off without a log-in (RFC 8058).

use std::sync::Arc;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::Rng as _;
use serde::{Deserialize, Serialize};

use crate::db::{Error, Pool, query, server_keys};
use crate::domain::UserId;

/// The key's name in `server_keys`.
const KEY: &str = "unsubscribe";
/// The purpose of the tokens.
const AUDIENCE: &str = "unsubscribe";

const UNSUBSCRIBE: &str = include_str!("sql/unsubscribe.sql");

/// Signs the tokens of the links. Cheap to clone.
///
/// A token names the user and nothing else, and does not expire: an e-mail may be kept for years, and all
/// it permits is to send its receiver no more of them.
#[derive(Clone)]
pub struct UnsubscribeKey(Arc<Inner>);

struct Inner {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    aud: String,
}

impl UnsubscribeKey {
    /// The key of this database. Creates it if there is none yet.
    pub async fn open(pool: &Pool) -> Result<Self, Error> {
        let mut new_key = [0; 32];
        rand::rng().fill_bytes(&mut new_key);
        let key = server_keys::find_or_create(pool, KEY, &new_key).await?;
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["aud", "sub"]);
        validation.validate_exp = false;
        Ok(Self(Arc::new(Inner {
            signing: EncodingKey::from_secret(&key),
            verifying: DecodingKey::from_secret(&key),
            validation,
        })))
    }

    /// The token of a user.
    pub(super) fn token(&self, user_id: i64) -> String {
        let claims = Claims {
            sub: user_id.to_string(),
            aud: AUDIENCE.to_owned(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.0.signing)
            .expect("the claims are plain JSON")
    }

    /// The user of a token; `None` if this server has not signed it.
    fn user_of(&self, token: &str) -> Option<UserId> {
        let (key, validation) = (&self.0.verifying, &self.0.validation);
        let token = jsonwebtoken::decode::<Claims>(token, key, validation).ok()?;
        token.claims.sub.parse().ok().map(UserId)
    }
}

/// Switches e-mails off. Cheap to clone.
#[derive(Clone)]
pub struct Unsubscriptions {
    pool: Pool,
    key: UnsubscribeKey,
}

impl Unsubscriptions {
    /// Takes tokens that this key has signed.
    pub fn new(pool: Pool, key: UnsubscribeKey) -> Self {
        Self { pool, key }
    }

    /// Whether this server has signed the token.
    pub fn is_valid(&self, token: &str) -> bool {
        self.key.user_of(token).is_some()
    }

    /// Switches the e-mails of the token's user off; false if the token is invalid.
    pub async fn unsubscribe(&self, token: &str) -> Result<bool, Error> {
        let Some(user_id) = self.key.user_of(token) else {
            return Ok(false);
        };
        query::run(&self.pool, UNSUBSCRIBE, &[&user_id]).await?;
        Ok(true)
    }
}
