//! Presence, typing and drafts across replicas. None of it is an event of the log.
//!
//! ```text
//! Chat ──► OutboundTyping ──┐                       vestnik_signals
//!                           ├► PresencePublisher ════════════════════► PresenceReceiver
//! Hub ──► LocalConnections ─┘   (≤ 1 NOTIFY per 50 ms)                on every replica │
//!                                                              PresenceSink (the hub) ◄┘
//! ```
//!
//! * `local_state` has the connections and the typing to publish, and the users who are online on
//!   any replica.
//! * `publisher` keeps this replica's rows of the table `presence` and sends typing to
//!   the other replicas. It runs one statement at a time with a pause after each, so that no
//!   burst costs Postgres more than 20 NOTIFYs per second. Updates that do not fit wait, and
//!   only the newest one about a user (and chat) is kept.
//!   Drafts are announced in the same way, each replica reads them from their table.
//! * `receiver` applies the signals of all replicas, its own included, and delivers
//!   them to subscribers through a `sink`.
//!
//! # Why
//! A user is online while the table `presence` has a row of theirs, from whichever replica. The
//! routines that change it take one lock, so that changes are announced in the order in which
//! they are made, each with a version. A replica that misses a change sees a gap, in the next
//! signal or in the reply to its next heartbeat, and reads the whole table.
//!
//! Presence is debounced:
//! * A replica keeps a user's row for five seconds after their last connection has closed, and
//!   one that shuts down leaves its rows behind for as long: a user who reconnects, here or
//!   elsewhere, was never offline.
//! * Postgres may have been away for longer than a lease, or have crashed, which empties the
//!   table. A replica removes the rows of another one, or infers from the table that a user is
//!   offline, only after it has sent heartbeats for a whole lease without a break: until then the
//!   other replicas may be about to return.

mod active_typists;
mod connections;
mod introductions;
mod local_state;
mod outbound_drafts;
mod outbound_typing;
mod publisher;
mod queue;
mod receiver;
mod replica_signal;
mod sink;
mod store;
mod timing;

pub(crate) use active_typists::ActiveTypists;
pub(crate) use introductions::{ChangedBlock, NewMembers, Pending};
pub(crate) use local_state::LocalState;
pub(crate) use queue::SignalQueue;
pub(crate) use receiver::PresenceReceiver;
pub(crate) use replica_signal::{TOPICS, TypingUpdate};
pub(crate) use sink::PresenceSink;
