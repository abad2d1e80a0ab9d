//! Connections to Postgres.
//!
//! * [`Connector`] opens connections, each with the role `vestnik_server`.
//! * [`Pool`] shares the connections for reads.
//! * [`SharedConnection`] is the one of jobs that are not urgent.
//! * `BatchedQuery` shares one query among callers who arrive at the same time.
//! * [`schema`] applies the files under `sql/`.
//!
//! It must not know events or subscribers.

mod batched_query;
pub mod connection;
pub(crate) mod driver;
pub mod error;
mod foreign_tables;
mod hosts;
mod ids;
mod parameters;
mod pool;
mod pooler;
pub mod query;
mod realms;
mod row;
pub mod schema;
pub mod server_keys;
pub(crate) mod session;
mod shared_connection;
mod status;
mod timestamp;
mod tls;
mod transaction;

pub(crate) use batched_query::BatchedQuery;
pub use connection::{Connector, DbConnection};
pub(crate) use error::classify;
pub use error::{Error, InvalidUrl};
pub use pool::Pool;
pub use realms::MirrorError;
pub use row::{FromRow, RowExt};
pub use shared_connection::SharedConnection;
pub use status::{DatabaseStatus, is_writable, status};
pub use timestamp::PgTimestamp;
pub use transaction::Transaction;
