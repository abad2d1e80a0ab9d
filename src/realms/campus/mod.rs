//! A university: private conversations and groups that people make themselves. REST and a
//! WebSocket per conversation under `/api/unet-chat`.
//!
//! Ids of conversations and messages are UUIDs, those of the events they began with.
//! Everything here is the contract; nothing of it is known elsewhere.

mod handlers;
mod routes;
mod sending;
mod translate;
pub mod wire;

use axum::extract::FromRef;

pub use routes::routes;

use crate::auth::Gate;
use crate::chat::Chat;
use crate::directory::Directory;

/// What the university's handlers work with.
#[derive(Clone)]
pub struct Campus {
    /// Its conversations.
    pub chat: Chat,
    /// Who may come in.
    pub gate: Gate,
    /// What people are called.
    pub directory: Directory,
}

impl FromRef<Campus> for Gate {
    fn from_ref(campus: &Campus) -> Self {
        campus.gate.clone()
    }
}
