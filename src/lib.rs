//! Vestnik: a chat backend that needs Postgres and nothing else.
pub mod domain;
pub mod live;
pub mod store;
