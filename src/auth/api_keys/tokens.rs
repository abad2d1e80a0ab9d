//! Tokens of people that keys issue, for the clients of an application that has log-ins of its own.

use std::time::Duration;

use uuid::Uuid;

use crate::auth::error::Error;
use crate::auth::tokens::{IssuedToken, TokenIssuer};
use crate::db::{Pool, query};
use crate::directory::Person;
use crate::domain::KeyUse;

const ADD_KEY_TOKEN: &str = "SELECT public.add_key_token($1, $2, $3, $4) AS is_valid";

/// Issues tokens that end with the key. Cheap to clone.
#[derive(Clone)]
pub struct KeyTokens {
    pool: Pool,
    issuer: TokenIssuer,
}

impl KeyTokens {
    /// Tokens that `issuer` signs.
    pub fn new(pool: Pool, issuer: TokenIssuer) -> Self {
        Self { pool, issuer }
    }

    /// Issues a token for a person.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] if the key was revoked meanwhile.
    pub async fn issue(
        &self,
        used: &KeyUse,
        person: &Person,
        lifetime: Duration,
    ) -> Result<IssuedToken, Error> {
        let session = Uuid::now_v7();
        let issued = self.issuer.issue(person, session, lifetime);
        let (key, named) = (&*used.name, format!("sid:{session}"));
        let expires_at = issued.expires_at;
        let parameters: query::Parameters<'_> = &[&key, &named, &person.id, &expires_at];
        let row = query::first(&self.pool, ADD_KEY_TOKEN, parameters).await?;
        let is_valid = row.map(|row| row.try_get("is_valid")).transpose();
        if !is_valid.map_err(crate::db::Error::from)?.unwrap_or(false) {
            return Err(Error::InvalidKey);
        }
        tracing::info!(
            key.name = key,
            user.id = person.id.0,
            "a key issued a token"
        );
        Ok(issued)
    }
}
