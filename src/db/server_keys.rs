//! Secret keys that all replicas share, in the table `server_keys`.

use crate::db::error::Error;
use crate::db::pool::Pool;
use crate::db::query;

/// The key of this name. If there is none, `new_key` becomes the key.
pub async fn find_or_create(pool: &Pool, name: &str, new_key: &[u8]) -> Result<Vec<u8>, Error> {
    if let Some(key) = find(pool, name).await? {
        return Ok(key);
    }
    // Another replica may do the same at this moment: the first key wins.
    query::run(
        pool,
        "INSERT INTO public.server_keys (name, key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[&name, &new_key],
    )
    .await?;
    let key = find(pool, name).await?;
    key.ok_or_else(|| Error::Unavailable(format!("the key {name} is missing")))
}

async fn find(pool: &Pool, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT k.key FROM public.server_keys AS k WHERE k.name = $1";
    let row = query::first(pool, sql, &[&name]).await?;
    Ok(row.map(|row| row.try_get("key")).transpose()?)
}
