//! Files of which a replica could not read the content: they are tried again.

use crate::db::SharedConnection;
use crate::files::error::Error;

const POSTPONE: &str = include_str!("sql/postpone.sql");

/// Lets a file wait before it is tried again, by any replica: longer after each failure, an hour at most. Nothing
/// happens to one that was removed meanwhile.
///
/// # Errors
/// [`Error::Store`].
pub(super) async fn postpone(
    connection: &SharedConnection,
    id: i64,
    error: &Error,
) -> Result<(), Error> {
    let postponed = connection.query(POSTPONE, &[&id]).await?;
    if let Some(row) = postponed.first() {
        tracing::warn!(
            attachment.id = id,
            failures = row.get::<_, i32>("failures"),
            retry_in_seconds = row.get::<_, i32>("seconds"),
            %error,
            "a stored file could not be processed and is tried again: do all replicas use one storage?"
        );
    }
    Ok(())
}
