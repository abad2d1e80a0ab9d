//! Parameters of statements.

use tokio_postgres::types::ToSql;

/// The values of `$1`, `$2`, and so on.
pub type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];
