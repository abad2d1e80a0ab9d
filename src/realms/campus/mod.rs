//! A university: private conversations and groups that people make themselves. REST and a
//! WebSocket per conversation under `/api/unet-chat`.
//!
//! Ids of conversations and messages are UUIDs, those of the events they began with.
//! Everything here is the contract; nothing of it is known elsewhere.
//!
//! # Readings of the contract
//! - `participant_ids` may name the caller, and anybody twice: neither adds anybody. What is
//!   left must be one for a private conversation, and 2 to 500 with the caller for a group.
//! - A user who is not there is a mistake in the body (400), also for a participant to be
//!   added; one to be removed is a place that is not there (404).
//! - An id in the path that is no UUID is malformed: 400. One of a deleted message, or of
//!   anything in a deleted conversation or another realm, is not there: 404.
//! - `before` may be a message that was deleted since; one that is not of the conversation is
//!   400. So is `reply_to`, once it is clear that the caller may write there at all.
//! - Fetching history is no visit, since there is a route for that.
//! - Somebody added who was in already is answered by 200, and nothing is appended; an edit
//!   that changes nothing is no event either.
//! - Whoever resumes a private conversation from before it was deleted, and it came back, is
//!   not told `conversation:deleted`.
//! - A message repeated over the socket with its `client_id` is answered to that socket alone,
//!   without a top-level `id`: nothing new is in the log. An `error` names the `client_id` of
//!   the message it refuses.

mod api;
mod frames;
mod policy;
mod routes;
mod sending;
mod socket;
mod translate;
mod typists;
pub mod wire;

use crate::chat;
use crate::directory::{self, Directory};
use crate::domain::{Name, UserId};
use crate::realms::kit::RealmDescriptor;
use routes::routes;

pub use policy::REALM;

/// The entry of this realm in the list of realms.
pub const DESCRIPTOR: RealmDescriptor = RealmDescriptor::new(policy::POLICY, routes);

/// The name of a user, or that of a removed one.
async fn name_of(directory: &Directory, user_id: UserId) -> Result<Name, chat::Error> {
    match directory.by_id(user_id).await {
        Ok(person) => Ok(person.map_or(Name::Removed, |person| person.name)),
        Err(directory::Error::Database(error)) => Err(error.into()),
        Err(error) => Err(chat::Error::Internal(error.to_string())),
    }
}
