//! The loop that sends and receives.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use super::opening::Opening;
use super::receiver::Receiver;
use super::sender::Sender;
use super::{RepeatedRequest, Stamp};

/// A message that takes longer than this is lost.
const PATIENCE: Duration = Duration::from_mins(1);
/// Members of one large chat take minutes to connect, because each learns of each.
const PATIENCE_TO_OPEN: Duration = Duration::from_mins(10);
/// The tokens of receivers begin here.
const FIRST_RECEIVER: usize = 1 << 20;

/// When messages are sent.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// Each sender sends again as soon as it is answered. With `ahead`, no more than so many
    /// messages are on their way to the receivers.
    FlatOut { ahead: Option<usize> },
    /// So many messages a second, by the senders in turns. If a sender is still waiting for an
    /// answer, the latency of its next message counts from the time at which that was due.
    PerSecond(f64),
}

/// How long messages are sent.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    Elapsed(Duration),
    Sent(usize),
}

impl From<Duration> for Until {
    fn from(lasting: Duration) -> Self {
        Self::Elapsed(lasting)
    }
}

/// What a run measured.
pub struct Outcome {
    /// From each send to its answer.
    pub answered: Vec<Duration>,
    /// From each send to each receiver.
    pub delivered: Vec<Duration>,
    /// From the first send until everything was answered and delivered.
    pub elapsed: Duration,
}

/// Senders and receivers on one thread.
pub struct Generator {
    poll: Poll,
    senders: Vec<Sender>,
    receivers: Vec<Receiver>,
    started: Instant,
    buffer: Vec<u8>,
}

/// The state of one run.
struct Run {
    pace: Pace,
    began: Instant,
    until: Until,
    /// How many receivers get each message.
    audience: usize,
    sent: usize,
    /// Senders that wait for a reason to send.
    idle: Vec<usize>,
    outcome: Outcome,
}

impl Run {
    fn undelivered(&self) -> usize {
        (self.sent * self.audience).saturating_sub(self.outcome.delivered.len())
    }

    fn is_sending(&self) -> bool {
        match self.until {
            Until::Elapsed(lasting) => self.began.elapsed() < lasting,
            Until::Sent(messages) => self.sent < messages,
        }
    }

    fn is_over(&self) -> bool {
        let is_answered = self.outcome.answered.len() == self.sent;
        !self.is_sending() && is_answered && self.undelivered() == 0
    }

    /// When there is something to do even if nothing arrives.
    fn wake_up(&self) -> Instant {
        match self.until {
            Until::Elapsed(lasting) if self.is_sending() => {
                self.next_due().min(self.began + lasting)
            }
            _ if self.is_sending() => self.next_due(),
            _ => Instant::now() + PATIENCE,
        }
    }

    /// When the next message is due.
    fn next_due(&self) -> Instant {
        match self.pace {
            Pace::FlatOut { .. } => Instant::now() + PATIENCE,
            Pace::PerSecond(rate) => self.began + Duration::from_secs_f64(self.sent as f64 / rate),
        }
    }
}

impl Generator {
    pub fn new() -> Self {
        Self {
            poll: Poll::new().expect("epoll is available"),
            senders: Vec::new(),
            receivers: Vec::new(),
            started: Instant::now(),
            buffer: vec![0; 64 * 1024],
        }
    }

    /// Adds a sender, connected.
    pub fn add_sender(&mut self, address: SocketAddr, request: RepeatedRequest) {
        let mut sender = Sender::connect(address, request);
        let token = Token(self.senders.len());
        let registry = self.poll.registry();
        registry
            .register(&mut sender.stream, token, Interest::READABLE)
            .expect("the socket can be polled");
        self.senders.push(sender);
    }

    /// Opens streams, so many at once; returns how long it took.
    pub fn open(&mut self, openings: Vec<Opening>, at_once: usize) -> Duration {
        let began = Instant::now();
        let all = self.receivers.len() + openings.len();
        let mut openings = openings.into_iter();
        let mut is_open = vec![true; self.receivers.len()];
        for opening in openings.by_ref().take(at_once) {
            self.connect(opening);
        }
        let mut events = Events::with_capacity(1024);
        let mut open = is_open.len();
        is_open.resize(all, false);
        while open < all {
            self.wait(&mut events, began + PATIENCE_TO_OPEN);
            assert!(
                began.elapsed() < PATIENCE_TO_OPEN,
                "{open} of {all} streams opened"
            );
            for event in &events {
                let index = event.token().0 - FIRST_RECEIVER;
                let receiver = &mut self.receivers[index];
                if is_open[index] {
                    receiver.receive(&mut self.buffer, |_| ());
                } else if receiver.advance(&mut self.buffer) {
                    is_open[index] = true;
                    open += 1;
                    if let Some(next) = openings.next() {
                        self.connect(next);
                    }
                }
            }
        }
        began.elapsed()
    }

    /// Reads streams until they are silent for this long.
    pub fn settle(&mut self, silence: Duration) {
        let (began, mut last) = (Instant::now(), Instant::now());
        let mut events = Events::with_capacity(1024);
        while last.elapsed() < silence && began.elapsed() < PATIENCE {
            self.wait(&mut events, last + silence);
            for event in &events {
                last = Instant::now();
                if let Some(index) = event.token().0.checked_sub(FIRST_RECEIVER) {
                    self.receivers[index].receive(&mut self.buffer, |_| ());
                }
            }
        }
    }

    /// Sends, and waits for all answers and deliveries. Each message is delivered to `audience`
    /// receivers.
    pub fn run(&mut self, pace: Pace, until: impl Into<Until>, audience: usize) -> Outcome {
        let began = Instant::now();
        let mut run = Run {
            pace,
            began,
            until: until.into(),
            audience,
            sent: 0,
            idle: (0..self.senders.len()).rev().collect(),
            outcome: Outcome {
                answered: Vec::new(),
                delivered: Vec::new(),
                elapsed: Duration::ZERO,
            },
        };
        let mut events = Events::with_capacity(1024);
        let mut last_event = began;
        while !run.is_over() {
            assert!(
                last_event.elapsed() < PATIENCE,
                "{} of {} sends answered, {} deliveries missing",
                run.outcome.answered.len(),
                run.sent,
                run.undelivered()
            );
            self.send(&mut run, Instant::now());
            self.wait(&mut events, run.wake_up());
            for event in &events {
                last_event = Instant::now();
                self.handle(event.token().0, &mut run);
            }
        }
        run.outcome.elapsed = began.elapsed();
        run.outcome
    }

    fn send(&mut self, run: &mut Run, now: Instant) {
        match run.pace {
            Pace::FlatOut { ahead } => {
                let ahead = ahead.map_or(usize::MAX, |messages| messages * run.audience);
                while run.is_sending()
                    && run.undelivered() < ahead
                    && let Some(index) = run.idle.pop()
                {
                    self.senders[index].send(now, self.started);
                    run.sent += 1;
                }
            }
            Pace::PerSecond(_) => {
                while run.is_sending() && run.next_due() <= now {
                    let index = run.sent % self.senders.len();
                    let sender = &mut self.senders[index];
                    // The poll's timer is a millisecond late, which is not the server's fault.
                    let due = if sender.is_idle() {
                        now
                    } else {
                        run.next_due()
                    };
                    sender.send(due, self.started);
                    run.sent += 1;
                }
            }
        }
    }

    fn handle(&mut self, token: usize, run: &mut Run) {
        if let Some(index) = token.checked_sub(FIRST_RECEIVER) {
            let (started, delivered) = (self.started, &mut run.outcome.delivered);
            let now = Instant::now();
            let found = |stamp: Stamp| delivered.push(stamp.age(started, now));
            self.receivers[index].receive(&mut self.buffer, found);
            return;
        }
        let sender = &mut self.senders[token];
        if let Some(latency) = sender.read(self.started) {
            run.outcome.answered.push(latency);
            if sender.is_idle() {
                run.idle.push(token);
            }
        }
    }

    fn connect(&mut self, opening: Opening) {
        let mut receiver = Receiver::connect(opening);
        let token = Token(FIRST_RECEIVER + self.receivers.len());
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll
            .registry()
            .register(&mut receiver.stream, token, interest)
            .expect("the socket can be polled");
        self.receivers.push(receiver);
    }

    fn wait(&mut self, events: &mut Events, until: Instant) {
        let timeout = until.saturating_duration_since(Instant::now());
        match self.poll.poll(events, Some(timeout)) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => events.clear(),
            polled => polled.expect("sockets can be polled"),
        }
    }
}

impl Default for Generator {
    fn default() -> Self {
        Self::new()
    }
}
