//! Messages that are sent, edited and deleted.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::{ConflictKey, NewEvent};
use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::attachment::{Attachment, MessageKind, text_or_file_names};
use crate::domain::custom::Custom;
use crate::domain::ids::{AttachmentId, ChatId, MessageId, ScheduledId, UserId};
use crate::domain::mentions::Mention;
use crate::domain::poll::PollSettings;
use crate::domain::text::MessageText;

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    pub chat_id: ChatId,
    pub text: MessageText,
    /// The sender's own, uploaded before.
    pub files: Vec<AttachmentId>,
    pub kind: MessageKind,
    /// A message of the same chat.
    pub reply_to: Option<MessageId>,
    /// Members of the chat, besides those whom the text names.
    pub mentions: Vec<UserId>,
    /// A message that the sender may see, whose text and files are sent: then the message has nothing
    /// of its own.
    pub forward: Option<MessageId>,
    /// The text is that of this poll.
    pub poll: Option<PollSettings>,
    pub custom: Custom,
    /// Nobody is notified of it.
    pub silent: bool,
    /// Chosen by the sender: a repeated id creates no second message.
    pub client_id: Option<Uuid>,
}

impl NewMessage {
    /// A text.
    pub fn text(chat_id: ChatId, text: MessageText) -> Self {
        Self {
            chat_id,
            text,
            files: Vec::new(),
            kind: MessageKind::Text,
            reply_to: None,
            mentions: Vec::new(),
            forward: None,
            poll: None,
            custom: Custom::default(),
            silent: false,
            client_id: None,
        }
    }

    /// The text and the files of another message.
    pub fn forward(chat_id: ChatId, message_id: MessageId) -> Self {
        Self {
            forward: Some(message_id),
            ..Self::text(chat_id, MessageText::none())
        }
    }

    /// What the message has of its own.
    pub(super) fn payload(self) -> MessageSent {
        MessageSent {
            content: self.text.into_string(),
            client_id: self.client_id,
            reply_to: self.reply_to,
            kind: self.kind,
            attachments: self.files,
            mentions: self.mentions.into_iter().map(Mention::of).collect(),
            poll: self.poll,
            custom: self.custom,
            silent: self.silent,
            ..MessageSent::default()
        }
    }
}

/// Send a message.
#[derive(Debug, Clone)]
pub struct SendMessage(pub NewMessage);

impl Command for SendMessage {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let Self(message) = self;
        let (kind, chat_id) = (EventKind::MessageSent, message.chat_id);
        let key = message.client_id.map_or(ConflictKey::None, |id| {
            ConflictKey::Send(chat_id, requester.user_id, id)
        });
        let Some(message_id) = message.forward else {
            return requester.event(kind, Some(chat_id), &message.payload(), key);
        };
        // forwarded_payload() adds the rest.
        let mut payload = json!({ "forwarded_from": { "message_id": message_id } });
        if let Some(id) = message.client_id {
            payload["client_id"] = json!(id);
        }
        if !message.custom.is_empty() {
            payload["custom"] = json!(message.custom);
        }
        if message.silent {
            payload["silent"] = json!(true);
        }
        requester.event(kind, Some(chat_id), &payload, key)
    }
}

/// Payload of `message_sent`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MessageSent {
    /// The text as it was sent; empty once its author was erased, or if the message was deleted
    /// since in a realm whose streams have no frame for deletions.
    pub content: String,
    /// Chosen by the sender: a repeated id creates no second message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Uuid>,
    /// The message of the same chat that this one replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    #[serde(rename = "type", default, skip_serializing_if = "MessageKind::is_text")]
    pub kind: MessageKind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentId>,
    /// The members whom it mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// Its text is that of a poll.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<PollSettings>,
    #[serde(default, skip_serializing_if = "Custom::is_empty")]
    pub custom: Custom,
    /// Nobody is notified of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
    /// The message that it forwards, whose text and files it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded_from: Option<ForwardedFrom>,
    /// Whether it forwarded a message, of which the erasure of its author left nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_forwarded: bool,
    /// That of the message that its sender scheduled, and that is sent with this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_id: Option<ScheduledId>,
    /// Names, types and sizes of the attachments: read with the event, as they are now.
    #[serde(skip)]
    pub files: Vec<Attachment>,
}

/// Where a forwarded message is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForwardedFrom {
    pub message_id: MessageId,
    pub author_id: UserId,
    pub chat_id: ChatId,
    /// Who wrote the text, if the forwarded message was forwarded itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_author_id: Option<UserId>,
}

impl ForwardedFrom {
    /// Who wrote the text.
    pub fn text_author(&self) -> UserId {
        self.text_author_id.unwrap_or(self.author_id)
    }
}

impl MessageSent {
    /// The text, or the names of its files.
    pub fn text_or_file_names(&self) -> String {
        text_or_file_names(self.content.clone(), &self.files)
    }

    /// Whether it marks the chat read for its sender: see `sql/projection/is_visit.sql`.
    pub fn is_visit(&self) -> bool {
        self.kind != MessageKind::System
            && self.forwarded_from.is_none()
            && !self.was_forwarded
            && self.scheduled_id.is_none()
    }

    /// Whether it mentions a user.
    pub fn mentions(&self, user_id: UserId) -> bool {
        let mut mentioned = self.mentions.iter();
        mentioned.any(|mention| mention.user_id == user_id)
    }

    /// Whether neither text nor files are left: its author was erased, or it was deleted since.
    pub fn is_blank(&self) -> bool {
        self.content.is_empty() && self.files.is_empty()
    }
}

impl Payload for MessageSent {
    fn fields() -> Fields {
        &[
            ("content", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
            ("client_id", Field::Plain),
            ("reply_to", Field::Event),
            ("type", Field::Plain),
            ("attachments", Field::Files),
            ("files", Field::Plain),
            ("mentions", Field::Mentions),
            ("poll", Field::Plain),
            ("custom", Field::Plain),
            ("silent", Field::Plain),
            ("forwarded_from", Field::Forwarded),
            ("was_forwarded", Field::Plain),
            ("scheduled_id", Field::Event),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Message]
    }

    fn has_text(&self) -> bool {
        !self.is_blank() || !self.custom.is_empty()
    }

    fn text_author(&self) -> Option<UserId> {
        let from = self.forwarded_from.as_ref();
        from.map(ForwardedFrom::text_author)
    }

    fn clear_text(&mut self) {
        self.content.clear();
        self.files.clear();
        self.forwarded_from = None;
        self.poll = None;
        self.custom = Custom::default();
    }

    fn memory(&self) -> usize {
        // The text, and two frames that repeat it.
        let texts = self.content.len() + self.custom.bytes();
        3 * texts + 1024 * self.files.len() + 128 * self.mentions.len()
    }
}

/// Change the text of a message. Allowed for the author.
#[derive(Debug, Clone)]
pub struct EditMessage {
    pub message_id: MessageId,
    pub text: MessageText,
}

impl Command for EditMessage {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = MessageEdited {
            message_id: self.message_id,
            content: self.text.into_string(),
        };
        requester.event_of_message(EventKind::MessageEdited, self.message_id, &payload)
    }
}

/// Payload of `message_edited`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageEdited {
    pub message_id: MessageId,
    /// The new text; empty once its author was erased.
    pub content: String,
}

impl Payload for MessageEdited {
    fn fields() -> Fields {
        &[
            ("message_id", Field::Event),
            ("content", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
            ("mentions", Field::Mentions),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::MessageEdited]
    }

    fn has_text(&self) -> bool {
        !self.content.is_empty()
    }

    fn clear_text(&mut self) {
        self.content.clear();
    }

    fn memory(&self) -> usize {
        3 * self.content.len()
    }
}

/// Delete a message. Allowed for the author, for the owner of the group, and for moderators if the message
/// was reported.
#[derive(Debug, Clone)]
pub struct DeleteMessage {
    pub message_id: MessageId,
}

impl Command for DeleteMessage {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "message_id": self.message_id });
        requester.event_of_message(EventKind::MessageDeleted, self.message_id, &payload)
    }
}

/// Payload of `message_deleted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDeleted {
    pub message_id: MessageId,
    /// Whether that unpinned it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_pinned: bool,
}

impl Payload for MessageDeleted {
    fn fields() -> Fields {
        &[("message_id", Field::Event), ("was_pinned", Field::Plain)]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        if self.was_pinned {
            &[ShownAs::MessageDeleted, ShownAs::Chat]
        } else {
            &[ShownAs::MessageDeleted]
        }
    }
}
