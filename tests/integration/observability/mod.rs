//! It degrades loudly: what is wrong is seen in the metrics, in `/ready`, in the log and in
//! traces.

mod delivery;
mod log;
mod readiness;
mod sealing;
mod sends;
mod server;
mod traces;
