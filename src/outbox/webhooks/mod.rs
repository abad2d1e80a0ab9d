//! Notifies another service of messages to offline users: a signed POST for each participant
//! without a connection on any replica, about the newest message of a chat.
//!
//! Signed by the scheme of Standard Webhooks (standardwebhooks.com). The body is described in
//! `docs/contracts/messenger.md`, "Offline notification".
//!
//! # Guarantees
//! Delivery is at least once, and in log order for each user: a user's next notification waits for the
//! previous one. If the receiver is down, a notification is retried for a day; then it becomes a dead
//! letter, and the next one follows.
//!
//! One notification waits per user and chat: a newer message replaces it, so that the number of
//! notifications is bounded by users and time, not by messages. Waiting notifications are
//! bounded per user and in all; beyond that the oldest are dropped, counted and logged.
//!
//! A notification is sent about eight seconds after its message: the time that
//! [`Consumer::SETTLED`](super::Consumer::SETTLED) waits, and two seconds in which messages of
//! the same chat join it. A user who has connected or has read the message by then is not
//! notified.

mod channel;
mod receiver;

pub use channel::Webhooks;
