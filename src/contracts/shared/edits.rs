//! Edited messages, for contracts that have no frame for edits of their own.

use crate::chat::{self, Chat, Message};
use crate::domain::{MessageEdited, UserId};

/// The message of an edit as it is now, for those who receive the event; `None` if it was deleted since.
pub async fn edited_message(
    chat: &Chat,
    reader: UserId,
    edited: &MessageEdited,
) -> Result<Option<Message>, chat::Error> {
    let message = chat.message_as_seen(reader, edited.message_id).await?;
    Ok(message.filter(|message| !message.is_deleted()))
}
