//! Users as a reader sees them, also those with whom the reader has no chat.

use std::collections::BTreeSet;

use super::{encode, wire};
use crate::api::context::ApiContext;
use crate::directory::NamedUser;
use crate::domain::{Language, UserId};
use crate::http::Problem;

/// The users of these ids, by id. Who was erased has no name and no role.
pub(super) async fn users_of(
    context: &ApiContext,
    reader: UserId,
    language: Language,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<Vec<wire::User>, Problem> {
    let ids: BTreeSet<UserId> = ids.into_iter().collect();
    let ids: Vec<UserId> = ids.into_iter().collect();
    let users = context.directory.named(&ids).await?;
    shown(context, reader, language, users).await
}

/// Users as a reader sees them, who is online.
pub(super) async fn shown(
    context: &ApiContext,
    reader: UserId,
    language: Language,
    users: Vec<NamedUser>,
) -> Result<Vec<wire::User>, Problem> {
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let presence = context.chat.presence_of_pairs(reader, &ids).await?;
    let users = users.into_iter().map(|NamedUser { id, person }| {
        let Some(person) = person else {
            return encode::erased(id);
        };
        let user = encode::user(person, presence.get(&id), context.policy.realm, language);
        wire::User {
            online: user.online || id == reader,
            ..user
        }
    });
    Ok(users.collect())
}
