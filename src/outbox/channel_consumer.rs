//! Queues what events cause for a channel, sends what is due, and records the results.

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::Instant;

use super::attempts::Attempts;
use super::channel::{Attempt, Channel, Counted, Overflow, Reading, Run};
use super::consumer::Consumer;
use super::queue::{GivingUp, Queue};
use crate::db::{Error, Transaction};
use crate::domain::Event;

/// The most deliveries that wait for a channel, within a page of the log.
const MAX_WAITING: i64 = 100_000;
/// The most deliveries that wait for one receiver, each of another chat.
const MAX_PER_RECEIVER: i64 = 100;
/// The most dead letters of a channel.
const MAX_DEAD_LETTERS: i64 = 100_000;
/// How often what waits is counted.
const COUNT_INTERVAL: Duration = Duration::from_secs(10);

/// The consumer of a channel.
pub struct ChannelConsumer<C: Channel> {
    channel: C,
    attempts: Attempts<Attempt<C::Report>>,
    /// The queues and receivers of these attempts.
    busy: HashSet<(String, String)>,
    waiting: i64,
    /// When what waits was last counted.
    counted: Option<Instant>,
    /// Nothing is sent before this time.
    paused: Option<Instant>,
    /// Whether attempts may have been interrupted that the tables do not know of.
    is_interrupted: bool,
}

impl<C: Channel> ChannelConsumer<C> {
    const GIVING_UP: GivingUp = GivingUp {
        sends_together: C::SENDS_TOGETHER,
        keeps_dead_letters: C::KEEPS_DEAD_LETTERS,
    };

    /// Sends over `channel`.
    pub fn new(channel: C) -> Self {
        Self {
            channel,
            attempts: Attempts::new(C::MAX_ATTEMPTS),
            busy: HashSet::new(),
            waiting: 0,
            counted: None,
            paused: None,
            is_interrupted: true,
        }
    }

    fn queues(&self) -> Vec<String> {
        self.channel
            .queues()
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// Queues what events cause, within the bounds.
    async fn enqueue(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<(), Error> {
        let queued = self.channel.enqueue(transaction, events).await?;
        let folded = queued.messages.saturating_sub(queued.added);
        self.channel
            .count(Counted::Folded(folded.try_into().unwrap_or_default()));
        self.waiting += queued.added;
        if C::OVERFLOW == Overflow::StopReading {
            return Ok(());
        }
        let name = self.events_queue();
        let queue = Queue {
            transaction,
            name: &name,
        };
        let dropped = queue
            .drop_surplus(&queued.receivers, MAX_PER_RECEIVER)
            .await?;
        if dropped > 0 {
            self.channel.count(Counted::DroppedOfReceiver(dropped));
            let limit = MAX_PER_RECEIVER;
            tracing::warn!(
                queue = name,
                dropped,
                limit,
                "dropped the oldest deliveries to receivers who had too many"
            );
            self.waiting -= i64::try_from(dropped).unwrap_or_default();
        }
        self.drop_oldest(&queue).await
    }

    /// The queue of what events cause: the last one.
    fn events_queue(&self) -> String {
        self.channel
            .queues()
            .last()
            .copied()
            .unwrap_or(C::NAME)
            .to_owned()
    }

    /// Drops the oldest deliveries beyond the limit. Counts again first, because the last count
    /// plus the new ones may be too high.
    async fn drop_oldest(&mut self, queue: &Queue<'_>) -> Result<(), Error> {
        if self.waiting <= MAX_WAITING {
            return Ok(());
        }
        self.waiting = queue.waiting().await?;
        let surplus = self.waiting - MAX_WAITING;
        if surplus > 0 {
            queue.drop_oldest(surplus).await?;
            let dropped = surplus.unsigned_abs();
            self.channel.count(Counted::DroppedOfAll(dropped));
            let limit = MAX_WAITING;
            tracing::warn!(
                queue = queue.name,
                dropped,
                limit,
                "too many deliveries wait: dropped the oldest"
            );
            self.waiting -= surplus;
        }
        Ok(())
    }

    /// Clears what was being sent when a replica, or a transaction of this one, failed.
    async fn clear_interrupted(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.is_interrupted && !C::REPEATS_INTERRUPTED {
            for name in self.queues() {
                Queue {
                    transaction,
                    name: &name,
                }
                .remove_interrupted()
                .await?;
            }
        }
        self.is_interrupted = false;
        Ok(())
    }

    async fn record_results(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let finished = self.attempts.finished();
        if finished.is_empty() {
            return Ok(());
        }
        self.channel.record(transaction, finished).await?;
        for name in self.channel.queues() {
            let of_queue = finished.iter().filter(|attempt| attempt.run.queue == name);
            let of_queue: Vec<&Attempt<C::Report>> = of_queue.collect();
            let queue = Queue { transaction, name };
            let given_up = queue.record(&of_queue, Self::GIVING_UP).await?;
            let settled: usize = of_queue.iter().map(|attempt| attempt.settled).sum();
            self.waiting -= i64::try_from(settled + given_up).unwrap_or_default();
            if given_up > 0 && C::KEEPS_DEAD_LETTERS {
                self.channel.count(Counted::Buried(given_up as u64));
                tracing::error!(
                    queue = name,
                    given_up,
                    "deliveries that failed for a day, or were answered 410, became dead letters"
                );
                drop_dead_letters(&self.channel, &queue).await?;
            }
        }
        for attempt in self.attempts.forget_finished() {
            self.busy.remove(&(attempt.run.queue, attempt.run.receiver));
            let pause = attempt.failure.and_then(|failure| failure.pause);
            self.paused = self.paused.max(pause.map(|pause| Instant::now() + pause));
        }
        Ok(())
    }

    /// Starts sending what is due.
    async fn send_due(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let now = Instant::now();
        if let Some(until) = self.paused.filter(|until| *until > now) {
            self.attempts.look_again_in(Some(until - now));
            return Ok(());
        }
        self.paused = None;
        let mut waits = Vec::new();
        for name in self.queues() {
            let queue = Queue {
                transaction,
                name: &name,
            };
            let removed = self.send_due_of(&queue).await?;
            // Others may be due at once.
            let next = if removed {
                Some(Duration::ZERO)
            } else {
                queue.until_next().await?
            };
            waits.extend(next);
        }
        self.attempts.look_again_in(waits.into_iter().min());
        Ok(())
    }

    /// Starts sending what is due in a queue. Returns whether runs were removed without being sent.
    async fn send_due_of(&mut self, queue: &Queue<'_>) -> Result<bool, Error> {
        let busy = self.busy.iter().filter(|(name, _)| name == queue.name);
        let busy: Vec<&str> = busy.map(|(_, receiver)| &**receiver).collect();
        let room = self.attempts.room();
        if room == 0 {
            return Ok(false);
        }
        let runs = queue.due(&busy, room, C::MAX_RUN).await?;
        if runs.is_empty() {
            return Ok(false);
        }
        let readings = self.channel.read(queue.transaction, &runs).await?;
        let (mut sent, mut removed) = (Vec::new(), Vec::new());
        for (run, reading) in runs.into_iter().zip(readings) {
            match reading {
                Reading::Send(content) => sent.push((run, content)),
                Reading::Nothing => removed.push(run),
                Reading::Later => {}
            }
        }
        if !C::REPEATS_INTERRUPTED {
            queue
                .start(&sent.iter().map(|(run, _)| run).collect::<Vec<_>>())
                .await?;
        }
        queue.remove(&removed.iter().collect::<Vec<&Run>>()).await?;
        for (run, content) in sent {
            self.busy.insert((run.queue.clone(), run.receiver.clone()));
            self.attempts.add(self.channel.send(run, content));
        }
        Ok(!removed.is_empty())
    }

    /// Counts what waits, at an interval, because this reads all of it.
    async fn count(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.counted.is_none_or(|at| at.elapsed() > COUNT_INTERVAL) {
            self.waiting = 0;
            for name in self.queues() {
                self.waiting += Queue {
                    transaction,
                    name: &name,
                }
                .waiting()
                .await?;
            }
            self.counted = Some(Instant::now());
        }
        self.channel.count(Counted::Waiting(self.waiting));
        Ok(())
    }
}

/// Drops the oldest dead letters beyond the limit.
async fn drop_dead_letters<C: Channel>(channel: &C, queue: &Queue<'_>) -> Result<(), Error> {
    let dropped = queue.drop_dead_letters(MAX_DEAD_LETTERS).await?;
    if dropped > 0 {
        channel.count(Counted::DroppedDeadLetters(dropped));
        let limit = MAX_DEAD_LETTERS;
        tracing::error!(
            queue = queue.name,
            dropped,
            limit,
            "dropped the oldest dead letters"
        );
    }
    Ok(())
}

impl<C: Channel + Sync> Consumer for ChannelConsumer<C>
where
    C::Report: Sync,
{
    const NAME: &'static str = C::NAME;
    const SETTLED: Duration = C::SETTLED;

    fn key(&self) -> &str {
        self.channel.key()
    }

    fn has_room(&self) -> bool {
        C::OVERFLOW == Overflow::DropOldest || self.waiting < MAX_WAITING
    }

    async fn process(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<(), Error> {
        self.clear_interrupted(transaction).await?;
        self.count(transaction).await?;
        if !events.is_empty() {
            self.enqueue(transaction, events).await?;
        }
        self.channel.enqueue_requests(transaction).await?;
        self.record_results(transaction).await?;
        self.send_due(transaction).await?;
        self.channel.count(Counted::Waiting(self.waiting));
        Ok(())
    }

    async fn poll_external(&mut self) {
        self.attempts.poll().await;
    }

    fn abandon(&mut self) {
        self.attempts.abandon();
        self.busy.clear();
        self.waiting = 0;
        self.counted = None;
        self.is_interrupted = true;
        self.channel.count(Counted::Waiting(0));
    }
}
