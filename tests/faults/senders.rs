//! People who write, whatever happens: a send that failed or was not answered is repeated with
//! the same `client_id`, until it is acknowledged.

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

use super::socket_senders::SocketSender;
use crate::support::database::token_lasting;
use crate::support::{Client, Person};

/// Before a send is repeated.
const PAUSE_MS: std::ops::Range<u64> = 10..150;
/// The server answers within its own patience (10 s) and one round trip to a Postgres that
/// hangs (20 s); whoever waits longer waits for ever.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(45);

/// An acknowledged write.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    /// The message's id: its position in the log, where the answer told it.
    pub id: Option<i64>,
    /// The chat.
    pub chat_id: i64,
    /// Its text: no two are alike.
    pub text: String,
}

/// What became of all sends.
#[derive(Default)]
pub struct SendOutcomes {
    acknowledged: Mutex<Vec<Acknowledged>>,
    count: AtomicU64,
    /// Answers 503: nothing is promised.
    refused: AtomicU64,
    /// No answer at all.
    unanswered: AtomicU64,
    /// Acknowledgements of what an earlier, unanswered attempt had stored.
    repeated: AtomicU64,
    complaints: Mutex<Vec<String>>,
    pauses: Mutex<Pauses>,
}

/// How long nothing at all was acknowledged.
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
    /// How many writes were acknowledged.
    pub fn acknowledged(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// How many were answered by 503.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// How many were not answered.
    pub fn unanswered(&self) -> u64 {
        self.unanswered.load(Ordering::Relaxed)
    }

    /// How many were acknowledged as what an earlier attempt had stored.
    pub fn repeated(&self) -> u64 {
        self.repeated.load(Ordering::Relaxed)
    }

    /// Takes out all that were acknowledged.
    pub fn take(&self) -> Vec<Acknowledged> {
        std::mem::take(&mut *self.acknowledged.lock())
    }

    /// The longest time without an acknowledgement, so far.
    pub fn longest_pause(&self) -> Duration {
        self.pauses.lock().longest
    }

    /// Measures pauses from now on.
    pub fn forget_pauses(&self) {
        *self.pauses.lock() = Pauses::default();
    }

    /// What must never happen, in words.
    pub fn complaints(&self) -> Vec<String> {
        self.complaints.lock().clone()
    }

    /// A send was answered: not now.
    pub fn not_now(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// A send was not answered.
    pub fn not_answered(&self) {
        self.unanswered.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes what must not happen; a flood of it says no more than its beginning.
    pub fn complain(&self, complaint: String) {
        let mut complaints = self.complaints.lock();
        if complaints.len() < 5 {
            complaints.push(complaint);
        }
    }

    fn acknowledge(&self, chat_id: i64, text: String, answer: &crate::support::Answer) {
        let Some(id) = answer.body["id"].as_i64() else {
            self.complain(format!("acknowledged without an id: {}", answer.body));
            return;
        };
        let is_repeat = answer.status == 200;
        self.store(Some(id), is_repeat, chat_id, text);
    }

    /// Takes an acknowledgement that tells the position, unless it is of what had been stored.
    pub fn acknowledge_at(&self, position: Option<i64>, chat_id: i64, text: String) {
        self.store(position, position.is_none(), chat_id, text);
    }

    fn store(&self, id: Option<i64>, is_repeat: bool, chat_id: i64, text: String) {
        if is_repeat {
            self.repeated.fetch_add(1, Ordering::Relaxed);
        }
        self.acknowledged
            .lock()
            .push(Acknowledged { id, chat_id, text });
        self.count.fetch_add(1, Ordering::Relaxed);
        let mut pauses = self.pauses.lock();
        pauses.longest = pauses.longest.max(pauses.since.elapsed());
        pauses.since = Instant::now();
    }
}

/// Those who write, until stopped.
pub struct Senders {
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Senders {
    /// Each person writes to their chat, one message after the other, through `base`.
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

    /// One more, over a WebSocket.
    pub fn add(&mut self, socket_sender: SocketSender) {
        self.tasks.spawn(socket_sender.run(self.stop.clone()));
    }

    /// Lets each finish what it is about.
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
                    self.outcomes.complain(complaint);
                }
                Ok(None) => {
                    self.outcomes.not_answered();
                }
                Ok(Some(answer)) if matches!(answer.status, 200 | 201) => {
                    self.outcomes.acknowledge(self.chat_id, text, &answer);
                    return;
                }
                Ok(Some(answer)) => {
                    if answer.status == 503 {
                        self.outcomes.not_now();
                    } else {
                        let complaint = format!("`{text}` got {}: {}", answer.status, answer.body);
                        self.outcomes.complain(complaint);
                    }
                }
            }
            let pause = Duration::from_millis(self.rng.random_range(PAUSE_MS));
            tokio::time::sleep(pause).await;
        }
    }
}
