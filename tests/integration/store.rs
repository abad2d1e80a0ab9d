//! The store: what was acknowledged is durable, and there once.

mod conversations;
mod edits;
mod listener;
mod members;
mod membership;
mod outages;
mod proxy;
mod repeats;
mod writer;
