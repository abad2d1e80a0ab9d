//! A university: private conversations and groups that people make themselves. REST and a
//! WebSocket per conversation under `/api/unet-chat`.
//!
//! Ids of conversations and messages are UUIDs, those of the events they began with.
//! Everything here is the contract; nothing of it is known elsewhere.

mod frames;
mod handlers;
mod routes;
mod sending;
mod socket;
mod translate;
pub mod wire;

use std::time::Duration;

use axum::extract::FromRef;

pub use routes::routes;

use crate::auth::Gate;
use crate::chat::{self, Chat};
use crate::directory::{self, Directory};
use crate::domain::UserId;
use crate::realms::Ground;

/// What the university's handlers work with.
#[derive(Clone)]
pub struct Campus {
    /// Its conversations.
    pub chat: Chat,
    /// Who may come in.
    pub gate: Gate,
    /// What people are called.
    pub directory: Directory,
    /// From ping to ping on a socket.
    pub heartbeat: Duration,
}

impl From<Ground> for Campus {
    fn from(ground: Ground) -> Self {
        let Ground {
            chat,
            gate,
            directory,
            heartbeat,
            ..
        } = ground;
        Self {
            chat,
            gate,
            directory,
            heartbeat,
        }
    }
}

impl Campus {
    /// What somebody is called; nothing where they were removed.
    async fn name_of(&self, user_id: UserId) -> Result<String, chat::Error> {
        match self.directory.by_id(user_id).await {
            Ok(person) => Ok(person.map(|person| person.name).unwrap_or_default()),
            Err(directory::Error::Store(error)) => Err(error.into()),
            Err(error) => Err(chat::Error::Internal(error.to_string())),
        }
    }
}

impl FromRef<Campus> for Gate {
    fn from_ref(campus: &Campus) -> Self {
        campus.gate.clone()
    }
}
