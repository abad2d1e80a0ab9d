//! Vestnik: a self-hosted chat backend that needs Postgres and nothing else.
//!
//! Every change is an event in one append-only log; everything else follows from it:
//!
//! ```text
//! client ── POST ──► realms/<name>/api      request → Command
//!                        │
//!                     chat::Chat             the one entry for writes, reads and subscriptions
//!                        │
//!                    log::Writer             batches: decide, append, project, notify; one round trip
//!                        │
//!                     Postgres ── NOTIFY ──► log::Listener      on every replica
//!                                                 │
//!                                             live::Tail        reads the new events once
//!                                                 │
//!                                             live::Hub         chat → subscribers
//!                                                 │
//!                                         live::Subscription    catches up, then live
//!                                                 │
//!                                       http::stream (driver, encoder, transport) ──► client
//! ```
//!
//! `docs/architecture.md` follows a message along this path.
//!
//! | module | owns |
//! |---|---|
//! | [`domain`] | types and rules without I/O: ids, texts, events, commands, policies |
//! | [`bounds`] | limits on what one user, request or connection may hold |
//! | [`db`] | connections to Postgres, pools, TLS, migrations |
//! | [`log`] | the event log: append, read, listen |
//! | [`accesses`] | the record of what admins, moderators and programs read of others |
//! | [`idempotency`] | what requests with an `Idempotency-Key` have made |
//! | [`directory`] | users of all realms, and lessons |
//! | [`files`] | files attached to messages |
//! | [`presence`] | who is online and who types, across replicas |
//! | [`scheduled`] | sends scheduled messages at their time |
//! | [`live`] | delivery from the log to this replica's subscribers |
//! | [`outbox`] | consumers of the log: Web Push, e-mail, webhooks |
//! | [`chat`] | the one entry to conversations, and the read side: one SQL file a query |
//! | [`auth`] | authentication, log-ins, guests |
//! | [`http`] | extractors, errors, limits and streams of all realms |
//! | [`api`] | the API of every realm: `/v1/{realm}` |
//! | [`contracts`] | the older wire contracts of the program's own realms |
//! | [`realms`] | the policies of all realms, from their files |
//! | [`app`], [`config`] | the composition root and its settings; the subcommands are in `src/commands/` |
//! | [`audit`] | sealing, verification, export, import and erasure |
//! | [`adopt`] | the tables of other applications, for bringing their data |
//! | [`telemetry`] | log lines, metrics and traces |
//! | [`workers`] | background tasks: supervision, restarts, repeated jobs |
//! | [`embedded`] | a private Postgres for development and small installations |
//! | [`desk`] | the operator's desk: reports, figures, the audit of a chat, requests to erase |
//! | [`demo`] | a demo school |
//!
//! `tests/architecture/` enforces which module may import which.
//!
//! # Glossary
//!
//! | term | meaning |
//! |---|---|
//! | realm | an application with its own users, chats, policy and wire contract over the shared log |
//! | policy | the properties of a realm that code and SQL ask for |
//! | event | a row of the log; never changed, except that an erasure removes its text |
//! | kind | the type of an event, named in the past tense: `message_sent` |
//! | command | what a user asks for, in the imperative; becomes an event or a rejection |
//! | rejection | an expected refusal with a stable code |
//! | log | the table `events` |
//! | position | the number of an event: 1, 2, 3, … without gaps, in commit order |
//! | head | the last position of the log; the lock on it orders appends |
//! | cursor | a position and the last 8 hex digits of its event's id, as clients send it back; with a number, a frame of the event |
//! | seq | the number of a message within its chat, without gaps |
//! | projection | the SQL that derives the read model from events |
//! | read model | the tables `chats`, `chat_participants`, `messages` and others, derived from the log |
//! | participant, member | a user in a chat |
//! | private chat, group | a chat of two users, one per pair; a chat that users join and leave |
//! | read mark | the newest message that a participant has read |
//! | subscriber | a connection that receives events |
//! | subscription | the state of a subscriber: catching up or live |
//! | hub | the subscribers of this replica, by chat and by user |
//! | tail | the task that reads new events from the log |
//! | signal | what is true for a moment and in no log: presence and typing |
//! | snapshot | a list or history with the cursor that it reflects |
//! | reset | tells a client that its cursor is not of this log: reload |
//! | replica | one server process of several on the same database |
//! | seal | a hash over a range of the log that proves it unchanged |
//! | consumer | acts outside of the system on events, once each; its position is that of the last event it has processed |
//! | API key | the credential of a program, which acts for itself or for a person |
//! | worker | a supervised background task |

pub mod accesses;
pub mod adopt;
pub mod api;
pub mod app;
pub mod audit;
pub mod auth;
pub mod bounds;
pub mod chat;
pub mod config;
pub mod contracts;
pub mod db;
pub mod demo;
pub mod desk;
pub mod directory;
pub mod domain;
pub mod embedded;
pub mod files;
pub mod http;
pub mod idempotency;
pub mod live;
pub mod log;

pub mod outbox;
pub mod presence;
pub mod realms;
pub mod scheduled;
pub mod telemetry;
pub mod workers;
