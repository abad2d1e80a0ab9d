//! New members of chats. Presence introduces them: the other members learn which of them are
//! online, and they learn which of the other members are.

use metrics::counter;

use crate::domain::{ChatCreated, ChatId, ChatRestored, Event, EventBody, Realm, UserId};
use crate::telemetry::metrics::SIGNALS_DROPPED;

/// The most introductions that may wait. Further ones are dropped: these users see each other's
/// presence with its next change.
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

/// The new members who were not introduced yet.
#[derive(Default)]
pub(crate) struct PendingIntroductions(Vec<NewMembers>);

impl PendingIntroductions {
    pub(crate) fn push(&mut self, new_members: NewMembers) {
        if self.0.len() < MAX_PENDING {
            self.0.push(new_members);
        } else {
            counter!(SIGNALS_DROPPED).increment(1);
        }
    }

    pub(crate) fn take(&mut self) -> Vec<NewMembers> {
        std::mem::take(&mut self.0)
    }
}
