//! Accesses to chats by readers who are not members.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};

/// Payload of `accessed`. Replicas read nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accessed {}

impl Payload for Accessed {
    fn fields() -> Fields {
        &[
            ("action", Field::Plain),
            ("chat_id", Field::Event),
            ("attachment_id", Field::File),
            ("route", Field::Plain),
            ("address", Field::Plain),
            ("reason", Field::Plain),
        ]
    }
}
