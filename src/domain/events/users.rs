//! Users who are erased.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use crate::domain::ids::UserId;

/// Payload of `user_erased`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserErased {
    pub user_id: UserId,
}

impl Payload for UserErased {
    fn fields() -> Fields {
        &[
            ("user_id", Field::Person),
            ("requested_by", Field::Person),
            ("operator", Field::Plain),
            ("reason", Field::Plain),
            ("erased_events", Field::Plain),
            ("events_hash", Field::Plain),
        ]
    }
}
