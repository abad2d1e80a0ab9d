//! The event log in Postgres.
//!
//! * [`Writer`] appends events in batches and answers after COMMIT.
//! * [`read`] reads the log by position.
//! * [`Listener`] receives the notification that every append sends, and signals.
//!
//! # Guarantees
//! An acknowledged event is durable. Positions have no gap and follow the commit order. A
//! repeated `client_id` is one message. It knows neither subscribers nor wire formats.

mod append;
mod listener;
pub mod read;
mod signals;
mod signature;
mod wakeup;

pub use append::{Writer, WriterMetrics, WriterSettings, WriterTask};
pub use listener::Listener;
pub use signals::Signal;
pub use wakeup::LogWakeup;
