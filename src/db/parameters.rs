//! Parameters of statements.

use tokio_postgres::types::ToSql;

/// The value of a placeholder.
pub type Parameter<'a> = &'a (dyn ToSql + Sync);

/// The values of `$1`, `$2`, and so on.
pub type Parameters<'a> = &'a [Parameter<'a>];
