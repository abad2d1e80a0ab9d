//! Drafts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain;

/// A message that is not sent yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Draft {
    pub text: String,
    #[schema(required = true)]
    pub reply_to_id: Option<i64>,
}

/// The body of `PUT /chats/{id}/draft`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftChange {
    /// At most 10,000 characters. Empty, or only white space: there is no draft.
    pub text: String,
    /// A message of the same chat.
    pub reply_to_id: Option<i64>,
}

impl From<domain::Draft> for Draft {
    fn from(draft: domain::Draft) -> Self {
        Self {
            text: draft.text,
            reply_to_id: draft.reply_to.map(|id| id.0),
        }
    }
}
