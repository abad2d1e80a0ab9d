//! The job that sends scheduled messages.

use std::time::Duration;

use futures::future::join_all;

use crate::db::{Error, Pool};
use crate::domain::{
    AppendOutcome, Command as _, FailScheduled, Realm, RealmPolicy, Rejection, Role,
};
use crate::log::Writer;
use crate::scheduled::due::{self, DueMessage, PAGE};
use crate::workers::Job;

/// Sends scheduled messages of the realms that this server serves.
pub struct ScheduledSender {
    pool: Pool,
    writer: Writer,
    realms: Vec<Realm>,
    /// Those in which admins read all and write nothing.
    observed: Vec<Realm>,
}

impl ScheduledSender {
    /// A sender over the log of `writer`.
    pub fn new<'a>(
        pool: Pool,
        writer: Writer,
        policies: impl Iterator<Item = &'a RealmPolicy> + Clone,
    ) -> Self {
        let observed = policies.clone().filter(|it| it.features.admins_observe);
        Self {
            pool,
            writer,
            observed: observed.map(|policy| policy.realm).collect(),
            realms: policies.map(|policy| policy.realm).collect(),
        }
    }

    /// Sends a message, or records why it cannot be sent. After an error it waits until its claim ends.
    async fn send(&self, due: &DueMessage) -> Result<(), Error> {
        let Some(rejection) = self.refusal(due).await? else {
            return Ok(());
        };
        let id = due.id;
        let command = FailScheduled { id, rejection };
        let event = command.into_event(due.realm, due.author.clone());
        self.writer.append(event).await.map(drop)
    }

    /// Why a message cannot be sent; `None` if it was.
    async fn refusal(&self, due: &DueMessage) -> Result<Option<Rejection>, Error> {
        if due.is_missed {
            return Ok(Some(Rejection::SendAtMissed));
        }
        if due.is_key_revoked {
            return Ok(Some(Rejection::KeyRevoked));
        }
        if due.role == Some(Role::Admin) && self.observed.contains(&due.realm) {
            return Ok(Some(Rejection::ReadOnlyRole));
        }
        let event = due
            .message
            .clone()
            .into_event(due.realm, due.author.clone());
        match self.writer.append(event).await {
            Ok(AppendOutcome::New(_) | AppendOutcome::NoChange) => Ok(None),
            // Its author has sent another one with its `client_id` meanwhile.
            Ok(AppendOutcome::Duplicate(_)) => Ok(Some(Rejection::IdempotencyConflict)),
            // Whom it mentions has left since it was read.
            Err(error @ Error::Rejected(Rejection::ParticipantNotFound)) => Err(error),
            Err(Error::Rejected(rejection)) => Ok(Some(rejection)),
            Err(error) => Err(error),
        }
    }
}

impl Job for ScheduledSender {
    const NAME: &'static str = "scheduled_sender";
    /// How late a message may be.
    const INTERVAL: Duration = Duration::from_secs(1);
    type Error = Error;

    /// Sends until less than a full page is due.
    async fn run(&mut self) -> Result<(), Error> {
        loop {
            let claimed = due::claim(&self.pool, &self.realms).await?;
            if claimed.is_empty() {
                return Ok(());
            }
            let outcomes = join_all(claimed.iter().map(|one| self.send(one))).await;
            let is_done = |(one, outcome): (&DueMessage, &Result<(), Error>)| {
                outcome.is_ok().then_some(one.id)
            };
            let done: Vec<_> = claimed.iter().zip(&outcomes).filter_map(is_done).collect();
            due::release(&self.pool, &done).await?;
            outcomes.into_iter().collect::<Result<(), Error>>()?;
            if claimed.len() < PAGE {
                return Ok(());
            }
        }
    }
}
