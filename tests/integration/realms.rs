//! What each realm promises on the wire.

mod direct;
mod market;
mod school;
