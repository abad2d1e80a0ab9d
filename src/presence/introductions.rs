//! Events after which users are shown presence that has not changed.
//!
//! * New members of chats are introduced: the other members learn which of them are online, and they learn
//!   which of the other members are.
//! * A user learns whether another one is online who blocks them no longer; the presence of one who blocks
//!   them ends.

use metrics::counter;

use crate::domain::{ChatCreated, ChatId, ChatRestored, Event, EventBody, Realm, UserId};
use crate::telemetry::metrics::SIGNALS_DROPPED;

/// The most of one kind that may wait. Further ones are dropped: these users see each other's
/// presence with its next change, or when their stream opens again.
const MAX_PENDING: usize = 1_024;

/// The users who joined a chat with one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewMembers {
    pub(crate) realm: Realm,
    pub(crate) chat_id: ChatId,
    pub(crate) user_ids: Vec<UserId>,
}

impl NewMembers {
    /// The users who join with an event, if any do.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let user_ids = match &event.body {
            EventBody::ChatCreated(ChatCreated { participants, .. })
            | EventBody::ChatRestored(ChatRestored { participants }) => participants
                .iter()
                .map(|participant| participant.user_id)
                .collect(),
            EventBody::ParticipantJoined(joined) => vec![joined.user_id],
            _ => return None,
        };
        Some(Self {
            realm: event.realm,
            chat_id: event.chat_id,
            user_ids,
        })
    }
}

/// A user who blocks another one, or does so no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ChangedBlock {
    pub(crate) realm: Realm,
    pub(crate) blocker: UserId,
    pub(crate) blocked: UserId,
}

/// Those of one kind that were not served yet.
pub(crate) struct Pending<T>(Vec<T>);

impl<T> Default for Pending<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Pending<T> {
    pub(crate) fn push(&mut self, one: T) {
        if self.0.len() < MAX_PENDING {
            self.0.push(one);
        } else {
            counter!(SIGNALS_DROPPED).increment(1);
        }
    }

    pub(crate) fn take(&mut self) -> Vec<T> {
        std::mem::take(&mut self.0)
    }
}
