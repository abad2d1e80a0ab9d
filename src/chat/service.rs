//! The chats of one realm, and the one way to write to them.

use std::num::NonZeroU32;
use std::sync::Arc;

use crate::bounds::KeyedRate;
use crate::chat::error::Error;
use crate::db::Pool;
use crate::domain::{
    Actor, AppendOutcome, ChatId, Command, ConflictKey, Limits, NewEvent, Realm, Rejection, UserId,
};
use crate::live::Hub;
use crate::log::Writer;
use crate::queries::Queries;

/// How often a user may save drafts on this replica: while typing, once or twice a second is enough.
const DRAFTS_A_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// The chats of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Chat {
    pub(super) realm: Realm,
    writer: Writer,
    pub(super) queries: Queries,
    pub(super) pool: Pool,
    pub(super) hub: Arc<Hub>,
    /// Whether lists, subscriptions and the access to chats have groups.
    pub(super) shows_groups: bool,
    limits: Option<Limits>,
    pub(super) drafts: Arc<KeyedRate<UserId>>,
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
            shows_groups: true,
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

    /// The same chats for a contract that has no groups: it reads, writes and follows none.
    #[must_use]
    pub fn without_groups(self) -> Self {
        Self {
            queries: self.queries.without_groups(),
            shows_groups: false,
            ..self
        }
    }

    /// Executes a command of a user. When it returns, the outcome is durable.
    pub async fn execute(
        &self,
        actor: impl Into<Actor>,
        command: impl Command,
    ) -> Result<AppendOutcome, Error> {
        let mut event = command.into_event(self.realm, actor);
        self.require_shown(&event).await?;
        if let Some(limits) = self.limits {
            event = event.with_limits(limits);
        }
        Ok(self.writer.append(event).await?)
    }

    /// Refuses an event in a group, or about a message of one, as if there were no such chat, if the contract
    /// has no groups.
    async fn require_shown(&self, event: &NewEvent) -> Result<(), Error> {
        match (event.chat_id, &event.conflict_key) {
            (Some(chat_id), _) => self.require_shown_chat(chat_id).await,
            (None, ConflictKey::Message(id)) if self.queries.hides_message(*id).await? => {
                Err(Rejection::MessageNotFound.into())
            }
            (None, _) => Ok(()),
        }
    }

    /// Refuses a group as if there were no such chat, if the contract has no groups.
    ///
    /// # Errors
    /// `NotAParticipant`.
    pub(super) async fn require_shown_chat(&self, chat_id: ChatId) -> Result<(), Error> {
        if self.queries.hides_chat(chat_id).await? {
            return Err(Rejection::NotAParticipant.into());
        }
        Ok(())
    }
}
