//! Erasures.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::desk::wire::DeskPerson;
use crate::http::Time;

/// How far an erasure is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ErasureState {
    /// Nobody asked for it.
    None,
    /// It waits for the operator of the server.
    Requested,
    Running,
    Done,
}

/// What erasing a user would erase, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Erasure {
    pub user: DeskPerson,
    #[schema(required = true)]
    pub email: Option<String>,
    pub counts: ErasureCounts,
    pub state: ErasureState,
    #[schema(required = true)]
    pub request: Option<ErasureRequest>,
    #[schema(required = true)]
    pub finished_at: Option<Time>,
}

/// What there is of a user in all realms.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasureCounts {
    /// Messages that were sent.
    pub messages: i64,
    /// Texts that would be erased: messages, their former texts, reports and titles.
    pub texts: i64,
    pub files: i64,
    pub file_bytes: i64,
    /// Chats that the user is in.
    pub chats: i64,
}

/// Who asked for an erasure.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasureRequest {
    pub requested_by: DeskPerson,
    pub requested_at: Time,
}

/// The request to erase a user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewErasure {
    /// The name of the user, typed to confirm; of a user without a name the id.
    pub confirm_name: String,
}

/// A page of the erasures that were asked for, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasureList {
    pub erasures: Vec<ListedErasure>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// An erasure that was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedErasure {
    pub user: DeskPerson,
    pub state: ErasureState,
    pub requested_by: DeskPerson,
    pub requested_at: Time,
    #[schema(required = true)]
    pub finished_at: Option<Time>,
}
