//! The event store: the log in Postgres.
//!
//! * [`Writer`] appends, in batches, and answers once an event is durable.
//! * [`read`] reads the log by position.
//! * [`Listener`] hears the bell that every append rings, and what replicas call out.
//! * [`signals`] and [`register`] are for what is true for a moment: who types, who is there.
//! * [`Sealer`] makes the checkpoints that prove it was not altered.
//! * [`schema`] applies what is under `sql/`.
//! * [`Connector`] opens connections, each already the role `vestnik_server`.
//!
//! It guarantees what `DESIGN` calls promises 1 to 4: what was acknowledged is durable,
//! positions have no gap, a repeated `client_id` is one message. It must not know who
//! listens, nor any wire format.

mod append;
mod checkpoint;
mod connect;
mod error;
mod listener;
mod metrics;
mod moment;
mod pulse;
pub mod query;
pub mod read;
pub mod register;
pub mod schema;
pub mod signals;
mod signature;

pub use append::{Draft, Writer, WriterSettings, WriterTask};
pub use checkpoint::Sealer;
pub use connect::{Connector, InvalidUrl, Link, Pool, Transaction};
pub use error::Error;
pub(crate) use error::classify;
pub use listener::{Bell, Heard, Listener, Signal};
pub use metrics::Gauges;
pub use moment::Moment;
pub use pulse::{Pulse, can_be_written, pulse};
