//! The people whom frames name, and what changes of people.

use std::sync::Arc;

use bytes::Bytes;

use super::{NOBODY, NativeStream};
use crate::api::frames;
use crate::api::users::encode::seen_user;
use crate::api::users::wire::User;
use crate::chat::{self, NamedPeople, SeenUser, SharedEvent};
use crate::domain::UserId;

impl NativeStream {
    /// The people whom a frame names, as its reader sees them.
    pub(super) async fn users(&self, named: NamedPeople) -> Result<Vec<User>, chat::Error> {
        let people = self.context.chat.people_as_seen(self.reader, named).await?;
        Ok(self.encode_people(people))
    }

    /// The same as all readers see them; `None` if not all see the same of them.
    pub(super) async fn users_for_all(
        &self,
        named: NamedPeople,
    ) -> Result<Option<Vec<User>>, chat::Error> {
        let people = self.context.chat.people_as_seen(NOBODY, named).await?;
        Ok((!people.differ).then(|| self.encode_people(people)))
    }

    /// `user`, as they are now. They are read once for all readers, in every realm.
    pub(super) async fn user_changed(
        &self,
        event: &SharedEvent,
        user_id: UserId,
    ) -> Result<Option<Bytes>, chat::Error> {
        let query = self.context.chat.changed_user(user_id);
        let read: Arc<Option<SeenUser>> = event.shared_or_try_init(query).await?;
        let Some(user) = read.as_ref() else {
            return Ok(None);
        };
        let mut user = user.clone();
        if self.context.chat.is_blocked_by(self.reader, user_id) {
            user.shows_presence = false;
            user.last_seen = None;
        }
        let is_online = self.context.chat.online([user_id]).contains(&user_id);
        let realm = self.context.policy.realm;
        let user = seen_user(user, is_online, realm, self.language);
        Ok(Some(frames::user_changed(event, user)))
    }

    fn encode_people(&self, people: chat::SeenPeople) -> Vec<User> {
        let ids = people.users.iter().map(|user| user.user_id);
        let online = self.context.chat.online(ids);
        let users = people.users.into_iter().map(|user| {
            let is_online = online.contains(&user.user_id);
            seen_user(user, is_online, self.context.policy.realm, self.language)
        });
        users.collect()
    }
}
