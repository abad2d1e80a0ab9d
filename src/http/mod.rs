//! The HTTP layer that all realms share: the server, extractors, errors, limits and streams.
//! It knows nothing of a single realm, except that the [codes](Code) of refusals are one list.

pub mod anonymous_body;
pub mod attachment;
pub mod body;
pub mod caller;
pub mod client_address;
pub mod code;
pub mod cors;
pub mod download;
pub mod drain_body;
mod error_conversions;
pub mod error_format;
pub mod extract;
pub mod fallback;
pub mod files;
pub mod guest_token;
pub mod half_sent_heads;
pub mod host;
pub mod idempotency;
pub mod in_flight;
pub mod json;
pub mod language;
pub mod large_responses;
pub mod last_event_id;
pub mod log_in;
pub mod metrics;
pub mod no_store;
pub mod operations;
pub mod paced_body;
pub mod paging;
pub mod plain_text;
mod plain_words;
pub mod problem;
pub mod problem_language;
pub mod rate_limit;
pub mod read_rate;
pub mod refused_part;
pub mod request_log;
mod russian;
pub mod sending;
pub mod server;
pub mod stream;
pub mod takeover;
mod time;
pub mod upload;

pub use caller::{Caller, SocketCaller, StreamCaller};
pub use client_address::TrustedProxies;
pub use code::Code;
pub use error_format::map_problem;
pub use language::Reads;
pub use last_event_id::LastEventId;
pub use problem::Problem;
pub use refused_part::Place;
pub use time::Time;

use crate::domain::{AttachmentId, Realm};

/// The path of the API that every realm has.
pub const API_BASE: &str = "/v1";

/// The path of that API for one realm.
pub fn api_path(realm: Realm) -> String {
    format!("{API_BASE}/{realm}")
}

/// The path of a picture of a chat or a user.
pub fn avatar_path(realm: Realm, picture_id: AttachmentId) -> String {
    format!("{}/avatars/{picture_id}", api_path(realm))
}
