//! The state of a realm's handlers.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;

use crate::accesses::Accesses;
use crate::auth::{Authenticator, Guests, Sessions};
use crate::chat::Chat;
use crate::directory::Directory;
use crate::domain::RealmPolicy;
use crate::domain::text::MessageText;
use crate::files::Attachments;
use crate::http::stream::OpenStreams;
use crate::http::{Problem, operations, sending};

/// The state of all handlers of one realm: its services behind one pointer, since each request
/// clones it several times.
#[derive(Clone)]
pub struct ContractContext(Arc<ContractServices>);

/// What the handlers of a realm use.
pub struct ContractServices {
    pub policy: RealmPolicy,
    pub chat: Chat,
    pub accesses: Accesses,
    pub authenticator: Authenticator,
    pub sessions: Sessions,
    pub directory: Directory,
    pub attachments: Attachments,
    pub guests: Guests,
    pub open_streams: OpenStreams,
    /// Between the heartbeats of a stream.
    pub heartbeat: Duration,
}

impl From<ContractServices> for ContractContext {
    fn from(services: ContractServices) -> Self {
        Self(Arc::new(services))
    }
}

impl ContractServices {
    /// Refuses an operation that the policy of the realm does not have.
    ///
    /// # Errors
    /// `NotInThisRealm`.
    pub fn require(&self, has_operation: bool) -> Result<(), Problem> {
        operations::require(has_operation)
    }

    /// Checks a text that is to be sent by the rules of the realm. `field` names it in the refusal.
    ///
    /// # Errors
    /// `InvalidContent`.
    pub fn message_text(&self, field: &str, text: String) -> Result<MessageText, Problem> {
        sending::message_text(&self.policy.features, field, text)
    }
}

impl Deref for ContractContext {
    type Target = ContractServices;

    fn deref(&self) -> &ContractServices {
        &self.0
    }
}

impl FromRef<ContractContext> for Authenticator {
    fn from_ref(context: &ContractContext) -> Self {
        context.authenticator.clone()
    }
}
