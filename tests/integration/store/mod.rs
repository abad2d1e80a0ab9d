//! The event log: acknowledged appends are durable and stored exactly once.

mod conversations;
mod edits;
mod errors;
mod groups;
mod idempotency;
mod limits;
mod listener;
mod outages;
mod pool;
mod preparation;
mod read_on_send;
mod removed_participants;
mod writer;
