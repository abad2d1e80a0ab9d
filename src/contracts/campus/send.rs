//! Sending a message, by REST or by the socket.

use uuid::Uuid;

use super::{encode, wire};
use crate::chat::{self, Chat, ReaderAccess};
use crate::domain::text::MessageText;
use crate::domain::{ChatId, MessageId, NewMessage, Rejection, UserId};
use crate::http::Problem;
use crate::http::sending;

/// A message to send.
pub(super) struct Draft {
    pub(super) chat_id: ChatId,
    /// The UUID of the chat.
    pub(super) conversation_id: Uuid,
    pub(super) text: MessageText,
    pub(super) reply_to: Option<Uuid>,
    pub(super) client_id: Option<Uuid>,
}

/// A stored message.
pub(super) struct SentMessage {
    /// Whether this request stored it, and not an earlier one with the same `client_id`.
    pub(super) is_new: bool,
    pub(super) message: wire::Message,
}

impl Draft {
    /// Sends the message.
    pub(super) async fn send(self, chat: &Chat, sender: UserId) -> Result<SentMessage, Problem> {
        let message = NewMessage {
            client_id: self.client_id,
            reply_to: reply_id(chat, self.reply_to).await?,
            ..NewMessage::text(self.chat_id, self.text)
        };
        let sent = sending::send(chat, sender, message).await?;
        let message = if sent.is_new {
            encode::sent_message(sent.event(), sent.message(), chat::Audience::Actor)
        } else {
            // The message may have been edited or deleted since.
            let message = own_message(chat, sender, sent.event().message_id()).await?;
            encode::message(message, self.conversation_id, sender)
        };
        Ok(SentMessage {
            is_new: sent.is_new,
            message,
        })
    }
}

/// A message as it is now, deleted or not, of a chat that the reader is in.
///
/// # Errors
/// `NotAParticipant`, also if there is no such message.
pub(super) async fn own_message(
    chat: &Chat,
    reader: UserId,
    id: MessageId,
) -> Result<chat::Message, chat::Error> {
    let message = chat.message(ReaderAccess::member(reader), id).await;
    message.map_err(|error| match error {
        chat::Error::Rejected(Rejection::MessageNotFound) => Rejection::NotAParticipant.into(),
        error => error,
    })
}

/// The id of the message that is replied to, or [`MessageId::NONE`] for an unknown UUID: the
/// database refuses that one, after it has checked that the sender may write to this chat.
async fn reply_id(chat: &Chat, uuid: Option<Uuid>) -> Result<Option<MessageId>, chat::Error> {
    let Some(uuid) = uuid else {
        return Ok(None);
    };
    match chat.find_any_message(uuid).await {
        Ok(id) => Ok(Some(id)),
        Err(chat::Error::Rejected(_)) => Ok(Some(MessageId::NONE)),
        Err(error) => Err(error),
    }
}
