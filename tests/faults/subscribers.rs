//! People who follow, whatever happens: each resumes from the last id it saw.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::follower::{Closed, End, Frame, Stream};
use super::record::Record;
use super::sockets::Socket;
use vestnik::realms::market;

use crate::support::Person;
use crate::support::database::token_lasting;
use crate::support::realm_codecs::Conversation;

/// Before a stream is opened again. A browser waits for seconds, as the stream tells it to;
/// these are harder on the server.
const PAUSE_MS: std::ops::Range<u64> = 20..200;
/// Outlives every clock jump.
pub const TOKEN_LIFETIME: Duration = Duration::from_hours(24 * 365);

/// Which events are somebody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    Admin,
    /// What happens in these chats.
    Chats(Vec<i64>),
    /// What happens in a conversation over a socket.
    Conversation(Conversation),
}

/// Somebody with an open stream, until dropped.
pub struct Subscriber {
    /// For reports.
    pub name: String,
    /// Which events are theirs.
    pub scope: Scope,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    record: Mutex<Record>,
    /// The last position that came.
    reached: AtomicI64,
    is_live: AtomicBool,
}

/// How somebody follows.
#[derive(Clone)]
pub struct SubscriberOptions {
    /// Where: it may change, and counts from the next time a stream is opened.
    pub base: watch::Receiver<String>,
    /// How long each of their tokens is good for.
    pub token: Duration,
    /// Says whether they read just now, where they do not always.
    pub gate: Option<watch::Receiver<bool>>,
}

impl SubscriberOptions {
    /// At one place, with a token that does not expire.
    pub fn at(base: &str) -> Self {
        Self {
            base: watch::channel(base.to_owned()).1,
            token: TOKEN_LIFETIME,
            gate: None,
        }
    }

    /// Reads while the gate is open.
    pub fn gated(self, gate: watch::Receiver<bool>) -> Self {
        let gate = Some(gate);
        Self { gate, ..self }
    }
}

impl Subscriber {
    /// Follows from now on.
    pub fn start(person: &Person, scope: Scope, following: SubscriberOptions, seed: u64) -> Self {
        let state = Arc::new(State {
            record: Mutex::new(Record::of(person.id)),
            reached: AtomicI64::new(0),
            is_live: AtomicBool::new(false),
        });
        let rng = StdRng::seed_from_u64(seed ^ person.id.unsigned_abs());
        let conversation = match &scope {
            Scope::Conversation(conversation) => Some(conversation.clone()),
            Scope::Admin | Scope::Chats(_) => None,
        };
        let who = (person.clone(), conversation);
        let task = tokio::spawn(follow(who, following, state.clone(), rng));
        Self {
            name: person.name.clone(),
            scope,
            state,
            task,
        }
    }

    /// Whether a stream is open, and its first event was read.
    pub fn is_live(&self) -> bool {
        self.state.is_live.load(Ordering::Relaxed)
    }

    /// The last position that came.
    pub fn reached(&self) -> i64 {
        self.state.reached.load(Ordering::Relaxed)
    }

    /// How often the stream was opened again.
    pub fn reconnects(&self) -> usize {
        self.state.record.lock().reconnects
    }

    /// How often the log was another one.
    pub fn resets(&self) -> usize {
        self.state.record.lock().resets
    }

    /// Stops, and returns what came.
    pub async fn stop(mut self) -> (String, Scope, Record) {
        self.task.abort();
        let _ = (&mut self.task).await;
        let record = std::mem::take(&mut *self.state.record.lock());
        (self.name.clone(), self.scope.clone(), record)
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn follow(
    (person, conversation): (Person, Option<Conversation>),
    mut following: SubscriberOptions,
    state: Arc<State>,
    mut rng: StdRng,
) {
    loop {
        let base = following.base.borrow().clone();
        let token = match &conversation {
            Some(conversation) => lasting_token(conversation, &person),
            None => token_lasting(person.id, following.token),
        };
        let last_id = state.record.lock().last_id.clone();
        let is_narrow = following.gate.is_some();
        let opened = if let Some(conversation) = &conversation {
            let socket = Socket::follow(&base, &token, conversation, &last_id).await;
            socket.map(|socket| Open::Socket(Box::new(socket)))
        } else {
            let stream = Stream::open(&base, &token, &last_id, is_narrow).await;
            stream.map(Open::Stream)
        };
        match opened {
            Ok(mut stream) => {
                let end = read(&mut stream, &state, following.gate.as_mut()).await;
                state.is_live.store(false, Ordering::Relaxed);
                if end == End::Silent {
                    let complaint = format!("a stream hung after {last_id}");
                    state.record.lock().complain(complaint);
                }
            }
            Err(Closed::Away | Closed::Status(502..=504)) => {}
            Err(Closed::Status(status)) => {
                let complaint = format!("a stream was answered by {status} after {last_id}");
                state.record.lock().complain(complaint);
            }
        }
        let pause = Duration::from_millis(rng.random_range(PAUSE_MS));
        tokio::time::sleep(pause).await;
    }
}

/// A token of a member that does not expire; a guest's is signed with the servers' own key.
pub fn lasting_token(conversation: &Conversation, person: &Person) -> String {
    let is_guest = conversation.realm == market::REALM && person.id == conversation.members[1].id;
    if is_guest {
        person.token.clone()
    } else {
        token_lasting(person.id, TOKEN_LIFETIME)
    }
}

/// A stream of either sort.
enum Open {
    Stream(Stream),
    Socket(Box<Socket>),
}

impl Open {
    async fn next(&mut self) -> Result<Frame, End> {
        match self {
            Self::Stream(stream) => stream.next().await,
            Self::Socket(socket) => socket.next().await,
        }
    }
}

/// Reads until the stream ends.
async fn read(
    stream: &mut Open,
    state: &State,
    mut gate: Option<&mut watch::Receiver<bool>>,
) -> End {
    loop {
        if let Some(gate) = &mut gate {
            let _ = gate.wait_for(|is_open| *is_open).await;
        }
        let frame = match stream.next().await {
            Ok(frame) => frame,
            Err(end) => return end,
        };
        let position = state.record.lock().take(&frame);
        state.is_live.store(true, Ordering::Relaxed);
        if let Some(position) = position {
            state.reached.store(position, Ordering::Relaxed);
        }
    }
}
