//! What the server's work costs, counted and not timed. `tests/allocations.rs` counts allocations.

mod chat_events;
mod openings;
mod pages;
mod user_events;
