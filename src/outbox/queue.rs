//! The tables `deliveries` and `delivery_receivers`: what waits, and for whom.

use std::time::Duration;

use tokio_postgres::Row;
use uuid::Uuid;

use super::channel::{Attempt, Delivery, Run};
use crate::db::query::Parameters;
use crate::db::{Error, Transaction};

/// How long a delivery is tried again.
const LIFETIME: &str = "1 day";

const DUE: &str = include_str!("sql/due.sql");
const NEXT_ATTEMPT: &str = include_str!("sql/next_attempt.sql");
const WAITING: &str = include_str!("sql/waiting.sql");
const START: &str = include_str!("sql/start.sql");
const STOP: &str = include_str!("sql/stop.sql");
const REMOVE: &str = include_str!("sql/remove.sql");
const REMOVE_INTERRUPTED: &str = include_str!("sql/remove_interrupted.sql");
const ADVANCE: &str = include_str!("sql/advance.sql");
const FORGET_RECEIVERS: &str = include_str!("sql/forget_receivers.sql");
const POSTPONE: &str = include_str!("sql/postpone.sql");
const GIVE_UP: &str = include_str!("sql/give_up.sql");
const DROP_SURPLUS: &str = include_str!("sql/drop_surplus.sql");
const DROP_OLDEST: &str = include_str!("sql/drop_oldest.sql");
const DROP_DEAD_LETTERS: &str = include_str!("sql/drop_dead_letters.sql");

/// What is given up, and what becomes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct GivingUp {
    /// Whether a failed attempt was one of all deliveries of its run, and not of the next one only.
    pub(super) sends_together: bool,
    /// Whether a dead letter is kept.
    pub(super) keeps_dead_letters: bool,
}

/// A queue within a transaction.
pub(super) struct Queue<'a> {
    pub(super) transaction: &'a Transaction<'a>,
    pub(super) name: &'a str,
}

impl Queue<'_> {
    /// The oldest deliveries, at most `max_run` of each, of at most `limit` receivers that are due, other than
    /// `excluded`. Forgets receivers for whom nothing waits.
    pub(super) async fn due(
        &self,
        excluded: &[&str],
        limit: usize,
        max_run: i64,
    ) -> Result<Vec<Run>, Error> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let parameters: Parameters<'_> = &[&self.name, &excluded, &limit, &max_run];
        let rows = self.transaction.query(DUE, parameters).await?;
        let mut runs: Vec<Run> = Vec::new();
        let mut idle = Vec::new();
        for row in &rows {
            let receiver: String = row.try_get("receiver")?;
            let Some(delivery) = delivery(row)? else {
                idle.push(receiver);
                continue;
            };
            match runs.last_mut().filter(|run| run.receiver == receiver) {
                Some(run) => run.deliveries.push(delivery),
                None => runs.push(Run {
                    queue: self.name.to_owned(),
                    receiver,
                    attempts: row.try_get("attempts")?,
                    deliveries: vec![delivery],
                }),
            }
        }
        self.forget(&idle).await?;
        Ok(runs)
    }

    /// How long until a receiver that is not due now is.
    pub(super) async fn until_next(&self) -> Result<Option<Duration>, Error> {
        let row = self.transaction.first(NEXT_ATTEMPT, &[&self.name]).await?;
        let seconds = row
            .map(|row| row.try_get::<_, f64>("seconds"))
            .transpose()?;
        Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
    }

    /// How many deliveries wait.
    pub(super) async fn waiting(&self) -> Result<i64, Error> {
        let row = self.transaction.first(WAITING, &[&self.name]).await?;
        Ok(row.map_or(Ok(0), |row| row.try_get("waiting"))?)
    }

    /// Marks deliveries that must not be sent again if they are interrupted.
    pub(super) async fn start(&self, runs: &[&Run]) -> Result<(), Error> {
        self.change(START, &ids_of(runs)).await
    }

    /// Removes marked deliveries, which another replica or an earlier transaction has begun to send.
    pub(super) async fn remove_interrupted(&self) -> Result<(), Error> {
        let rows = self
            .transaction
            .query(REMOVE_INTERRUPTED, &[&self.name])
            .await?;
        self.go_on(&receivers(&rows)?).await
    }

    /// Removes runs without sending them.
    pub(super) async fn remove(&self, runs: &[&Run]) -> Result<(), Error> {
        self.change(REMOVE, &ids_of(runs)).await?;
        let receivers: Vec<String> = runs.iter().map(|run| run.receiver.clone()).collect();
        self.go_on(&receivers).await
    }

    /// Records attempts: what was settled is removed, what failed waits, or is given up after a day. Returns how
    /// many were given up.
    pub(super) async fn record<R>(
        &self,
        attempts: &[&Attempt<R>],
        rules: GivingUp,
    ) -> Result<usize, Error> {
        let settled: Vec<Uuid> = attempts
            .iter()
            .flat_map(|attempt| attempt.settled_ids())
            .collect();
        self.change(REMOVE, &settled).await?;
        let (failed, sent): (Vec<&Attempt<R>>, Vec<&Attempt<R>>) = attempts
            .iter()
            .partition(|attempt| attempt.failure.is_some());
        self.go_on(&receivers_of(&sent)).await?;
        if failed.is_empty() {
            return Ok(0);
        }
        let advanced = failed.iter().filter(|attempt| attempt.settled > 0).copied();
        self.advance(&receivers_of(&advanced.collect::<Vec<_>>()))
            .await?;
        self.stop(&failed).await?;
        self.postpone(&failed).await?;
        self.give_up(&failed, rules).await
    }

    /// Unmarks what failed.
    async fn stop<R>(&self, failed: &[&Attempt<R>]) -> Result<(), Error> {
        let (mut receivers, mut topics, mut since) = (Vec::new(), Vec::new(), Vec::new());
        for attempt in failed {
            for delivery in attempt.remaining() {
                receivers.push(&*attempt.run.receiver);
                topics.push(delivery.topic);
                since.push(delivery.since);
            }
        }
        let parameters: Parameters<'_> = &[&self.name, &receivers, &topics, &since];
        self.transaction.execute(STOP, parameters).await.map(drop)
    }

    /// Postpones what failed.
    async fn postpone<R>(&self, failed: &[&Attempt<R>]) -> Result<(), Error> {
        let receivers: Vec<&str> = failed
            .iter()
            .map(|attempt| &*attempt.run.receiver)
            .collect();
        let failures = || failed.iter().filter_map(|attempt| attempt.failure.as_ref());
        let waits: Vec<f64> = failures()
            .map(|failure| failure.wait.as_secs_f64())
            .collect();
        let reasons: Vec<&str> = failures().map(|failure| &*failure.reason).collect();
        let parameters: Parameters<'_> = &[&self.name, &receivers, &waits, &reasons];
        self.transaction
            .execute(POSTPONE, parameters)
            .await
            .map(drop)
    }

    /// Gives up what has failed for too long, or whose receiver is gone.
    async fn give_up<R>(&self, failed: &[&Attempt<R>], rules: GivingUp) -> Result<usize, Error> {
        let max_tried = if rules.sends_together { usize::MAX } else { 1 };
        let tried = |attempt: &&Attempt<R>| tried_ids(attempt, max_tried);
        let gone = failed
            .iter()
            .filter(|attempt| attempt.failure.as_ref().is_some_and(|f| f.is_gone));
        let gone: Vec<Uuid> = gone.flat_map(tried).collect();
        let tried: Vec<Uuid> = failed.iter().flat_map(tried).collect();
        let parameters: Parameters<'_> = &[&tried, &gone, &LIFETIME, &rules.keeps_dead_letters];
        let rows = self.transaction.query(GIVE_UP, parameters).await?;
        self.go_on(&receivers(&rows)?).await?;
        Ok(rows.len())
    }

    /// Drops the oldest deliveries of receivers who have more than `max`. Returns how many.
    pub(super) async fn drop_surplus(&self, receivers: &[String], max: i64) -> Result<u64, Error> {
        if receivers.is_empty() {
            return Ok(0);
        }
        let parameters: Parameters<'_> = &[&self.name, &receivers, &max];
        self.transaction.execute(DROP_SURPLUS, parameters).await
    }

    /// Drops the oldest deliveries.
    pub(super) async fn drop_oldest(&self, surplus: i64) -> Result<(), Error> {
        let parameters: Parameters<'_> = &[&self.name, &surplus];
        let rows = self.transaction.query(DROP_OLDEST, parameters).await?;
        self.forget(&receivers(&rows)?).await
    }

    /// Drops the oldest dead letters beyond `max`. Returns how many.
    pub(super) async fn drop_dead_letters(&self, max: i64) -> Result<u64, Error> {
        let parameters: Parameters<'_> = &[&self.name, &max];
        self.transaction
            .execute(DROP_DEAD_LETTERS, parameters)
            .await
    }

    async fn change(&self, sql: &str, ids: &[Uuid]) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        self.transaction.execute(sql, &[&ids]).await.map(drop)
    }

    /// Goes on with the next delivery to each of these receivers, and forgets those for whom none waits.
    async fn go_on(&self, receivers: &[String]) -> Result<(), Error> {
        self.advance(receivers).await?;
        self.forget(receivers).await
    }

    /// Makes the next delivery to each of these receivers due at its time.
    async fn advance(&self, receivers: &[String]) -> Result<(), Error> {
        if receivers.is_empty() {
            return Ok(());
        }
        let parameters: Parameters<'_> = &[&self.name, &receivers];
        self.transaction
            .execute(ADVANCE, parameters)
            .await
            .map(drop)
    }

    async fn forget(&self, receivers: &[String]) -> Result<(), Error> {
        if receivers.is_empty() {
            return Ok(());
        }
        let parameters: Parameters<'_> = &[&self.name, &receivers];
        self.transaction
            .execute(FORGET_RECEIVERS, parameters)
            .await
            .map(drop)
    }
}

/// `None` in the only row of a receiver for whom nothing waits.
fn delivery(row: &Row) -> Result<Option<Delivery>, Error> {
    let id: Option<Uuid> = row.try_get("id")?;
    let Some(id) = id else { return Ok(None) };
    Ok(Some(Delivery {
        id,
        topic: row.try_get("topic")?,
        position: row.try_get("position")?,
        since: row.try_get("since")?,
        language: row.try_get("language")?,
    }))
}

fn ids_of(runs: &[&Run]) -> Vec<Uuid> {
    let deliveries = runs.iter().flat_map(|run| &run.deliveries);
    deliveries.map(|delivery| delivery.id).collect()
}

fn receivers(rows: &[Row]) -> Result<Vec<String>, Error> {
    let names = rows.iter().map(|row| row.try_get("receiver"));
    Ok(names.collect::<Result<_, _>>()?)
}

fn receivers_of<R>(attempts: &[&Attempt<R>]) -> Vec<String> {
    attempts
        .iter()
        .map(|attempt| attempt.run.receiver.clone())
        .collect()
}

fn tried_ids<R>(attempt: &Attempt<R>, max: usize) -> Vec<Uuid> {
    let tried = attempt.remaining().take(max);
    tried.map(|delivery| delivery.id).collect()
}
