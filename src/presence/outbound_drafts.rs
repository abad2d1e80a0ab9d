//! The drafts of this replica's users that were saved, to be announced to all replicas.

use indexmap::IndexSet;
use metrics::counter;

use crate::domain::DraftKey;
use crate::presence::replica_signal::Payload;
use crate::telemetry::metrics::SIGNALS_DROPPED;

/// The most drafts that may wait; above it the oldest one is dropped.
const MAX_WAITING: usize = 4_096;

/// The drafts to announce, the oldest first, each once.
#[derive(Default)]
pub(super) struct OutboundDrafts(IndexSet<DraftKey>);

impl OutboundDrafts {
    /// Adds a draft that was saved.
    pub(super) fn add(&mut self, key: DraftKey) {
        self.0.insert(key);
        if self.0.len() > MAX_WAITING {
            self.0.shift_remove_index(0);
            counter!(SIGNALS_DROPPED).increment(1);
        }
    }

    /// Takes the oldest ones, as many as one notification holds.
    pub(super) fn take(&mut self) -> Option<Payload> {
        let payload = Payload::of_drafts(self.0.iter())?;
        self.0.drain(..payload.count);
        Some(payload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ChatId, Realm, UserId};

    fn key(user_id: i64) -> DraftKey {
        DraftKey {
            realm: Realm::new("test"),
            chat_id: ChatId(1),
            user_id: UserId(user_id),
        }
    }

    #[test]
    fn a_draft_waits_once_and_the_oldest_is_dropped() {
        let mut drafts = OutboundDrafts::default();
        let most = i64::try_from(MAX_WAITING).unwrap();
        for user_id in (0..=most).chain([most]) {
            drafts.add(key(user_id));
        }
        let mut taken = 0;
        while let Some(payload) = drafts.take() {
            assert!(payload.text.len() < 8_000);
            assert!(!payload.text.contains("[\"test\",1,0]"));
            taken += payload.count;
        }
        assert_eq!(taken, MAX_WAITING);
    }
}
