//! Vestnik: a chat backend that needs Postgres and nothing else.
pub mod app;
pub mod auth;
pub mod chat;
pub mod config;
pub mod demo;
pub mod directory;
pub mod domain;
pub mod embedded;
pub mod http;
pub mod live;
pub mod read_model;
pub mod realms;
pub mod store;
