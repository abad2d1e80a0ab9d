//! The store: what was acknowledged is durable, and there once.

mod conversations;
mod listener;
mod membership;
mod outages;
mod proxy;
mod repeats;
mod writer;
