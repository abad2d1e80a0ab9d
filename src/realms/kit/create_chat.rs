//! Creating a chat.

use crate::chat::{Chat, Error};
use crate::domain::{AppendOutcome, ChatCreated, ChatId, ChatKind, Command, UserId};

/// Creates a group, or gets or creates the private chat of a pair. Returns the chat's id, and
/// whether the chat is new.
///
/// # Errors
/// `UserNotFound`, if a participant does not exist.
pub(in crate::realms) async fn get_or_create(
    chat: &Chat,
    creator: UserId,
    new: ChatCreated,
) -> Result<(ChatId, bool), Error> {
    if new.kind == ChatKind::Private {
        let private = chat.get_or_create_private_chat(creator, new).await?;
        return Ok((private.chat_id, private.is_new));
    }
    match chat.execute(creator, Command::CreateChat(new)).await? {
        AppendOutcome::New(stored) => Ok((stored.chat_id, true)),
        AppendOutcome::Duplicate(_) | AppendOutcome::NoChange => {
            let reason = "a group was neither created nor refused".to_owned();
            Err(Error::Internal(reason))
        }
    }
}
