//! The chats of one realm, and the one way to write to them.

use std::sync::Arc;

use crate::chat::error::Error;
use crate::db::Pool;
use crate::domain::{AppendOutcome, Command, Limits, Realm, UserId};
use crate::live::Hub;
use crate::log::Writer;
use crate::queries::Queries;

/// The chats of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Chat {
    pub(super) realm: Realm,
    writer: Writer,
    pub(super) queries: Queries,
    pub(super) pool: Pool,
    pub(super) hub: Arc<Hub>,
    limits: Option<Limits>,
}

impl Chat {
    /// The chats of `realm`, without limits of the realm's own.
    pub fn new(realm: Realm, writer: Writer, pool: Pool, hub: Arc<Hub>) -> Self {
        Self {
            realm,
            writer,
            queries: Queries::new(pool.clone(), realm),
            pool,
            hub,
            limits: None,
        }
    }

    /// Adds limits on the actions of each user.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self {
            limits: Some(limits),
            ..self
        }
    }

    /// Executes a command of a user. When it returns, the outcome is durable.
    pub async fn execute(
        &self,
        actor_id: UserId,
        command: Command,
    ) -> Result<AppendOutcome, Error> {
        let mut event = command.into_event(self.realm, actor_id);
        if let Some(limits) = self.limits {
            event = event.with_limits(limits);
        }
        Ok(self.writer.append(event).await?)
    }
}
