//! What every realm's HTTP needs and none of them owns: errors, extractors, streams, the
//! server itself. It knows no realm's words.

pub mod cors;
pub mod extract;
pub mod metrics;
pub mod problem;
pub mod request_log;
pub mod server;
pub mod sse;

pub use problem::Problem;
