//! Ids here that follow from those of the origin, so that a second run finds what the first has brought.

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use crate::audit::portable::PersonKey;
use crate::domain::Realm;

/// The largest id of a user that a token can name: `sql/migrations/V0001__users.sql`.
const MAX_NUMBER: i64 = 4_503_599_627_370_495;

pub(super) struct Ids {
    realm: Realm,
    /// Whether chats and messages keep ids that are UUIDs.
    has_uuids: bool,
}

impl Ids {
    pub(super) fn new(realm: Realm, has_uuids: bool) -> Self {
        Self { realm, has_uuids }
    }

    /// The id of the event about these rows of the origin.
    pub(super) fn event(&self, parts: &[&str]) -> Uuid {
        let mut hasher = Sha256::new();
        for part in ["vestnik adopt", self.realm.as_str()].iter().chain(parts) {
            hasher.update(part);
            hasher.update([0]);
        }
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize()[..16]);
        Builder::from_custom_bytes(bytes).into_uuid()
    }

    /// The id of what a row of the origin becomes: its own if that is a UUID.
    pub(super) fn row(&self, table: &str, id: &str) -> Uuid {
        let own = Uuid::parse_str(id).ok().filter(|_| self.has_uuids);
        own.unwrap_or_else(|| self.event(&[table, id]))
    }

    /// The key of a person with this id in the origin.
    pub(super) fn person(&self, id: &str) -> PersonKey {
        match number(id) {
            Some(number) => PersonKey {
                origin: self.event(&["people"]),
                number,
            },
            None => PersonKey {
                origin: self.event(&["people with other ids"]),
                number: self.hash(id),
            },
        }
    }

    fn hash(&self, id: &str) -> i64 {
        let (high, _) = self.event(&["person", id]).as_u64_pair();
        i64::try_from(high >> 1).expect("63 bits fit")
    }
}

/// An id of the origin that a user can have here too.
pub(super) fn number(id: &str) -> Option<i64> {
    let number: i64 = id.parse().ok()?;
    let is_same = number.to_string() == id;
    (is_same && (1..=MAX_NUMBER).contains(&number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_same_in_each_run_and_differ_by_row() {
        let ids = Ids::new(Realm::new("school"), false);
        assert_eq!(ids.row("messages", "7"), ids.row("messages", "7"));
        assert_ne!(ids.row("messages", "7"), ids.row("chats", "7"));
        assert_ne!(ids.event(&["a", "bc"]), ids.event(&["ab", "c"]));
        let other = Ids::new(Realm::new("direct"), true);
        assert_ne!(other.row("messages", "7"), ids.row("messages", "7"));
        let uuid = "6f1c2a52-3f0f-4f5e-9d0e-0a4a4f3b2c1d";
        assert_eq!(other.row("messages", uuid).to_string(), uuid);
        assert_ne!(ids.row("messages", uuid).to_string(), uuid);
    }

    #[test]
    fn only_ids_that_a_token_can_name_are_numbers() {
        assert_eq!(number("42"), Some(42));
        for id in ["0", "-1", "042", "4503599627370496", "u1", ""] {
            assert_eq!(number(id), None, "{id}");
        }
    }
}
