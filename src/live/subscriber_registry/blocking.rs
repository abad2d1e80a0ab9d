//! Who blocks the connected users. A user whom another one blocks gets neither that user's signals nor
//! their read marks, in any chat of the realm.
//!
//! # Why
//! It is kept beside the chats of each connected user, so that no frame costs a query, and a block acts on
//! open streams at its own position in the log.

use std::collections::HashSet;
use std::sync::Arc;

use super::{ConnectedUser, SubscriberRegistry};
use crate::domain::{ChatId, Event, EventBody, Position, Realm, UserId};
use crate::live::shared_event::SharedEvent;

impl ConnectedUser {
    /// Sets who blocks the user as it was loaded, and applies the events that passed since.
    pub(super) fn set_blockers(&mut self, loaded: Vec<UserId>, loaded_at: Position) {
        self.blockers = loaded.into_iter().collect();
        for (position, blocker, is_block) in std::mem::take(&mut self.block_changes) {
            if position > loaded_at {
                self.change_blocker(blocker, is_block);
            }
        }
    }

    fn change_blocker(&mut self, blocker: UserId, is_block: bool) {
        if is_block {
            self.blockers.insert(blocker);
        } else {
            self.blockers.remove(&blocker);
        }
    }

    /// Whether the read mark that an event moves is hidden from the user.
    pub(super) fn misses_mark_of(&self, event: &SharedEvent) -> bool {
        !self.blockers.is_empty()
            && event
                .marked_reader()
                .is_some_and(|reader| self.blockers.contains(&reader))
    }
}

impl SubscriberRegistry {
    /// Records a block or an unblock of a connected user. Returns the blocker and that user.
    pub(in crate::live) fn change_block(&mut self, event: &Event) -> Option<(UserId, UserId)> {
        let (blocker, blocked) = event.blocked_pair()?;
        let is_block = matches!(
            event.body,
            EventBody::UserBlocked(_) | EventBody::ParticipantBlocked(_)
        );
        let user = self.users.get_mut(&(event.realm, blocked))?;
        if user.chats.is_none() {
            user.block_changes.push((event.position, blocker, is_block));
        } else if event.position > user.loaded_at {
            user.change_blocker(blocker, is_block);
        }
        Some((blocker, blocked))
    }

    /// Whether any user blocks a connected user.
    pub(in crate::live) fn has_blockers(&self, realm: Realm, user_id: UserId) -> bool {
        let user = self.users.get(&(realm, user_id));
        user.is_some_and(|user| !user.blockers.is_empty())
    }

    /// Whether a user blocks a connected user.
    pub(in crate::live) fn is_blocked_by(
        &self,
        realm: Realm,
        user_id: UserId,
        blocker: UserId,
    ) -> bool {
        let user = self.users.get(&(realm, user_id));
        user.is_some_and(|user| user.blockers.contains(&blocker))
    }

    /// An event as a connected user may see it; `None` if it shows nothing but a hidden read mark.
    pub(in crate::live) fn as_seen(
        &self,
        realm: Realm,
        user_id: UserId,
        event: &Arc<SharedEvent>,
    ) -> Option<Arc<SharedEvent>> {
        let user = self.users.get(&(realm, user_id));
        if user.is_some_and(|user| user.misses_mark_of(event)) {
            return event.without_read_mark().map(Arc::new);
        }
        Some(event.clone())
    }

    /// The chats of a connected user that are among these.
    pub(in crate::live) fn common_chats(
        &self,
        realm: Realm,
        user_id: UserId,
        chats: impl Iterator<Item = ChatId>,
    ) -> HashSet<ChatId> {
        let own = self.chats_of(realm, user_id);
        chats
            .filter(|chat_id| own.is_some_and(|own| own.contains(chat_id)))
            .collect()
    }
}
