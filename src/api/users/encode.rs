//! Encodes people for the wire. Pure.

use super::wire;
use crate::chat::SeenUser;
use crate::directory::Person;
use crate::domain::{AttachmentId, Language, Presence, Principal, Realm, UserId};
use crate::http::avatar_path;

/// A user; `presence` is what the reader may know of it.
pub(in crate::api) fn user(
    person: Person,
    presence: Option<&Presence>,
    realm: Realm,
    language: Language,
) -> wire::User {
    wire::User {
        id: person.id.0,
        name: person.name.in_language(language),
        role: Some(person.role),
        avatar_url: avatar_url(realm, person.picture_id).or(person.avatar_url),
        online: presence.is_some_and(|presence| presence.online),
        last_seen: presence
            .and_then(|presence| presence.last_seen)
            .map(Into::into),
    }
}

/// A user whom an answer names; `is_online` counts where the reader may know it.
pub(in crate::api) fn seen_user(
    user: SeenUser,
    is_online: bool,
    realm: Realm,
    language: Language,
) -> wire::User {
    wire::User {
        id: user.user_id.0,
        name: user.name.in_language(language),
        role: user.role,
        avatar_url: avatar_url(realm, user.picture_id).or(user.avatar_url),
        online: is_online && user.shows_presence,
        last_seen: user.last_seen.map(Into::into),
    }
}

/// A user who was erased.
pub(in crate::api) fn erased(id: UserId) -> wire::User {
    wire::User {
        id: id.0,
        name: String::new(),
        role: None,
        avatar_url: None,
        online: false,
        last_seen: None,
    }
}

/// The caller, as others see them.
pub(in crate::api) fn caller(caller: Principal, realm: Realm, language: Language) -> wire::User {
    wire::User {
        id: caller.user_id.0,
        name: caller.name.in_language(language),
        role: Some(caller.role),
        avatar_url: avatar_url(realm, caller.picture_id).or(caller.avatar_url),
        // The caller is here.
        online: true,
        last_seen: None,
    }
}

/// The path of a picture of a chat or a user.
pub(in crate::api) fn avatar_url(realm: Realm, picture_id: Option<AttachmentId>) -> Option<String> {
    picture_id.map(|id| avatar_path(realm, id))
}
