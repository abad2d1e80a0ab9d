//! The hashes of events and of seals, from their parts: `sql/audit/event_hash.sql` and `sql/audit/seal_hash.sql`
//! describe them.

pub(super) mod merkle;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::audit::portable::hexadecimal;

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// The field of a payload that has the digest of its texts.
pub(super) const TEXTS_DIGEST: &str = "content_digest";

/// What the hash of an event covers.
pub(super) struct HashedEvent<'a> {
    pub(super) position: i64,
    pub(super) event_id: Uuid,
    pub(super) realm: &'a str,
    pub(super) chat_id: Option<i64>,
    pub(super) kind: &'a str,
    pub(super) actor_id: Option<i64>,
    /// Microseconds since 1970.
    pub(super) recorded_at: i64,
    pub(super) origin: &'a str,
    /// As Postgres prints it, with the digest of its texts in their place.
    pub(super) payload: &'a str,
}

impl HashedEvent<'_> {
    pub(super) fn hash(&self) -> Hash {
        let id = |id: Option<i64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let lines = format!(
            "vestnik event 3\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n",
            self.position,
            self.event_id,
            self.realm,
            id(self.chat_id),
            self.kind,
            id(self.actor_id),
            self.recorded_at,
            self.origin,
            self.payload,
        );
        Sha256::digest(lines).into()
    }
}

/// What the hash of a seal covers.
pub(super) struct HashedSeal<'a> {
    pub(super) previous_hash: &'a [u8],
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) head: i64,
    /// Microseconds since 1970.
    pub(super) sealed_at: i64,
    /// Of the hashes of its events.
    pub(super) root: &'a Hash,
}

impl HashedSeal<'_> {
    pub(super) fn hash(&self) -> Hash {
        Sha256::new()
            .chain_update(self.previous_hash)
            .chain_update(self.from.to_be_bytes())
            .chain_update(self.to.to_be_bytes())
            .chain_update(self.head.to_be_bytes())
            .chain_update(self.sealed_at.to_be_bytes())
            .chain_update(self.root)
            .finalize()
            .into()
    }
}

/// The salt of the texts of one event, from the key of who wrote them.
pub(super) fn salt_of(key: Option<&[u8]>, event_id: Uuid) -> Hash {
    Sha256::new_with_prefix(key.unwrap_or_default())
        .chain_update(event_id.as_bytes())
        .finalize()
        .into()
}

/// The digest of the texts of an event, in hexadecimal digits: `audit.content_digest()`.
pub(super) fn texts_digest(salt: &Hash, texts: &str) -> String {
    let digest = Sha256::new_with_prefix(salt).chain_update(texts.as_bytes());
    hexadecimal(&digest.finalize())
}
