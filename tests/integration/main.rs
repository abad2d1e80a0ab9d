//! Integration tests, a folder a guarantee: real Postgres, real sockets, real processes.

#[path = "../support/mod.rs"]
#[allow(dead_code, unused_imports)]
mod support;

mod auth;
mod cli;
mod embedded;
mod first_run;
mod hardening;
mod live;
mod openapi;
mod replicas;
mod smoke;
