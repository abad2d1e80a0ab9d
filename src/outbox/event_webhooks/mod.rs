//! Posts events to endpoints of the operator: what `/v1/{realm}/events?all=true` would show, as a signed
//! POST for each.
//!
//! Signed by the scheme of Standard Webhooks (standardwebhooks.com). The body is described in
//! `docs/native.md`, "Event webhooks".
//!
//! # Guarantees
//! Each endpoint has a queue and a consumer of its own: one that is slow or down delays no other. Delivery is at least
//! once, and in log order for each chat: a chat's next event waits for the previous one, while other
//! chats go on. An event that is refused is retried for a day; then it becomes a dead letter, and the next
//! one follows. With `410 Gone` it does at once, and the endpoint is paused.
//!
//! What waits is bounded: beyond the bound the consumer reads no further, and the log itself is the queue.
//! The queue has no texts. An event is read when it is posted, so that erased texts are not sent.

mod channel;
mod delivery;
mod encoder;
mod endpoint;

pub use channel::EventWebhooks;
pub use encoder::{EncodeError, EncodedEvent, EventEncoder};
pub use endpoint::{EventEndpoint, EventEndpoints, InvalidEndpoint};
