//! The guarantees of each realm's contract.

mod campus;
mod direct;
mod limits;
mod market;
mod messenger;
mod old_clients;
mod school;
