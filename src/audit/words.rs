//! Events in the words of the desk, for the page of an export.
//!
//! The words belong to the client: `eventWords.ts` describes the templates, and fills them at the desk.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::audit::entry::Entry;
use crate::audit::people::People;
use crate::domain::{Language, Name, UserId};

/// Texts by their names, each by the tag of its language.
type Texts = HashMap<String, HashMap<String, String>>;

#[derive(Deserialize)]
struct Words {
    kinds: Texts,
    values: HashMap<String, Texts>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let words = include_str!("../../client/packages/desk/src/audit/eventWords.json");
    serde_json::from_str(words).expect("the file is part of the program, and a test reads it")
});

/// What the actor did, without the actor's name. In English, if there are no words for the kind.
pub(super) fn describe(entry: &Entry, people: &People, language: Language) -> String {
    let is_own = entry.actor_id.is_some() && entry.actor_id == entry.user_id();
    let own = is_own.then(|| WORDS.kinds.get(&format!("{}:own", entry.kind)));
    let texts = own.flatten().or_else(|| WORDS.kinds.get(&entry.kind));
    let Some(template) = texts.and_then(|texts| texts.get(language.tag())) else {
        return entry.description.clone();
    };
    let details = entry.details();
    let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let described = filled(template, |name| match name {
        "user" => {
            let user = entry.user_id();
            user.map_or_else(String::new, |id| label(id, entry, people, language))
        }
        "message" => number(entry.message_id().map(|id| id.0)),
        "reply" => number(entry.reply_to().map(|id| id.0)),
        "participants" => participants(entry, people, language),
        _ => in_words(name, details.get(name), language),
    });
    described + &via_key(entry, language)
}

fn via_key(entry: &Entry, language: Language) -> String {
    let key = entry.field("via_key");
    key.map_or_else(String::new, |key| match language {
        Language::Russian => format!(" через ключ «{key}»"),
        Language::English => format!(" through key “{key}”"),
    })
}

/// A person as they were at the event.
fn label(id: UserId, entry: &Entry, people: &People, language: Language) -> String {
    let name = match (people.at(id, entry.position).name, language) {
        (Name::Removed, Language::Russian) => "удалённый пользователь".to_owned(),
        (Name::Removed, Language::English) => "removed user".to_owned(),
        (name, language) => name.in_language(language),
    };
    format!("{name} ({})", id.0)
}

fn participants(entry: &Entry, people: &People, language: Language) -> String {
    let listed = entry.participants().map(|(id, role)| {
        let label = label(id, entry, people, language);
        let role = role.map(|role| in_words("role", Some(&role.into()), language));
        role.map_or(label.clone(), |role| format!("{label} — {role}"))
    });
    listed.collect::<Vec<_>>().join(", ")
}

/// The words for a value of a detail; the value itself if there are none.
fn in_words(name: &str, value: Option<&Value>, language: Language) -> String {
    let value = match value {
        None | Some(Value::Null | Value::Bool(false)) => return String::new(),
        Some(Value::String(value)) => value.clone(),
        Some(value) => value.to_string(),
    };
    let known = WORDS.values.get(name);
    let known = known.and_then(|known| known.get(&value).or_else(|| known.get("*")));
    let known = known.and_then(|texts| texts.get(language.tag()));
    known.cloned().unwrap_or(value)
}

/// A template with its values, without the parts in brackets that lack one.
fn filled(template: &str, value: impl Fn(&str) -> String) -> String {
    let (mut text, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('[') {
        let (optional, after) = after.split_once(']').unwrap_or((after, ""));
        text += &with_values(before, &value).0;
        let (part, is_complete) = with_values(optional, &value);
        if is_complete {
            text += &part;
        }
        rest = after;
    }
    text + &with_values(rest, &value).0
}

/// A part of a template with its values, and whether it lacks none.
fn with_values(part: &str, value: &impl Fn(&str) -> String) -> (String, bool) {
    let (mut text, mut is_complete, mut rest) = (String::new(), true, part);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = value(name);
        is_complete &= !value.is_empty();
        text += before;
        text += &value;
        rest = after;
    }
    (text + rest, is_complete)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parts_in_brackets_without_a_value_are_left_out() {
        let template = "added {user}[ as {role}][ to {chat}]";
        let value = |name: &str| match name {
            "user" => "Anna [1]".to_owned(),
            "role" => "teacher".to_owned(),
            _ => String::new(),
        };
        assert_eq!(filled(template, value), "added Anna [1] as teacher");
    }

    #[test]
    fn values_without_words_are_shown_as_they_are() {
        for (name, value, expected) in [
            ("role", json!("teacher"), "преподаватель"),
            ("role", json!("dean"), "dean"),
            (
                "muted_until",
                json!("2026-11-26T10:00:00.000Z"),
                "без звука",
            ),
            ("pinned", json!(true), "закреплён"),
            ("pinned", json!(false), ""),
            ("count", json!(3), "3"),
        ] {
            let words = in_words(name, Some(&value), Language::Russian);
            assert_eq!(words, expected, "{name}");
        }
    }
}
