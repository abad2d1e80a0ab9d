//! The people whom frames name.

use super::{NOBODY, NativeStream};
use crate::api::users::encode::seen_user;
use crate::api::users::wire::User;
use crate::chat::{self, NamedPeople};

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
