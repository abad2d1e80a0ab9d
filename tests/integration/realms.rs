//! What each realm promises on the wire.

mod campus;
mod direct;
mod limits;
mod market;
mod messenger;
mod school;
