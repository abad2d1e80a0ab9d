//! From the log to the subscribers of this replica.
//!
//! ```text
//! bell / poll ──► Tail ──► Hub ──► a Mailbox each ──► Subscription ──► socket
//!                           └── Ring: the last events, for whoever comes back
//! ```
//!
//! * [`Tail`] alone reads the log, and hands each event to the [`Hub`] once.
//! * [`Hub`] knows who is connected and in which chats, kept right by the very events
//!   that pass through.
//! * [`Subscription`] is one connection's place in the log: catching up, or live.
//! * [`Outgoing`] and [`Incoming`] are beside it, for what is true for a moment: typing and
//!   presence, which reach a mailbox through the hub as well and are never in the log.
//!
//! # Guarantees
//! A subscriber gets every event of its chats once, in log order, from its cursor on.
//! Every buffer is bounded; one that runs over sends its subscriber back to the log, and
//! nothing is dropped. A subscriber that does not read costs nobody else anything.
//!
//! It must not know any wire format, nor who may subscribe.

mod hub;
pub(crate) mod metrics;
mod recent_events;
mod shared_event;
mod subscriber;
mod subscriber_queue;
mod subscriber_registry;
mod subscription;
mod tail;

pub use hub::Hub;
pub use shared_event::{Audience, FrameKey, SharedEvent};
pub use subscriber::{Scope, Subscriber};
pub use subscriber_queue::EndReason;
pub use subscription::{Delivery, Subscription};
pub use tail::{Gauges, Tail, TailLag};
