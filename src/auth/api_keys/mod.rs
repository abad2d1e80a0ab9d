//! API keys: programs authenticate with `Authorization: Bearer vk_…`, and may act for a person.
//!
//! # Guarantees
//! - The database has the SHA-256 of a key and not the key, which is 256 random bits.
//! - A revoked key is refused from the next request on, on every replica: nothing is cached, and
//!   requests that arrive together share one query. Its streams end within seconds
//!   ([`SessionMonitor`](super::SessionMonitor)).
//! - The server's role can read keys and write none: `vestnik key` connects as the owner.

mod list;
mod lookup;
mod secret;
mod tokens;

pub use list::{ApiKeyList, ListedKey, NewKey};
pub use lookup::ApiKeys;
pub(super) use lookup::{FoundKey, KeyLookup};
pub(super) use secret::is_key;
pub use tokens::KeyTokens;

/// Precedes the key's name in `users.external_id` of its user. Tokens must not name it.
pub(super) const USER_PREFIX: &str = "key:";
