//! The state of the handlers of a realm.

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
    /// Present if the realm's descriptor says that it has attachments.
    pub attachments: Option<Attachments>,
    pub guests: Guests,
    /// Interval between the heartbeats of a stream.
    pub heartbeat: Duration,
}

impl RealmContext {
    /// # Panics
    /// If the realm's descriptor does not say that it has attachments.
    pub fn attachments(&self) -> &Attachments {
        let attachments = self.attachments.as_ref();
        attachments.expect("the storage is open for a realm with attachments")
    }
}
