//! The composition root: opens, connects and closes everything.
//!
//! Every task that is started here is owned here and joined at shutdown: streams end, open
//! requests are answered, workers stop, the writer empties its queue.

mod connection_reporter;
mod consumers;
mod database;
mod documents;
mod error;
mod events_page;
mod metrics;
mod openapi;
mod ready;
mod router;
mod running;
mod services;
mod tasks;
mod web_client;

pub use database::{OpenDatabase, generated_secret};
pub use error::StartError;
pub use openapi::{native_openapi, openapi};
pub use running::App;
