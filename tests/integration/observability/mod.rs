//! Metrics, `/ready`, the log and traces report failures.

mod delivery;
mod log;
mod readiness;
mod sealing;
mod sends;
mod server;
mod traces;
