//! The keys of a database, for the operator.

use tokio_postgres::Row;

use super::secret::{hash_of, new_key};
use crate::db::{Connector, DbConnection, Error, FromRow, classify};
use crate::domain::{KeyName, KeyScope, Realm, UserId};

const ADD_API_KEY: &str = include_str!("../sql/add_api_key.sql");
const API_KEYS: &str = include_str!("../sql/api_keys.sql");
const REVOKE_API_KEY: &str = "SELECT public.revoke_api_key($1) AS was_valid";

/// A key, without its secret.
#[derive(Debug, Clone)]
pub struct ListedKey {
    pub name: String,
    pub realm: String,
    /// Comma-separated.
    pub scopes: String,
    /// The key's own user.
    pub user_id: UserId,
    /// As Postgres prints it.
    pub created_at: String,
    /// The same; `None` for a valid key.
    pub revoked_at: Option<String>,
}

/// A new key.
pub struct NewKey {
    /// The key itself, which is stored nowhere.
    pub secret: String,
    /// The key's own user.
    pub user_id: UserId,
}

/// Adds, lists and revokes keys.
pub struct ApiKeyList(DbConnection);

impl ApiKeyList {
    /// Connects, as the owner.
    pub async fn open(owner: &Connector) -> Result<Self, Error> {
        Ok(Self(owner.open_as_owner().await?))
    }

    /// Adds a key; `None` if there is or was one with this name.
    pub async fn add(
        &self,
        name: &KeyName,
        realm: Realm,
        scopes: &[KeyScope],
    ) -> Result<Option<NewKey>, Error> {
        let secret = new_key();
        let scopes: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        let (name, hash) = (name.as_str(), hash_of(&secret));
        let rows = self
            .0
            .query(ADD_API_KEY, &[&name, &hash, &realm, &scopes])
            .await
            .map_err(classify)?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let user_id = row.try_get("user_id")?;
        Ok(Some(NewKey { secret, user_id }))
    }

    /// All keys, by name.
    pub async fn all(&self) -> Result<Vec<ListedKey>, Error> {
        let rows = self.0.query(API_KEYS, &[]).await.map_err(classify)?;
        rows.iter().map(ListedKey::from_row).collect()
    }

    /// Revokes a key. Returns whether it was valid before; `None` if there is no such key.
    pub async fn revoke(&self, name: &KeyName) -> Result<Option<bool>, Error> {
        let row = self.0.query_one(REVOKE_API_KEY, &[&name.as_str()]).await;
        Ok(row.map_err(classify)?.try_get("was_valid")?)
    }
}

impl FromRow for ListedKey {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            name: row.try_get("name")?,
            realm: row.try_get("realm")?,
            scopes: row.try_get("scopes")?,
            user_id: row.try_get("user_id")?,
            created_at: row.try_get("created_at")?,
            revoked_at: row.try_get("revoked_at")?,
        })
    }
}
