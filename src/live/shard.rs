//! Writes events for many subscribers, one after the other.
//!
//! # Why
//! An event in a chat of a thousand streams would wake a thousand tasks, each of which polls its
//! timers and its socket before it writes a few hundred bytes. A shard is one task: it is woken
//! once, and writes for each of the streams that wait. What needs more than one write that
//! succeeds at once remains with the task of the stream.

use std::convert::Infallible;
use std::sync::Arc;

use tokio::task::yield_now;
use tokio::time::Instant;

use super::ready_list::ReadyList;
use super::subscriber_queue::SubscriberQueue;
use crate::workers::{Health, Worker};

/// Streams after which other tasks have their turn: they wait for some hundred microseconds.
const TURN: usize = 64;

/// The task that writes for its part of the subscribers.
pub struct Shard {
    ready: Arc<ReadyList<SubscriberQueue>>,
}

impl Shard {
    pub(super) fn new(ready: Arc<ReadyList<SubscriberQueue>>) -> Self {
        Self { ready }
    }
}

impl Worker for Shard {
    const NAME: &'static str = "shard";
    type Error = Infallible;

    async fn run(&mut self, health: &Health) -> Result<Infallible, Infallible> {
        health.working();
        let mut queues = Vec::new();
        loop {
            self.ready.take(&mut queues).await;
            for turn in queues.chunks(TURN) {
                let now = Instant::now();
                for queue in turn {
                    queue.write_directly(now);
                }
                yield_now().await;
            }
            queues.clear();
        }
    }
}
