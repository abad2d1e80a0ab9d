//! Events in words, as `audit.describe_event()` describes them in English.

use super::{Entry, People};
use crate::domain::{Language, Name, UserId};

/// What the actor did, without the actor's name.
pub fn describe(entry: &Entry, people: &People, language: Language) -> String {
    match language {
        Language::English => entry.description.clone(),
        Language::Russian => in_russian(entry, people) + &via_key(entry),
    }
}

fn via_key(entry: &Entry) -> String {
    let key = entry.field("via_key");
    key.map_or_else(String::new, |key| format!(" через ключ «{key}»"))
}

fn in_russian(entry: &Entry, people: &People) -> String {
    let user = || {
        entry
            .user_id()
            .map_or_else(String::new, |id| label(id, people))
    };
    let message = || {
        let id = entry.message_id();
        id.map_or_else(String::new, |id| format!(" {}", id.0))
    };
    let emoji = || entry.field("emoji").unwrap_or_default();
    match entry.kind.as_str() {
        "chat_created" => created(entry, people),
        "chat_restored" => format!("восстановление чата: {}", participants(entry, people)),
        "chat_renamed" => "новое название группы".into(),
        "chat_picture_changed" => "новая картинка группы, или её удаление".into(),
        "chat_deleted" => "удаление чата".into(),
        "chat_hidden" => "чат скрыт из своего списка".into(),
        "chat_settings_changed" => settings(entry),
        "chat_read" => format!("прочитано до сообщения{}", message()),
        "participant_joined" => format!("в чат добавлен: {}{}", user(), as_role(entry)),
        "participant_left" if entry.actor_id == entry.user_id() => "выход из чата".into(),
        "participant_left" => format!("из чата исключён: {}", user()),
        "participant_role_changed" => format!("новая роль: {}{}", user(), as_role(entry)),
        "participant_blocked" | "user_blocked" => format!("заблокирован: {}", user()),
        "participant_unblocked" | "user_unblocked" => format!("разблокирован: {}", user()),
        "message_sent" => sent(entry),
        "message_edited" => format!("правка сообщения{}", message()),
        "message_deleted" => format!("удаление сообщения{}", message()),
        "attachment_processed" => format!("обработан файл сообщения{}", message()),
        "message_pinned" => format!("закреплено сообщение{}", message()),
        "message_unpinned" => format!("откреплено сообщение{}", message()),
        "reaction_added" => format!("реакция {} на сообщение{}", emoji(), message()),
        "reaction_removed" => format!("снята реакция {} с сообщения{}", emoji(), message()),
        "message_reported" => format!("жалоба на сообщение{}", message()),
        "report_resolved" => format!("решение по жалобе: {}", resolution(entry)),
        "user_banned" => format!("запрет писать: {}", user()),
        "user_unbanned" => format!("запрет писать снят: {}", user()),
        "user_erased" => format!("пользователь стёрт: {}", user()),
        _ => entry.description.clone(),
    }
}

fn label(id: UserId, people: &People) -> String {
    match people.get(id).name {
        Name::Removed => format!("удалённый пользователь ({})", id.0),
        name => format!("{} ({})", name.in_language(Language::Russian), id.0),
    }
}

fn created(entry: &Entry, people: &People) -> String {
    let what = match entry.field("type") {
        Some("group") => "создание группы",
        _ => "создание чата",
    };
    let title = entry.field("title");
    let title = title.map_or_else(String::new, |title| format!(" «{title}»"));
    format!("{what}{title}: {}", participants(entry, people))
}

fn participants(entry: &Entry, people: &People) -> String {
    let listed = entry.participants().map(|(id, role)| {
        let label = label(id, people);
        role.map_or(label.clone(), |role| {
            format!("{label} — {}", role_name(role))
        })
    });
    listed.collect::<Vec<_>>().join(", ")
}

fn as_role(entry: &Entry) -> String {
    let role = entry.field("role");
    role.map_or_else(String::new, |role| format!(" — {}", role_name(role)))
}

fn role_name(role: &str) -> &str {
    match role {
        "teacher" => "преподаватель",
        "student" => "ученик",
        "seller" => "продавец",
        "buyer" => "покупатель",
        "owner" => "владелец",
        "admin" => "администратор",
        "member" => "участник",
        other => other,
    }
}

fn settings(entry: &Entry) -> String {
    let is = |field: &str| {
        entry
            .payload
            .get(field)
            .and_then(serde_json::Value::as_bool)
    };
    let mut words = vec![match entry.field("muted_until") {
        Some(_) => "без звука",
        None => "со звуком",
    }];
    words.extend((is("pinned") == Some(true)).then_some("закреплён"));
    words.extend((is("archived") == Some(true)).then_some("в архиве"));
    format!("свои настройки чата: {}", words.join(", "))
}

fn sent(entry: &Entry) -> String {
    let kind = match (
        entry.payload.contains_key("forwarded_from"),
        entry.field("type"),
    ) {
        (true, _) => "пересланное сообщение",
        (_, Some("system")) => "объявление",
        _ => "сообщение",
    };
    let reply = entry.reply_to();
    let reply = reply.map(|id| format!(" в ответ на сообщение {}", id.0));
    let files = entry.files.iter();
    let files = files.map(|name| match name {
        Some(name) => format!("«{name}»"),
        None => "удалённый файл".to_owned(),
    });
    let files = files.collect::<Vec<_>>().join(", ");
    let files = (!files.is_empty()).then(|| format!(", файлы: {files}"));
    [Some(kind.to_owned()), reply, files]
        .into_iter()
        .flatten()
        .collect()
}

fn resolution(entry: &Entry) -> &str {
    match entry.field("resolution") {
        Some("message_deleted") => "сообщение удалено",
        Some("user_banned") => "автору запрещено писать",
        _ => "отклонена",
    }
}
