//! Integration tests, a folder a guarantee: real Postgres, real sockets, real processes.
#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]
#![allow(clippy::format_collect, reason = "a test has time")]

extern crate support;

mod accounts;
mod adopt;
mod audit;
mod auth;
mod bucket;
mod cli;
mod conformance;
mod costs;
mod desk;
mod embedded;
mod first_run;
mod hardening;
mod live;
mod native;
mod observability;
mod openapi;
mod outbox;
mod people;
mod read_model;
mod realm_files;
mod realms;
mod replicas;
mod sockets;
mod sql;
mod store;
mod web_client;
