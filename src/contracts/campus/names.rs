//! Names of users.

use crate::chat;
use crate::directory::{self, Directory};
use crate::domain::{Name, UserId};

/// The name of a user, deleted or not.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn name_of(directory: &Directory, user_id: UserId) -> Result<Name, chat::Error> {
    match directory.by_id(user_id).await {
        Ok(person) => Ok(person.map_or(Name::Removed, |person| person.name)),
        Err(directory::Error::Database(error)) => Err(error.into()),
        Err(error) => Err(chat::Error::Internal(error.to_string())),
    }
}
