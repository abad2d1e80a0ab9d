//! Looking keys up.

use std::sync::Arc;

use tokio_postgres::Row;

use super::secret::hash_of;
use crate::auth::principals::KnownUser;
use crate::db::{BatchedQuery, Error, Pool, RowExt as _, query};
use crate::domain::{KeyScope, Name, Realm, Role, UserId};

/// Look-ups in one query.
const BATCH: usize = 256;

const FIND_API_KEYS: &str = include_str!("../sql/find_api_keys.sql");

/// A key's hash, and the user whom the request acts for.
type Asked = (Vec<u8>, Option<UserId>);

/// Looks keys up. Clones share their queries.
#[derive(Clone)]
pub struct ApiKeys {
    pool: Pool,
    lookups: Arc<BatchedQuery<Asked, KeyLookup>>,
}

/// The result of a look-up.
pub(crate) enum KeyLookup {
    /// There is no such key, or it is revoked.
    Unknown,
    Found(Box<FoundKey>),
}

/// A valid key.
pub(crate) struct FoundKey {
    pub(crate) name: Arc<str>,
    pub(crate) realm: Realm,
    pub(crate) scopes: Vec<KeyScope>,
    /// The key's own user.
    pub(crate) own_user: UserId,
    /// Whom the request acts for, perhaps the key's own user; `None` if the key may not.
    pub(crate) user: Option<KnownUser>,
}

impl ApiKeys {
    /// The keys in the database of `pool`.
    pub fn new(pool: Pool) -> Self {
        let lookups = BatchedQuery::new(BATCH, 1);
        Self { pool, lookups }
    }

    /// Looks up a key and the person whom it acts for, as they are now.
    pub(crate) async fn find(&self, key: &str, act_as: Option<UserId>) -> Result<KeyLookup, Error> {
        let pool = self.pool.clone();
        let look_up = move |asked| look_up(pool.clone(), asked);
        self.lookups.get((hash_of(key), act_as), look_up).await
    }
}

async fn look_up(pool: Pool, asked: Vec<Asked>) -> Result<Vec<KeyLookup>, Error> {
    let (hashes, users): (Vec<Vec<u8>>, Vec<Option<UserId>>) = asked.into_iter().unzip();
    let rows = query::all(&pool, FIND_API_KEYS, &[&hashes, &users]).await?;
    rows.iter().map(found).collect()
}

fn found(row: &Row) -> Result<KeyLookup, Error> {
    let Some(name) = row.try_get::<_, Option<&str>>("name")? else {
        return Ok(KeyLookup::Unknown);
    };
    // A realm that this build lacks serves no request.
    let Ok(realm) = row.try_get::<_, &str>("realm")?.parse() else {
        return Ok(KeyLookup::Unknown);
    };
    let scopes = row.array::<String>("scopes")?;
    Ok(KeyLookup::Found(Box::new(FoundKey {
        name: name.into(),
        realm,
        // A newer build may have added a scope that this one lacks.
        scopes: scopes
            .iter()
            .filter_map(|scope| scope.parse().ok())
            .collect(),
        own_user: row.try_get("key_user_id")?,
        user: user(row)?,
    })))
}

fn user(row: &Row) -> Result<Option<KnownUser>, Error> {
    let Some(user_id) = row.try_get::<_, Option<UserId>>("user_id")? else {
        return Ok(None);
    };
    let role: &str = row.try_get("role")?;
    Ok(Some(KnownUser {
        user_id,
        role: role.parse().unwrap_or(Role::Member),
        name: Name::of(user_id, row.try_get("user_name")?),
        email: row.try_get("email")?,
        external_id: row.try_get("external_id")?,
        created_at: row.timestamp("created_at")?,
        picture_id: row.try_get("picture_id")?,
        avatar_url: row.try_get("avatar_url")?,
        language: KnownUser::language_of(row)?,
        // What tokens say of a person is compared with theirs only.
        company_id: None,
        claims_at: None,
        is_beyond_key: true,
    }))
}
