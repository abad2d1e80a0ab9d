//! Sending a message, by REST or by Socket.IO.

use std::collections::HashMap;

use uuid::Uuid;

use super::{encode, wire};
use crate::chat::{Audience, Chat};
use crate::domain::text::MessageText;
use crate::domain::{AttachmentId, ChatId, Features, MessageKind, NewMessage, UserId};
use crate::http::sending::{message_text, send};
use crate::http::{Code, Problem};

/// Attachments of one message at most.
const ATTACHMENTS_MAX: usize = 10;

/// A valid message to send: a text, attachments, or both.
pub(super) struct Draft {
    text: MessageText,
    kind: MessageKind,
    attachments: Vec<AttachmentId>,
    client_id: Option<Uuid>,
}

impl Draft {
    pub(super) fn new(
        features: &Features,
        content: String,
        kind: MessageKind,
        attachments: Vec<AttachmentId>,
        client_id: Option<Uuid>,
    ) -> Result<Self, Problem> {
        check_attachments(&attachments)?;
        let is_blank = content.trim().is_empty();
        let text = if is_blank && !attachments.is_empty() {
            MessageText::none()
        } else {
            message_text(features, "content", content)?
        };
        Ok(Self {
            text,
            kind,
            attachments,
            client_id,
        })
    }

    /// Sends the message, and returns it as its sender sees it.
    pub(super) async fn send(
        self,
        chat: &Chat,
        sender: UserId,
        chat_id: ChatId,
    ) -> Result<wire::Message, Problem> {
        let sending = send(chat, sender, self.in_chat(chat_id));
        let sent = chat.or_chat_not_found(chat_id, sending).await?;
        let id = sent.event().message_id();
        let read_at = if sent.is_new {
            HashMap::new()
        } else {
            chat.read_at(Some(sender), chat_id, &[id]).await?
        };
        let mut message = encode::sent_message(sent.event(), sent.message(), Audience::Actor);
        message.read_at = read_at.get(&id).copied();
        Ok(message)
    }

    fn in_chat(self, chat_id: ChatId) -> NewMessage {
        let Self {
            text,
            kind,
            attachments,
            client_id,
        } = self;
        NewMessage {
            files: attachments,
            kind,
            client_id,
            ..NewMessage::text(chat_id, text)
        }
    }
}

fn check_attachments(ids: &[AttachmentId]) -> Result<(), Problem> {
    let invalid = |detail: String| Err(Problem::bad_request(Code::InvalidContent, detail));
    if ids.len() > ATTACHMENTS_MAX {
        return invalid(format!(
            "there may be at most {ATTACHMENTS_MAX} attachments"
        ));
    }
    let is_duplicate = |(at, id)| ids[..at].contains(id);
    if ids.iter().enumerate().any(is_duplicate) {
        return invalid("attachments contains a duplicate".to_owned());
    }
    Ok(())
}
