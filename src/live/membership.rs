//! Loads the chats of a connecting user into the hub.

use std::sync::Arc;

use super::hub::Hub;
use super::subscriber::{Scope, Subscriber};
use crate::db::{Error, Pool};
use crate::domain::{Cursor, Position, Realm, UserId};

/// Keeps a user's chats loaded in the hub until dropped.
pub(super) struct Membership {
    hub: Arc<Hub>,
    realm: Realm,
    user_id: UserId,
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.hub.release_user(self.realm, self.user_id);
    }
}

impl Membership {
    pub(super) fn retain(hub: &Arc<Hub>, subscriber: &Subscriber) -> Self {
        let Subscriber { realm, user_id, .. } = *subscriber;
        hub.retain_user(realm, user_id);
        Self {
            hub: hub.clone(),
            realm,
            user_id,
        }
    }

    /// Loads the user's chats into the hub if they are not there. Returns the head of the log
    /// at which they were loaded.
    pub(super) async fn load(&self, pool: &Pool) -> Result<Option<Cursor>, Error> {
        let mut loaded_at = None;
        while let Some(generation) = self.hub.chats_to_load(self.realm, self.user_id) {
            let chats = self.hub.read_chats(pool, self.realm, self.user_id).await?;
            loaded_at = Some(chats.head);
            self.hub
                .set_chats(self.realm, self.user_id, generation, chats);
        }
        Ok(loaded_at)
    }
}

/// The head at which the database lists the user as a member of the scope's only chat although
/// this replica's hub does not yet: the hub may not have read the event that added the user.
pub(super) async fn membership_ahead_of_hub(
    hub: &Hub,
    pool: &Pool,
    subscriber: &Subscriber,
    scope: Scope,
) -> Result<Option<Position>, Error> {
    let Subscriber { realm, user_id, .. } = *subscriber;
    let Some(chat_id) = scope.only_chat() else {
        return Ok(None);
    };
    if !hub.is_not_member(realm, user_id, chat_id) {
        return Ok(None);
    }
    let loaded = hub.read_chats(pool, realm, user_id).await?;
    let is_member = loaded.chats.contains(&chat_id);
    Ok(is_member.then_some(loaded.head.position))
}
