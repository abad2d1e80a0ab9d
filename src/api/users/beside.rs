//! `users`: the people whom an answer names, beside what names them.

use super::encode::seen_user;
use super::wire::User;
use crate::api::context::ApiContext;
use crate::chat::{self, NamedPeople};
use crate::domain::{Language, UserId};

/// The people whom an answer names, each once, by id, as its reader sees them.
pub(in crate::api) async fn users_beside(
    context: &ApiContext,
    reader: UserId,
    language: Language,
    named: NamedPeople,
) -> Result<Vec<User>, chat::Error> {
    let people = context.chat.people(reader, named).await?;
    let ids = people.iter().map(|person| person.user_id);
    let online = context.chat.online(ids);
    let people = people.into_iter().map(|person| {
        let is_online = online.contains(&person.user_id);
        seen_user(person, is_online, context.policy.realm, language)
    });
    Ok(people.collect())
}
