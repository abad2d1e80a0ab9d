//! Finds the tables of another application, so that a migration writes nothing into its database.

use tokio_postgres::Client;

const FOREIGN_TABLES: &str = include_str!("sql/foreign_tables.sql");
const HAS_HISTORY: &str =
    "SELECT to_regclass('public.refinery_schema_history') IS NOT NULL AS exists";
/// Another application may have a history of the same tool.
const IS_OUR_HISTORY: &str = "
    SELECT EXISTS (
        SELECT FROM public.refinery_schema_history AS h WHERE h.version = 1 AND h.name = 'users'
    ) AS exists";

/// The most tables that an error names.
const NAMED: usize = 20;

/// The names of tables that no migration of this server has made; `None` if there are none.
///
/// Tables are read before the history: a migration that another replica commits between the two has both.
pub(super) async fn find(owner: &Client) -> Result<Option<String>, tokio_postgres::Error> {
    let rows = owner.query_typed(FOREIGN_TABLES, &[]).await?;
    if rows.is_empty() || has_history(owner).await? {
        return Ok(None);
    }
    let tables: Vec<String> = rows
        .iter()
        .map(|row| row.try_get("name"))
        .collect::<Result<_, _>>()?;
    Ok(Some(list(&tables)))
}

async fn has_history(owner: &Client) -> Result<bool, tokio_postgres::Error> {
    let there: bool = owner
        .query_typed_one(HAS_HISTORY, &[])
        .await?
        .try_get("exists")?;
    if !there {
        return Ok(false);
    }
    owner
        .query_typed_one(IS_OUR_HISTORY, &[])
        .await?
        .try_get("exists")
}

fn list(tables: &[String]) -> String {
    let named = tables.iter().take(NAMED).map(String::as_str);
    let named = named.collect::<Vec<_>>().join(", ");
    match tables.len().saturating_sub(NAMED) {
        0 => named,
        others => format!("{named} and {others} more"),
    }
}
