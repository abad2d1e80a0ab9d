//! What tests and benchmarks share: a real Postgres, real servers, real clients. Nothing that can be
//! run is mocked.

pub mod access_matrix;
pub mod client;
pub mod cluster;
pub mod conversations;
pub mod costs;
pub mod database;
pub mod endpoint;
pub mod load;
pub mod locked_log_head;
pub mod log;
pub mod metrics;
mod native_document;
pub mod nginx;
pub mod notifications;
pub mod openapi;
pub mod paused_sessions;
pub mod pgbouncer;
pub mod photos;
pub mod ports;
pub mod presence_churn;
pub mod process;
pub mod process_tree;
pub mod proxy;
pub mod raw_stream;
pub mod realm_codecs;
pub mod realm_files;
pub mod receiver;
pub mod replica;
pub mod report;
pub mod school;
pub mod smtp_server;
pub mod socket_io;
pub mod sse;
pub mod store;
pub mod wait;
pub mod ws;

pub use client::{Answer, Client, assert_refused};
pub use conversations::Campus;
pub use database::{Pair, Person, TestDatabase};
pub use endpoint::Endpoint;
pub use locked_log_head::LockedLogHead;
pub use metrics::Metrics;
pub use nginx::Nginx;
pub use notifications::Notifications;
pub use paused_sessions::PausedSessions;
pub use pgbouncer::Pgbouncer;
pub use presence_churn::PresenceChurn;
pub use process::{ReplicaProcess, spawn_processes};
pub use process_tree::ProcessTree;
pub use proxy::Proxy;
pub use raw_stream::RawStream;
pub use replica::{Replica, spawn_replicas, spawn_replicas_with};
pub use school::School;
pub use smtp_server::SmtpServer;
pub use socket_io::SocketIo;
pub use sse::{EventStream, Frame};
pub use store::Store;
pub use wait::eventually;
pub use ws::{Socket, SocketRequest};

/// The secret that signs the tokens of tests.
pub const JWT_SECRET: &str = "the tests' own secret, long enough for HS256";
