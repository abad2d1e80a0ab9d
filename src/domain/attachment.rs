//! Files that people attach to messages.

use serde::{Deserialize, Serialize};

use super::AttachmentId;

/// What sort of message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// A text.
    #[default]
    Text,
    /// Files, with a text or without one.
    File,
    /// Pictures, likewise.
    Image,
}

impl MessageKind {
    /// The kind of this name, in the log and on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "file" => Some(Self::File),
            "image" => Some(Self::Image),
            _ => None,
        }
    }

    /// Whether there is nothing to say of it.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "what serde calls it with"
    )]
    pub(super) fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// A file, complete and in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// What its owner called it, made harmless.
    pub name: String,
    /// What its content says it is.
    pub mime: String,
    /// In bytes.
    pub size: u64,
}
