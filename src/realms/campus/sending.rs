//! Sending, which REST and the socket do alike.

use uuid::Uuid;

use super::{translate, wire};
use crate::chat::{self, Chat};
use crate::domain::text::MessageText;
use crate::domain::{AppendOutcome, ChatId, Command, MessageId, MessageSent, UserId};
use crate::http::{Code, Problem};

/// The id of no message: positions begin at 1.
const UNKNOWN_MESSAGE: MessageId = MessageId(0);

/// What somebody wants to say.
pub(super) struct Draft {
    /// Where: its name, and its id.
    pub(super) conversation: (Uuid, ChatId),
    pub(super) text: MessageText,
    pub(super) reply_to: Option<Uuid>,
    pub(super) client_id: Option<Uuid>,
}

/// What was said.
pub(super) struct Sent {
    /// Whether it was now, rather than before under the same `client_id`.
    pub(super) is_new: bool,
    pub(super) message: wire::Message,
}

/// A message's text, or a 400.
pub(super) fn text(text: String) -> Result<MessageText, Problem> {
    MessageText::new(text)
        .map_err(|error| Problem::bad_request(Code::InvalidContent, format!("text {error}")))
}

/// Says it, durably.
pub(super) async fn send(chat: &Chat, sender: UserId, draft: Draft) -> Result<Sent, Problem> {
    let Draft {
        text, client_id, ..
    } = draft;
    let (conversation_id, chat_id) = draft.conversation;
    let reply_to = resolve_reply_to(chat, draft.reply_to).await?;
    let sent = MessageSent {
        content: text.as_str().to_owned(),
        client_id,
        reply_to,
        ..MessageSent::default()
    };
    let command = Command::SendMessage {
        chat_id,
        text,
        client_id,
        reply_to,
    };
    match chat.execute(sender, command).await? {
        AppendOutcome::New(stored) => Ok(Sent {
            is_new: true,
            message: translate::stored_message(&stored, sent, conversation_id, draft.reply_to),
        }),
        // It may have been edited or deleted since.
        AppendOutcome::Duplicate(stored) => {
            let message = chat.message(sender, MessageId(stored.position.0)).await?;
            Ok(Sent {
                is_new: false,
                message: translate::message(message, conversation_id, sender),
            })
        }
        AppendOutcome::NoChange => Err(Problem::internal()),
    }
}

/// The message that is answered. Whether it may be is for the store to say, and only once it
/// is clear that the sender may write there and has not said this before: hence an id, even
/// where there is no such message.
async fn resolve_reply_to(
    chat: &Chat,
    reply_to: Option<Uuid>,
) -> Result<Option<MessageId>, chat::Error> {
    let Some(reply_to) = reply_to else {
        return Ok(None);
    };
    match chat.find_any_message(reply_to).await {
        Ok(id) => Ok(Some(id)),
        Err(chat::Error::Rejected(_)) => Ok(Some(UNKNOWN_MESSAGE)),
        Err(error) => Err(error),
    }
}
