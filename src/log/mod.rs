//! The event log in Postgres.
//!
//! * [`Writer`] appends events in batches and answers after COMMIT.
//! * [`read`] reads the log by position.
//! * [`Listener`] receives the notification that every append sends, and signals.
//!   [`SignalDelivery`] says whether they arrive, and a [`SignalFence`] waits until every replica
//!   has handled them.
//!
//! # Guarantees
//! An acknowledged event is durable. Positions have no gap and follow the commit order. A
//! repeated `client_id` is one message. It knows neither subscribers nor wire formats.

mod append;
mod carried_events;
mod listener;
mod raw_event;
pub mod read;
mod signal_delivery;
mod signal_fence;
mod signals;
mod signature;
mod wakeup;

pub use append::{Writer, WriterMetrics, WriterSettings, WriterTask};
pub use carried_events::CarriedEvents;
pub use listener::Listener;
pub use signal_delivery::SignalDelivery;
pub use signal_fence::{FenceKeeper, SignalFence};
pub use signals::Signal;
pub use wakeup::LogWakeup;
