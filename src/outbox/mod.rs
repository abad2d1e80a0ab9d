//! Consumers of the log, which act outside of the system because of events.
//!
//! ```text
//! LogWakeup ──► Runner ──► one transaction: extend the lease, read events after the position,
//!                  │       Consumer::process, move the position
//!                  └────── Consumer::poll_external, whose results the next transaction records
//! ```
//!
//! * [`Runner`] runs a consumer on one replica at a time: the one that holds the consumer's lease, a
//!   row of the table `consumers`. When that replica dies, another continues from its position.
//! * [`Consumer`] processes events.
//! * [`ChannelConsumer`] is the consumer of those that send something: it has the only queue, with its leases,
//!   pauses, bounds and dead letters. What to send, and how, is a [`Channel`]:
//! * [`WebPush`] notifies the browsers of offline users of messages.
//! * [`Mail`] sends e-mails: digests of unread messages, and links to accounts.
//! * [`Webhooks`] notifies another service of messages.
//! * [`EventWebhooks`] posts the events themselves to an endpoint.
//! * [`SealWitnesses`] hands the newest seal of the log to places outside.
//!
//! # Guarantees
//! Each event is consumed once, in log order: its effects are committed together with the
//! position. External actions happen at least once. Sends never wait for a consumer.

mod attempts;
mod backoff;
mod channel;
mod channel_consumer;
mod consumer;
mod content;
mod dead_letters;
mod event_webhooks;
mod http;
mod lease;
mod mail;
mod queue;
mod readings;
mod recipients;
mod runner;
mod seal_witnesses;
mod signed_post;
mod web_push;
mod webhooks;

pub use channel::Channel;
pub use channel_consumer::ChannelConsumer;
pub use consumer::Consumer;
pub use dead_letters::{DeadLetter, DeadLetters};
pub use event_webhooks::{
    EncodeError, EncodedEvent, EventEncoder, EventEndpoint, EventEndpoints, EventWebhooks,
    InvalidEndpoint,
};
pub use mail::{
    InvalidMailFrom, InvalidSmtpUrl, Mail, MailFrom, MailSettings, PlainMail, SmtpServer,
    UnsubscribeKey, Unsubscriptions,
};
pub use runner::Runner;
pub use seal_witnesses::{InvalidWitness, OpenWitnesses, SealWitnesses, Witnesses};
pub use signed_post::InvalidWebhook;
pub use web_push::{
    Contact, DeviceId, DeviceSubscription, InvalidContact, InvalidSubscription, PushSubscriptions,
    Subscription, VapidKey, WebPush,
};
pub use webhooks::Webhooks;
