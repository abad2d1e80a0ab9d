//! The connection of a verification.

use crate::db::{Connector, DbConnection, Error};

/// Names resolve to what Postgres brings along, and a policy that would hide rows is an error.
const SET_UP: &str = "
    SET search_path = pg_catalog, pg_temp;
    SET row_security = off;
    SET default_transaction_read_only = on";

/// Connects as the owner.
pub(in crate::audit) async fn connect(owner: &Connector) -> Result<DbConnection, Error> {
    let connection = owner.open_as_owner().await?;
    connection.batch_execute(SET_UP).await?;
    Ok(connection)
}
