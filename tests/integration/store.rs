//! The store: what was acknowledged is durable, and there once.

mod listener;
mod membership;
mod outages;
mod repeats;
mod writer;
