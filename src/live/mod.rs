//! From the log to the subscribers of this replica.
//!
//! ```text
//! notification / poll ──► Tail ──► Hub ──► a SubscriberQueue each ──► Subscription ──► stream
//!                                   │                    └── Shard ──► Outlet, while it waits
//!                                   └── RecentEvents, for clients that reconnect
//! ```
//!
//! * [`Tail`] alone reads the log, and hands each event to the [`Hub`] once.
//! * [`Hub`] knows the connected users and their chats, from the very events that pass through.
//! * [`Subscription`] is one connection's position in the log: catching up, or live.
//! * [`Shard`] writes events to the sockets of streams that wait, so that an event wakes one task
//!   and not one for each stream.
//! * [`SharedEvent`] is an event with its encoded frames, which its subscribers share.
//!
//! Signals (typing and presence, see [`crate::presence`]) reach a queue through the hub as well,
//! and are never in the log.
//!
//! # Guarantees
//! A subscriber gets every event of its chats once, in log order, from its cursor on. Every
//! buffer is bounded; a queue that overflows sends its subscriber back to the log, and no event
//! is lost. A subscriber that does not read delays no other.
//!
//! It knows no wire format, and does not decide who may subscribe. Its files import each other
//! directly and without circles; this one only re-exports.

mod hub;
mod membership;
pub(crate) mod metrics;
mod outlet;
mod ready_list;
mod recent_events;
mod resume;
mod shard;
mod shared_event;
mod subscriber;
mod subscriber_queue;
mod subscriber_registry;
mod subscription;
mod tail;

pub use hub::Hub;
pub use outlet::{Outlet, Written};
pub use shard::Shard;
pub use shared_event::{Audience, FrameKey, SharedEvent};
pub use subscriber::{Scope, Subscriber};
pub use subscriber_queue::EndReason;
pub use subscription::{Delivery, Subscription};
pub use tail::{Tail, TailLag, TailMetrics};
