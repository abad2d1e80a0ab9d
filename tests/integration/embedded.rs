//! The private Postgres: real processes, really killed.

mod durability;
mod ground;
mod messages;
mod ownership;
mod places;
mod secrets;
