//! System messages that tell of an event: what happened, and their texts.

use super::wire;
use crate::chat::{NamedUser, SystemMessage, SystemMessageKind};
use crate::domain::{Language, Name};

/// What it tells of.
pub(super) fn described(system: &SystemMessage) -> wire::System {
    let id = |user: &NamedUser| user.id.0;
    let (actor_id, user_id) = (system.actor.as_ref().map(id), system.user.as_ref().map(id));
    wire::System {
        kind: match system.kind {
            SystemMessageKind::Created => wire::SystemKind::GroupCreated,
            SystemMessageKind::Renamed => wire::SystemKind::GroupRenamed,
            SystemMessageKind::Joined => wire::SystemKind::MembersAdded,
            SystemMessageKind::Left if actor_id.is_none() || actor_id == user_id => {
                wire::SystemKind::MemberLeft
            }
            SystemMessageKind::Left => wire::SystemKind::MemberRemoved,
        },
        actor_id,
        user_ids: user_id.into_iter().collect(),
    }
}

/// The text of a system message, with the names of now.
pub(super) fn text(system: &SystemMessage, language: Language) -> String {
    let name = |user: &NamedUser| match user.name() {
        Name::Removed => deleted_user(language).to_owned(),
        name => name.in_language(language),
    };
    let is_own =
        matches!((&system.actor, &system.user), (Some(one), Some(other)) if one.id == other.id);
    let actor = system.actor.as_ref().filter(|_| !is_own).map(name);
    let user = system
        .user
        .as_ref()
        .map_or_else(|| deleted_user(language).to_owned(), name);
    let title = system.title.as_deref().unwrap_or_default();
    match language {
        Language::English => english(system.kind, actor.as_deref(), &user, title),
        Language::Russian => russian(system.kind, actor.as_deref(), &user, title),
    }
}

const fn deleted_user(language: Language) -> &'static str {
    match language {
        Language::English => "A deleted user",
        Language::Russian => "Удалённый пользователь",
    }
}

/// `actor` is `None` if the user acted on their own, or the database did.
fn english(kind: SystemMessageKind, actor: Option<&str>, user: &str, title: &str) -> String {
    match (kind, actor) {
        (SystemMessageKind::Created, Some(actor)) => format!("{actor} created the group"),
        (SystemMessageKind::Created, None) => "The group was created".to_owned(),
        (SystemMessageKind::Renamed, Some(actor)) if title.is_empty() => {
            format!("{actor} renamed the group")
        }
        (SystemMessageKind::Renamed, Some(actor)) => {
            format!("{actor} renamed the group: “{title}”")
        }
        (SystemMessageKind::Renamed, None) => "The group was renamed".to_owned(),
        (SystemMessageKind::Joined, Some(actor)) => format!("{actor} added {user}"),
        (SystemMessageKind::Joined, None) => format!("{user} joined the group"),
        (SystemMessageKind::Left, Some(actor)) => format!("{actor} removed {user}"),
        (SystemMessageKind::Left, None) => format!("{user} left the group"),
    }
}

/// Names are not inflected: they stand in the nominative.
fn russian(kind: SystemMessageKind, actor: Option<&str>, user: &str, title: &str) -> String {
    match (kind, actor) {
        (SystemMessageKind::Created, Some(actor)) => format!("{actor} создал(а) группу"),
        (SystemMessageKind::Created, None) => "Группа создана".to_owned(),
        (SystemMessageKind::Renamed, Some(actor)) if title.is_empty() => {
            format!("{actor} переименовал(а) группу")
        }
        (SystemMessageKind::Renamed, Some(actor)) => {
            format!("{actor} переименовал(а) группу: «{title}»")
        }
        (SystemMessageKind::Renamed, None) => "Группа переименована".to_owned(),
        (SystemMessageKind::Joined, Some(actor)) => {
            format!("{actor} добавил(а) участника: {user}")
        }
        (SystemMessageKind::Joined, None) => format!("В группе новый участник: {user}"),
        (SystemMessageKind::Left, Some(actor)) => format!("{actor} удалил(а) участника: {user}"),
        (SystemMessageKind::Left, None) => format!("Больше не в группе: {user}"),
    }
}
