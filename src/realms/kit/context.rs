//! The state of a realm's handlers.

use std::time::Duration;

use axum::extract::FromRef;

use crate::attachments::Attachments;
use crate::auth::{Authenticator, Guests, Sessions};
use crate::chat::Chat;
use crate::directory::Directory;

/// The state of all handlers of one realm. Cheap to clone.
#[derive(Clone, FromRef)]
pub struct RealmContext {
    pub chat: Chat,
    pub authenticator: Authenticator,
    pub sessions: Sessions,
    pub directory: Directory,
    /// Present if [`RealmDescriptor::has_attachments`](super::RealmDescriptor::has_attachments).
    pub attachments: Option<Attachments>,
    pub guests: Guests,
    /// Between the heartbeats of a stream.
    pub heartbeat: Duration,
}

impl RealmContext {
    /// The storage of a realm with attachments.
    ///
    /// # Panics
    /// If the realm has none.
    pub fn attachments(&self) -> &Attachments {
        let attachments = self.attachments.as_ref();
        attachments.expect("the storage is open for a realm with attachments")
    }
}
