//! Vestnik.

pub mod auth;
