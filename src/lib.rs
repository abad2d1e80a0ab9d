//! Vestnik: a chat backend that needs Postgres and nothing else.
//!
//! Everything that happens is an event in one append-only log, and all else follows from it:
//!
//! ```text
//! client ── POST ──► realms/school          wire → Command
//!                        │
//!                     chat                   the one door
//!                        │
//!                  store::Writer             batches: decide, append, project, ring, in one round trip
//!                        │
//!                     Postgres ── NOTIFY ──► store::Listener   on every replica
//!                                                   │
//!                                              live::Tail      reads the log from its own position
//!                                                   │
//!                                              live::Hub       chat → connected users
//!                                                   │
//!                                           live::Subscription catching up ⇄ live
//!                                                   │
//!                                               http::sse ──► client
//! ```
//!
//! | module | owns |
//! |---|---|
//! | [`domain`] | words and rules, no I/O |
//! | [`bounds`] | what one person, request or connection can hold |
//! | [`store`] | the log: append, read, listen |
//! | [`read_model`] | questions to what the log is projected to |
//! | [`directory`] | the school's ordinary tables, people and lessons |
//! | [`attachments`] | files that people attach to messages |
//! | [`live`] | from the log to this replica's subscribers |
//! | [`outbox`] | consumers of the log: webhooks |
//! | [`chat`] | the one door to conversations |
//! | [`auth`] | who is calling |
//! | [`http`] | what HTTP needs in every realm |
//! | [`realms`] | the applications, a folder each |
//! | [`app`], [`config`] | putting it together |
//! | [`audit`] | proving the log and the read model, and taking them along |
//! | [`telemetry`] | the log, metrics and traces of the process |
//! | [`embedded`] | a private Postgres for who has none |
//! | [`demo`] | a school to try it with |
//!
//! Who may import whom is kept by `tests/architecture.rs`.

pub mod app;
pub mod attachments;
pub mod audit;
pub mod auth;
pub mod bounds;
pub mod chat;
pub mod config;
pub mod db;
pub mod demo;
pub mod directory;
pub mod domain;
pub mod embedded;
pub mod http;
pub mod live;
pub mod log;
pub mod outbox;
pub mod presence;
pub mod queries;
pub mod realms;
pub mod telemetry;
