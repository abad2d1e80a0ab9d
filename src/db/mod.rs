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

pub use connection::{Connector, DbConnection, InvalidUrl};
pub use error::Error;
pub(crate) use error::classify;
pub use pool::Pool;
pub use status::{DatabaseStatus, is_writable, status};
pub use timestamp::PgTimestamp;
pub use transaction::Transaction;
