//! The chats of one realm, and the one way to write to them.

use std::num::NonZeroU32;
use std::ops::Deref;
use std::sync::Arc;

use crate::bounds::KeyedRate;
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::Pool;
use crate::domain::{Actor, AppendOutcome, Command, Limits, NewEvent, Realm, UserId};
use crate::live::Hub;
use crate::log::Writer;

/// How often a user may save drafts on this replica: while typing, once or twice a second is enough.
const DRAFTS_A_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// The chats of one realm, with all that can be read of them. Cheap to clone.
#[derive(Clone)]
pub struct Chat {
    queries: Queries,
    writer: Writer,
    pub(super) hub: Arc<Hub>,
    limits: Option<Limits>,
    pub(super) drafts: Arc<KeyedRate<UserId>>,
}

impl Deref for Chat {
    type Target = Queries;

    fn deref(&self) -> &Queries {
        &self.queries
    }
}

impl Chat {
    /// The chats of `realm`, without limits of the realm's own.
    pub fn new(realm: Realm, writer: Writer, pool: Pool, hub: Arc<Hub>) -> Self {
        Self {
            queries: Queries::new(pool, realm),
            writer,
            hub,
            limits: None,
            drafts: Arc::new(KeyedRate::a_second(DRAFTS_A_SECOND)),
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
        actor: impl Into<Actor>,
        command: impl Command,
    ) -> Result<AppendOutcome, Error> {
        self.append(command.into_event(self.realm, actor)).await
    }

    async fn append(&self, mut event: NewEvent) -> Result<AppendOutcome, Error> {
        if let Some(limits) = self.limits {
            event = event.with_limits(limits);
        }
        Ok(self.writer.append(event).await?)
    }
}
