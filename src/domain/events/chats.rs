//! Chats that are created, renamed, restored, deleted and hidden.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::{ConflictKey, NewEvent};
use super::participants::Participant;
use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::custom::Custom;
use crate::domain::ids::{AttachmentId, ChatId, UserId};

/// The kind of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    /// A chat of two users, who never change.
    #[default]
    Private,
    /// A chat of any number of users, who may join and leave.
    Group,
}

/// Payload of `chat_created`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatCreated {
    #[serde(rename = "type", default)]
    pub kind: ChatKind,
    /// Makes it the only chat of its pair: see [`pair_key`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The subject of the chat, as an object that its realm defines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<serde_json::Value>,
    /// What the application keeps with it.
    #[serde(default, skip_serializing_if = "Custom::is_empty")]
    pub custom: Custom,
    pub participants: Vec<Participant>,
}

impl ChatCreated {
    /// The seller's role in a chat about a listing.
    pub const SELLER: &str = "seller";
    /// The buyer's role there.
    pub const BUYER: &str = "buyer";

    /// The field of the context that has the title of the listing.
    pub const LISTING_TITLE: &str = "title";

    /// The one private chat of two members.
    pub fn pair(one: UserId, other: UserId) -> Self {
        Self {
            kind: ChatKind::Private,
            pair_key: Some(pair_key(one, other)),
            title: None,
            context: None,
            custom: Custom::default(),
            participants: vec![Participant::member(one), Participant::member(other)],
        }
    }

    /// The private chat about a subject: its pair has one for each.
    #[must_use]
    pub fn about_subject(mut self, subject: serde_json::Value) -> Self {
        if let Some(pair) = &self.pair_key {
            self.pair_key = Some(format!("{}:{pair}", subject_key(&subject)));
        }
        self.context = Some(subject);
        self
    }

    /// The one chat about a listing, of its seller and a buyer. The order in its key matters: two
    /// users may buy from each other. `id_field` is what the realm calls the listing's id.
    pub fn about_listing(id_field: &str, id: i64, seller: UserId, buyer: UserId) -> Self {
        let participant = |user_id, role: &str| Participant {
            user_id,
            role: role.to_owned(),
        };
        Self {
            kind: ChatKind::Private,
            pair_key: Some(format!("{id}:{seller}:{buyer}")),
            title: None,
            context: Some(serde_json::json!({ id_field: id })),
            custom: Custom::default(),
            participants: vec![
                participant(seller, Self::SELLER),
                participant(buyer, Self::BUYER),
            ],
        }
    }

    /// The chat with the title of its listing, as its creator knew it.
    #[must_use]
    pub fn with_listing_title(mut self, title: String) -> Self {
        if let Some(serde_json::Value::Object(context)) = &mut self.context {
            context.insert(Self::LISTING_TITLE.to_owned(), title.into());
        }
        self
    }

    /// A group of members.
    pub fn group(title: String, members: impl IntoIterator<Item = UserId>) -> Self {
        Self {
            kind: ChatKind::Group,
            pair_key: None,
            title: Some(title),
            context: None,
            custom: Custom::default(),
            participants: members.into_iter().map(Participant::member).collect(),
        }
    }
}

impl Payload for ChatCreated {
    fn fields() -> Fields {
        &[
            ("type", Field::Plain),
            ("pair_key", Field::PairKey),
            ("title", Field::Plain),
            ("context", Field::Plain),
            ("custom", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
            ("participants", Field::Participants),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Chat, ShownAs::Message]
    }

    /// The title of the group or of the listing, and custom data.
    fn has_text(&self) -> bool {
        let context = self.context.as_ref();
        self.title.as_ref().is_some_and(|title| !title.is_empty())
            || !self.custom.is_empty()
            || context.is_some_and(|context| context.get(Self::LISTING_TITLE).is_some())
    }

    fn clear_text(&mut self) {
        if let Some(title) = &mut self.title {
            title.clear();
        }
        if let Some(serde_json::Value::Object(context)) = &mut self.context {
            context.remove(Self::LISTING_TITLE);
        }
        self.custom = Custom::default();
    }

    fn memory(&self) -> usize {
        64 * self.participants.len() + self.custom.bytes()
    }
}

/// Create a chat. If its `pair_key` is taken, the outcome is [`super::AppendOutcome::Duplicate`] with the
/// existing one, which may be deleted.
#[derive(Debug, Clone)]
pub struct CreateChat(pub ChatCreated);

impl Command for CreateChat {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let Self(created) = self;
        let key = created.pair_key.clone();
        let key = key.map_or(ConflictKey::None, |key| {
            ConflictKey::Pair(requester.realm, key)
        });
        requester.event(EventKind::ChatCreated, None, &created, key)
    }
}

/// The beginning of the pair key of a chat about a subject.
pub const SUBJECT_PREFIX: &str = "about-";

/// The prefix of the pair key of a chat about a subject: a digest, so that its length is bounded.
pub fn subject_key(subject: &serde_json::Value) -> String {
    let mut key = SUBJECT_PREFIX.to_owned();
    for byte in Sha256::digest(subject.to_string()) {
        write!(key, "{byte:02x}").expect("writing to a string cannot fail");
    }
    key
}

/// The canonical key of a pair: the lower id first, as
/// `sql/lessons/create_chat_on_lesson_completed.sql` makes it.
pub fn pair_key(one: UserId, other: UserId) -> String {
    format!("{}:{}", one.min(other), one.max(other))
}

/// Payload of `chat_restored`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRestored {
    pub participants: Vec<Participant>,
}

impl Payload for ChatRestored {
    fn fields() -> Fields {
        &[("participants", Field::Participants)]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Chat]
    }

    fn memory(&self) -> usize {
        64 * self.participants.len()
    }
}

/// Restore a deleted private chat with both its users.
#[derive(Debug, Clone)]
pub struct RestoreChat {
    pub chat_id: ChatId,
}

impl Command for RestoreChat {
    fn event_of(self, requester: &Requester) -> NewEvent {
        requester.event_of_chat(EventKind::ChatRestored, self.chat_id, &json!({}))
    }
}

/// Payload of `chat_deleted`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChatDeleted {}

impl Payload for ChatDeleted {
    fn fields() -> Fields {
        &[]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::ChatRemoved]
    }
}

/// Delete a chat for all: a private one by either side, a group by its owner.
#[derive(Debug, Clone)]
pub struct DeleteChat {
    pub chat_id: ChatId,
}

impl Command for DeleteChat {
    fn event_of(self, requester: &Requester) -> NewEvent {
        requester.event_of_chat(EventKind::ChatDeleted, self.chat_id, &json!({}))
    }
}

/// Payload of `chat_hidden`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChatHidden {}

impl Payload for ChatHidden {
    fn fields() -> Fields {
        &[]
    }
}

/// Remove a chat from the user's own list until a newer message arrives.
#[derive(Debug, Clone)]
pub struct HideChat {
    pub chat_id: ChatId,
}

impl Command for HideChat {
    fn event_of(self, requester: &Requester) -> NewEvent {
        requester.event_of_chat(EventKind::ChatHidden, self.chat_id, &json!({}))
    }
}

/// Payload of `chat_renamed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRenamed {
    /// The new title; empty once the user who set it was erased.
    pub content: String,
}

impl Payload for ChatRenamed {
    fn fields() -> Fields {
        &[
            ("content", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Chat, ShownAs::Message]
    }

    fn has_text(&self) -> bool {
        !self.content.is_empty()
    }

    fn clear_text(&mut self) {
        self.content.clear();
    }

    fn memory(&self) -> usize {
        self.content.len()
    }
}

/// Change the title of a group, which was checked. Allowed for its owner and admins.
#[derive(Debug, Clone)]
pub struct RenameChat {
    pub chat_id: ChatId,
    pub title: String,
}

impl Command for RenameChat {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = ChatRenamed {
            content: self.title,
        };
        requester.event_of_chat(EventKind::ChatRenamed, self.chat_id, &payload)
    }
}

/// Payload of `chat_picture_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatPictureChanged {
    /// `None`: the group has no picture.
    pub attachment_id: Option<AttachmentId>,
}

impl Payload for ChatPictureChanged {
    fn fields() -> Fields {
        &[
            ("attachment_id", Field::OptionalFile),
            ("previous_id", Field::File),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Chat]
    }
}

/// Change the picture of a group to an upload of the user's, or remove it. Allowed for its owner and
/// admins.
#[derive(Debug, Clone)]
pub struct ChangeChatPicture {
    pub chat_id: ChatId,
    pub attachment_id: Option<AttachmentId>,
}

impl Command for ChangeChatPicture {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let attachment_id = self.attachment_id;
        let payload = ChatPictureChanged { attachment_id };
        requester.event_of_chat(EventKind::ChatPictureChanged, self.chat_id, &payload)
    }
}
