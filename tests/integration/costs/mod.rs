//! What the server's work costs, counted and not timed. `tests/allocations.rs` counts allocations.

mod openings;
mod pages;
