//! Subscribers that reconnect after every loss and resume from the last id they received.

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
use vestnik::contracts::market;

use crate::support::Person;
use crate::support::database::token_lasting;
use crate::support::realm_codecs::Conversation;

/// The delay before a stream is opened again. Browsers wait for seconds; shorter delays stress the
/// server more.
const PAUSE_MS: std::ops::Range<u64> = 20..200;
/// Outlives every clock jump.
pub const TOKEN_LIFETIME: Duration = Duration::from_hours(24 * 365);

/// The events that a subscriber must receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every event of the school.
    Admin,
    /// Events of these chats.
    Chats(Vec<i64>),
    /// Events of a conversation, over a socket.
    Conversation(Conversation),
    /// Events of these chats of the school, over the stream of `/v1`.
    Native(Vec<i64>),
}

impl Scope {
    /// The path of the stream; a conversation has a socket instead.
    fn stream(&self) -> &'static str {
        match self {
            Self::Native(_) => "/v1/school/events",
            Self::Admin | Self::Chats(_) | Self::Conversation(_) => "/api/events/chat?echo=true",
        }
    }
}

/// A subscriber; it stops when this is dropped.
pub struct Subscriber {
    /// For reports.
    pub name: String,
    pub scope: Scope,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    record: Mutex<Record>,
    /// The last position received.
    reached: AtomicI64,
    is_live: AtomicBool,
}

#[derive(Clone)]
pub struct SubscriberOptions {
    /// The server; a change applies to the next connection.
    pub base: watch::Receiver<String>,
    /// The lifetime of each token.
    pub token: Duration,
    /// Whether the subscriber reads, if it pauses.
    pub gate: Option<watch::Receiver<bool>>,
}

impl SubscriberOptions {
    /// One server, and a token that does not expire.
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
    /// Subscribes from now on.
    pub fn start(person: &Person, scope: Scope, options: SubscriberOptions, seed: u64) -> Self {
        let state = Arc::new(State {
            record: Mutex::new(Record::of(person.id)),
            reached: AtomicI64::new(0),
            is_live: AtomicBool::new(false),
        });
        let rng = StdRng::seed_from_u64(seed ^ person.id.unsigned_abs());
        let user = (person.clone(), scope.clone());
        let task = tokio::spawn(follow(user, options, state.clone(), rng));
        Self {
            name: person.name.clone(),
            scope,
            state,
            task,
        }
    }

    /// Whether a stream is open and its first frame was read.
    pub fn is_live(&self) -> bool {
        self.state.is_live.load(Ordering::Relaxed)
    }

    /// The last position received.
    pub fn reached(&self) -> i64 {
        self.state.reached.load(Ordering::Relaxed)
    }

    pub fn reconnects(&self) -> usize {
        self.state.record.lock().reconnects
    }

    pub fn resets(&self) -> usize {
        self.state.record.lock().resets
    }

    /// Stops, and returns the record.
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
    (person, scope): (Person, Scope),
    mut options: SubscriberOptions,
    state: Arc<State>,
    mut rng: StdRng,
) {
    loop {
        let base = options.base.borrow().clone();
        let token = match &scope {
            Scope::Conversation(conversation) => lasting_token(conversation, &person),
            _ => token_lasting(person.id, options.token),
        };
        let last_id = state.record.lock().last_id.clone();
        let is_narrow = options.gate.is_some();
        let opened = if let Scope::Conversation(conversation) = &scope {
            let after = Some(last_id.as_str()).filter(|id| !id.is_empty());
            let socket = Socket::open(&base, &token, conversation, after).await;
            socket.map(|socket| Open::Socket(Box::new(socket)))
        } else {
            let at = (base.as_str(), scope.stream());
            let stream = Stream::open(at, &token, &last_id, is_narrow).await;
            stream.map(Open::Stream)
        };
        match opened {
            Ok(mut stream) => {
                let end = read(&mut stream, &state, options.gate.as_mut()).await;
                state.is_live.store(false, Ordering::Relaxed);
                if end == End::Silent {
                    let complaint = format!("a stream hung after {last_id}");
                    state.record.lock().report(complaint);
                }
            }
            Err(Closed::Unavailable | Closed::Status(502..=504)) => {}
            Err(Closed::Status(status)) => {
                let complaint = format!("a stream was answered by {status} after {last_id}");
                state.record.lock().report(complaint);
            }
        }
        let pause = Duration::from_millis(rng.random_range(PAUSE_MS));
        tokio::time::sleep(pause).await;
    }
}

/// A member's token that does not expire; a guest's is signed with the servers' own key.
pub fn lasting_token(conversation: &Conversation, person: &Person) -> String {
    let is_guest = conversation.realm == market::REALM && person.id == conversation.members[1].id;
    if is_guest {
        person.token.clone()
    } else {
        token_lasting(person.id, TOKEN_LIFETIME)
    }
}

/// An open connection.
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
