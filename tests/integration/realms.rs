//! What each realm promises on the wire.

mod campus;
mod direct;
mod messenger;
mod market;
mod school;
