//! Connections to Postgres, and what every module that speaks to it needs.
//!
//! * [`Connector`] opens connections, each already the role `vestnik_server`.
//! * [`Pool`] holds the connections for reads.
//! * [`schema`] applies what is under `sql/`.
//!
//! It knows no event and no subscriber.

pub mod connection;
pub mod error;
mod hosts;
mod pool;
mod pooler;
pub mod query;
pub mod schema;
mod status;
mod timestamp;
mod tls;
mod transaction;

pub use connection::{Connector, InvalidUrl, Link};
pub use error::Error;
pub(crate) use error::classify;
pub use pool::Pool;
pub use status::{Pulse, can_be_written, pulse};
pub use timestamp::Moment;
pub use transaction::Transaction;
