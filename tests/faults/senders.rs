//! Senders over HTTP: a send that failed or was not answered is repeated with the same `client_id`
//! until it is acknowledged.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::database::token_lasting;
use crate::support::{Answer, Client, Person};
use vestnik::domain::EventKind;

/// The delay before a send is repeated.
pub const PAUSE_MS: std::ops::Range<u64> = 10..150;
/// The server answers within its append deadline (10 s) and one round trip to a hanging Postgres
/// (20 s); after this time no answer will come.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(45);

/// An acknowledged write.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    /// The message's id, which is its position, if the answer contained it.
    pub id: Option<i64>,
    pub chat_id: i64,
    pub kind: EventKind,
    /// With the kind, unique in the run: the text of a message, or what a change is about.
    pub key: String,
}

/// The outcomes of all sends.
#[derive(Default)]
pub struct SendOutcomes {
    acknowledged: Mutex<Vec<Acknowledged>>,
    count: AtomicU64,
    /// Answered 503.
    refused: AtomicU64,
    unanswered: AtomicU64,
    /// Acknowledgements of writes that an earlier, unanswered attempt had stored.
    repeated: AtomicU64,
    /// Texts of acknowledged messages that were not found when they were to be changed.
    abandoned: Mutex<Vec<String>>,
    /// What was acknowledged and not there later, of which the log has not all.
    missed: Mutex<Vec<String>>,
    /// The latest draft of each user and chat.
    drafts: Mutex<HashMap<(i64, i64), String>>,
    complaints: Mutex<Vec<String>>,
    pauses: Mutex<Pauses>,
}

/// Times without any acknowledgement.
struct Pauses {
    since: Instant,
    longest: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self {
            since: Instant::now(),
            longest: Duration::ZERO,
        }
    }
}

impl SendOutcomes {
    /// The number of acknowledged writes.
    pub fn acknowledged(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// The number of sends answered 503.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    pub fn unanswered(&self) -> u64 {
        self.unanswered.load(Ordering::Relaxed)
    }

    pub fn repeated(&self) -> u64 {
        self.repeated.load(Ordering::Relaxed)
    }

    /// Removes and returns the acknowledged writes.
    pub fn take(&self) -> Vec<Acknowledged> {
        std::mem::take(&mut *self.acknowledged.lock())
    }

    /// Removes and returns the texts of messages that could not be changed.
    pub fn take_abandoned(&self) -> Vec<String> {
        std::mem::take(&mut *self.abandoned.lock())
    }

    /// Removes and returns descriptions of writes that were missing.
    pub fn take_missed(&self) -> Vec<String> {
        std::mem::take(&mut *self.missed.lock())
    }

    /// Removes and returns the latest draft of each user and chat.
    pub fn take_drafts(&self) -> HashMap<(i64, i64), String> {
        std::mem::take(&mut *self.drafts.lock())
    }

    /// The longest time without an acknowledgement.
    pub fn longest_pause(&self) -> Duration {
        self.pauses.lock().longest
    }

    /// Measures pauses from now on.
    pub fn reset_pauses(&self) {
        *self.pauses.lock() = Pauses::default();
    }

    /// Descriptions of violations.
    pub fn complaints(&self) -> Vec<String> {
        self.complaints.lock().clone()
    }

    /// Counts a send that was answered 503.
    pub fn count_refused(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a send that was not answered.
    pub fn count_unanswered(&self) {
        self.unanswered.fetch_add(1, Ordering::Relaxed);
    }

    /// Records a violation; only the first five are kept.
    pub fn report(&self, complaint: String) {
        let mut complaints = self.complaints.lock();
        if complaints.len() < 5 {
            complaints.push(complaint);
        }
    }

    /// Records that a message was acknowledged; returns its id.
    pub fn acknowledge(&self, chat_id: i64, text: String, answer: &Answer) -> Option<i64> {
        let id = answer.body["id"].as_i64();
        if id.is_none() {
            self.report(format!("acknowledged without an id: {}", answer.body));
            return None;
        }
        self.store(answer.status == 200, sent(id, chat_id, text));
        id
    }

    /// Records that a change was acknowledged. Its answer does not tell whether it is repeated.
    pub fn acknowledge_change(&self, change: Acknowledged) {
        self.store(false, change);
    }

    /// Records that a draft was saved, which replaces the user's former one in the chat.
    pub fn acknowledge_draft(&self, user_id: i64, chat_id: i64, text: String) {
        self.drafts.lock().insert((user_id, chat_id), text);
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    /// Records that a user, a file or an event that was acknowledged was not there later.
    pub fn miss(&self, what: String) {
        self.missed.lock().push(what);
    }

    /// Records that an acknowledged message was not found when it was to be changed.
    pub fn abandon(&self, text: String) {
        self.abandoned.lock().push(text);
    }

    /// Records an acknowledgement. Only a write that an earlier attempt stored has no position.
    pub fn acknowledge_at(&self, position: Option<i64>, chat_id: i64, text: String) {
        self.store(position.is_none(), sent(position, chat_id, text));
    }

    fn store(&self, is_repeat: bool, write: Acknowledged) {
        if is_repeat {
            self.repeated.fetch_add(1, Ordering::Relaxed);
        }
        self.acknowledged.lock().push(write);
        self.count.fetch_add(1, Ordering::Relaxed);
        let mut pauses = self.pauses.lock();
        pauses.longest = pauses.longest.max(pauses.since.elapsed());
        pauses.since = Instant::now();
    }
}

fn sent(id: Option<i64>, chat_id: i64, text: String) -> Acknowledged {
    Acknowledged {
        id,
        chat_id,
        kind: EventKind::MessageSent,
        key: text,
    }
}

/// The sending tasks.
pub struct Senders {
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Senders {
    /// Each user sends to their chat, one message after the other, through `base`.
    pub fn start(
        people: &[(Person, i64)],
        base: &str,
        seed: u64,
        outcomes: &Arc<SendOutcomes>,
    ) -> Self {
        let stop = CancellationToken::new();
        let mut tasks = JoinSet::new();
        for (n, (person, chat_id)) in people.iter().enumerate() {
            let token = token_lasting(person.id, Duration::from_hours(24 * 365));
            let sender = Sender {
                name: format!("{seed}.{n}"),
                client: Client::new(base).with_token(&token),
                chat_id: *chat_id,
                rng: StdRng::seed_from_u64(seed.wrapping_add(n as u64)),
                outcomes: outcomes.clone(),
            };
            tasks.spawn(sender.run(stop.clone()));
        }
        Self { stop, tasks }
    }

    /// Adds a task that writes until the token is cancelled.
    pub fn add<Task>(&mut self, write: impl FnOnce(CancellationToken) -> Task)
    where
        Task: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(write(self.stop.clone()));
    }

    /// Waits until each sender has finished its current message.
    pub async fn stop(mut self) {
        self.stop.cancel();
        while let Some(ended) = self.tasks.join_next().await {
            ended.expect("a sender does not panic");
        }
    }
}

struct Sender {
    name: String,
    client: Client,
    chat_id: i64,
    rng: StdRng,
    outcomes: Arc<SendOutcomes>,
}

impl Sender {
    async fn run(mut self, stop: CancellationToken) {
        let mut n = 0_u64;
        while !stop.is_cancelled() {
            n += 1;
            let text = format!("{} {n}", self.name);
            self.send(text).await;
        }
    }

    /// Sends until it is acknowledged.
    async fn send(&mut self, text: String) {
        let client_id = Uuid::from_u128(self.rng.random());
        loop {
            let sending = self.client.try_send_message(self.chat_id, &text, client_id);
            match timeout(SEND_TIMEOUT, sending).await {
                Err(_) => {
                    let complaint = format!("`{text}` waited {SEND_TIMEOUT:?} for an answer");
                    self.outcomes.report(complaint);
                }
                Ok(None) => {
                    self.outcomes.count_unanswered();
                }
                Ok(Some(answer)) if matches!(answer.status, 200 | 201) => {
                    self.outcomes.acknowledge(self.chat_id, text, &answer);
                    return;
                }
                Ok(Some(answer)) => {
                    if answer.status == 503 {
                        self.outcomes.count_refused();
                    } else {
                        let complaint = format!("`{text}` got {}: {}", answer.status, answer.body);
                        self.outcomes.report(complaint);
                    }
                }
            }
            let pause = Duration::from_millis(self.rng.random_range(PAUSE_MS));
            tokio::time::sleep(pause).await;
        }
    }
}
