//! Notifies the browsers of absent users of new messages: Web Push (RFC 8030).
//!
//! A browser that wants notifications stores a subscription: the URL of its push service and the
//! keys for which the payload is encrypted (RFC 8291). Requests are signed with a key of this server
//! (VAPID, RFC 8292), which is created once and shared by all replicas through the database.
//!
//! # Guarantees
//! A message is pushed to a subscription at most once: a notification is marked in the transaction before its
//! request, and is sent again only if the push service has certainly not taken it. A crash at this moment
//! loses the notification, and no message.
//!
//! One notification waits per subscription and chat: a newer message replaces it. A subscription has
//! one request at a time, so that a slow push service delays only its own browsers. A subscription
//! that has ended (404 or 410) is forgotten, and so is one that its push service refused ten times over
//! a day at least, and never accepted meanwhile.
//!
//! Users choose the URLs. So the server connects to public addresses only, follows no redirects, and
//! reads no bodies.
//!
//! A notification is sent about six seconds after its message
//! ([`Consumer::SETTLED`](super::Consumer::SETTLED)). A user who has connected or has read the message
//! by then is not notified.

mod channel;
mod delivery;
mod endpoint;
mod notification;
mod payload;
mod public_address;
mod subscriptions;
mod vapid;

pub use channel::WebPush;
pub use subscriptions::{
    DeviceId, DeviceSubscription, InvalidSubscription, PushSubscriptions, Subscription,
};
pub use vapid::{Contact, InvalidContact, VapidKey};
