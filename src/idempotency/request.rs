//! What is known of a request with a key.

use uuid::Uuid;

use crate::domain::UserId;

/// SHA-256 of what a request asks for.
pub type RequestHash = [u8; 32];

/// A request that its client may repeat.
#[derive(Debug, Clone)]
pub struct KeyedRequest {
    pub user_id: UserId,
    /// The name of the operation in the OpenAPI document.
    pub operation: &'static str,
    /// What the client chose.
    pub key: Uuid,
    /// `None` as long as the body arrives.
    pub hash: Option<RequestHash>,
}

/// What is kept of a request that has made something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// The chat, file or message that it made, or that it concerned.
    pub made_id: i64,
    /// `None`: that of the [`KeyedRequest`].
    pub hash: Option<RequestHash>,
}

impl Record {
    /// That of a request whose hash is known.
    pub fn of(made_id: i64) -> Self {
        let hash = None;
        Self { made_id, hash }
    }
}
