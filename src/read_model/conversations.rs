//! Conversations of any kind, as their participants see them.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Message, Person};
use crate::domain::{ChatId, ChatKind, UserId};

/// A conversation as it stands for one of its participants.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// Its id.
    pub id: ChatId,
    /// Its name where names are UUIDs: the id of the event it began with.
    pub uuid: Uuid,
    /// Of two, or of many.
    pub kind: ChatKind,
    /// What it is called.
    pub title: Option<String>,
    /// Who began it.
    pub created_by: Option<UserId>,
    /// When it began.
    pub created_at: Timestamp,
    /// When the newest message was sent, or it began.
    pub updated_at: Timestamp,
    /// What it is about, in its realm's words.
    pub context: Option<serde_json::Value>,
    /// Who is in it, by id.
    pub participants: Vec<Person>,
    /// The newest message that is not deleted.
    pub last_message: Option<Message>,
    /// Messages of others, not deleted, that the reader has not seen.
    pub unread_count: i64,
}

/// A part of a list, by offset, for contracts that page so.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// How many.
    pub limit: i64,
    /// After how many.
    pub offset: i64,
}
