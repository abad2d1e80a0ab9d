//! Writing into a conversation: what may be sent, by whichever way it comes.

use std::collections::HashMap;

use uuid::Uuid;

use super::{translate, wire};
use crate::chat::Chat;
use crate::domain::text::MessageText;
use crate::domain::{AppendOutcome, AttachmentId, ChatId, Command, MessageId, MessageKind, UserId};
use crate::http::{Code, Problem};

/// Files of one message at most.
const MAX_FILES: usize = 10;

/// What somebody wants to write, found to be well-formed.
pub(super) struct MessageDraft {
    text: Option<MessageText>,
    kind: MessageKind,
    files: Vec<AttachmentId>,
    client_id: Option<Uuid>,
}

impl MessageDraft {
    /// A text, or files, or both.
    pub(super) fn new(
        content: String,
        kind: MessageKind,
        files: Vec<AttachmentId>,
        client_id: Option<Uuid>,
    ) -> Result<Self, Problem> {
        if files.len() > MAX_FILES {
            let detail = format!("there may be at most {MAX_FILES} attachments");
            return Err(invalid(detail));
        }
        let has_twice = files
            .iter()
            .enumerate()
            .any(|(at, id)| files[..at].contains(id));
        if has_twice {
            return Err(invalid("an attachment is named twice".to_owned()));
        }
        // Beside files a text may be left out, but not be too long.
        let text = if content.trim().is_empty() && !files.is_empty() {
            None
        } else {
            let text = MessageText::new(content);
            Some(text.map_err(|error| invalid(format!("content {error}")))?)
        };
        Ok(Self {
            text,
            kind,
            files,
            client_id,
        })
    }

    fn into_command(self, chat_id: ChatId) -> Command {
        match self {
            Self {
                text: Some(text),
                kind: MessageKind::Text,
                files,
                client_id,
            } if files.is_empty() => Command::SendMessage {
                chat_id,
                text,
                client_id,
                reply_to: None,
            },
            Self {
                text,
                kind,
                files,
                client_id,
            } => Command::SendFiles {
                chat_id,
                text,
                kind,
                attachments: files,
                client_id,
            },
        }
    }
}

fn invalid(detail: String) -> Problem {
    Problem::bad_request(Code::InvalidContent, detail)
}

/// Sends; the message as its sender sees it, stored just now or before.
pub(super) async fn send(
    chat: &Chat,
    sender: UserId,
    chat_id: ChatId,
    writing: MessageDraft,
) -> Result<wire::Message, Problem> {
    let outcome = match chat.execute(sender, writing.into_command(chat_id)).await {
        Ok(outcome) => outcome,
        Err(error) => return Err(chat.distinguish_not_found(error, chat_id).await.into()),
    };
    let (stored, is_new) = match outcome {
        AppendOutcome::New(stored) => (stored, true),
        AppendOutcome::Duplicate(stored) => (stored, false),
        AppendOutcome::NoChange => return Err(Problem::internal()),
    };
    let id = MessageId(stored.position.0);
    let message = chat.message(sender, id).await?;
    let read_at = if is_new {
        HashMap::new()
    } else {
        chat.read_at(chat_id, &[id]).await?
    };
    Ok(translate::message(message, sender, &read_at))
}
