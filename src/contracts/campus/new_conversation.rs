//! Validation of a new conversation.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::wire::{self, ConversationType};
use crate::domain::{ChatCreated, UserId, text};
use crate::http::{Code, Problem, extract};

/// Members of a group, including its creator.
const MEMBERS: RangeInclusive<usize> = 2..=500;
/// Longest title, service and service id, in characters.
const FIELD_MAX: usize = 255;

/// The chat that a request creates. The caller is a member; `participant_ids` may contain the
/// caller and duplicates.
pub(super) fn validate(new: wire::NewConversation, caller: UserId) -> Result<ChatCreated, Problem> {
    let mut others: BTreeSet<UserId> = new.participant_ids.into_iter().map(UserId).collect();
    others.remove(&caller);
    let title = optional_text("title", new.title)?;
    if let Some(title) = &title {
        extract::name("title", title, FIELD_MAX)?;
    }
    let created = match new.kind {
        ConversationType::Private => ChatCreated {
            title,
            ..ChatCreated::pair(caller, only(&others)?)
        },
        ConversationType::Group => group(caller, others, title)?,
    };
    let service = optional_text("service", new.service)?;
    let service_id = optional_text("service_id", new.service_id)?;
    Ok(match context(service, service_id) {
        Some(subject) => created.about_subject(subject),
        None => created,
    })
}

fn only(others: &BTreeSet<UserId>) -> Result<UserId, Problem> {
    match others.first() {
        Some(other) if others.len() == 1 => Ok(*other),
        _ => Err(invalid(
            "a private conversation is with exactly one other user",
        )),
    }
}

fn group(
    creator: UserId,
    mut members: BTreeSet<UserId>,
    title: Option<String>,
) -> Result<ChatCreated, Problem> {
    members.insert(creator);
    if !MEMBERS.contains(&members.len()) {
        return Err(invalid(
            "a group has 2 to 500 members, including its creator",
        ));
    }
    let title = title.ok_or_else(|| invalid("a group must have a title"))?;
    Ok(ChatCreated::group(title, members))
}

/// Checks a short text. A blank one counts as absent.
fn optional_text(field: &str, value: Option<String>) -> Result<Option<String>, Problem> {
    let Some(value) = value else { return Ok(None) };
    match text::check(&value, FIELD_MAX) {
        Ok(()) => Ok(Some(value)),
        Err(text::TextError::Empty) => Ok(None),
        Err(error) => Err(invalid(format!("{field} {error}"))),
    }
}

/// The object of an external system that the conversation refers to.
fn context(service: Option<String>, service_id: Option<String>) -> Option<Value> {
    let fields = [("service", service), ("service_id", service_id)];
    let fields: Map<String, Value> = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.into())))
        .collect();
    (!fields.is_empty()).then_some(Value::Object(fields))
}

fn invalid(detail: impl Into<Cow<'static, str>>) -> Problem {
    Problem::bad_request(Code::InvalidChat, detail)
}
