//! The handlers, by noun.

pub(super) mod accounts;
pub(super) mod attachments;
pub(super) mod chats;
pub(super) mod desk;
pub(super) mod events;
pub(super) mod invitations;
mod lists;
pub(super) mod managed_users;
pub(super) mod me;
pub(super) mod members;
pub(super) mod messages;
pub(super) mod people;
pub(super) mod pins;
pub(super) mod policy;
pub(super) mod push;
pub(super) mod reactions;
pub(super) mod reading;
pub(super) mod search;
pub(super) mod sessions;
pub(super) mod settings;
pub(super) mod unsubscribe;
pub(super) mod uploads;
pub(super) mod users;
