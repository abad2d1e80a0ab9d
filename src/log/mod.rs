//! The event log in Postgres.
//!
//! * [`Writer`] appends events in batches and answers after COMMIT.
//! * [`read`] reads the log by position.
//! * [`Listener`] receives the notification that every append sends.
//! * [`Sealer`] writes the checkpoints that prove that the log was not altered.
//!
//! # Guarantees
//! An acknowledged event is durable. Positions have no gap and follow the commit order. A
//! repeated `client_id` is one message. It knows neither subscribers nor wire formats.

mod append;
mod listener;
pub(crate) mod metrics;
pub mod read;
mod seal;

pub use append::{Writer, WriterSettings, WriterTask};
pub use listener::{AccessChange, Listener, ListenerChannels, LogWakeup};
pub use metrics::Gauges;
pub use seal::Sealer;
