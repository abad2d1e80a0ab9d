//! The store: what was acknowledged is durable, and there once.

mod conversations;
mod edits;
mod errors;
mod limits;
mod listener;
mod members;
mod membership;
mod outages;
mod repeats;
mod visits;
mod writer;
