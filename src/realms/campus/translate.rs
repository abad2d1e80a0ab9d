//! Between the university's wire types and the words of the system. Pure.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::wire;
use crate::chat::{self, ChatParticipant, ChatView};
use crate::domain::{
    ChatCreated, ChatKind, Language, MessageSent, Participant, Principal, Role, StoredEvent,
    Typing, UserId, pair_key, text,
};
use crate::http::{Code, Problem};

/// Members of a group, its creator among them.
const MEMBERS: std::ops::RangeInclusive<usize> = 2..=500;
/// Characters of a title, and of what names a conversation's subject.
const NAME_MAX: usize = 255;

/// A conversation as one of its participants sees it.
pub(super) fn conversation(
    conversation: ChatView,
    reader: UserId,
    language: Language,
) -> wire::Conversation {
    let subject = |name: &str| {
        let value = conversation.context.as_ref()?.get(name)?;
        value.as_str().map(str::to_owned)
    };
    let (service, service_id) = (subject("service"), subject("service_id"));
    let last = conversation.last_message;
    wire::Conversation {
        id: conversation.uuid,
        kind: conversation.kind.into(),
        title: conversation.title,
        created_by: conversation.created_by.map(|id| id.0),
        created_at: conversation.created_at,
        service,
        service_id,
        participants: conversation
            .participants
            .into_iter()
            .map(|person| participant(person, language))
            .collect(),
        last_message: last.map(|last| message(last, conversation.uuid, reader)),
        unread_count: conversation.unread_count,
    }
}

/// A message as somebody sees it: its text unless it is deleted, and its `client_id` if it is
/// their own.
pub(super) fn message(
    message: chat::Message,
    conversation_id: Uuid,
    reader: UserId,
) -> wire::Message {
    let is_own = message.sender_id == Some(reader);
    wire::Message {
        id: message.uuid,
        conversation_id,
        sender_id: message.sender_id.map(|id| id.0),
        text: (!message.is_deleted).then_some(message.content),
        reply_to: message.reply_to,
        is_edited: message.is_edited,
        is_deleted: message.is_deleted.then_some(true),
        client_id: message.client_id.filter(|_| is_own),
        created_at: message.created_at,
    }
}

/// A message that was stored just now, as its sender sees it.
pub(super) fn stored_message(
    stored: &StoredEvent,
    sent: MessageSent,
    conversation_id: Uuid,
    reply_to: Option<Uuid>,
) -> wire::Message {
    wire::Message {
        id: stored.event_id,
        conversation_id,
        sender_id: stored.actor_id.map(|id| id.0),
        text: Some(sent.content),
        reply_to,
        is_edited: false,
        is_deleted: None,
        client_id: sent.client_id,
        created_at: stored.recorded_at,
    }
}

/// Who types, as the others in the conversation are told.
pub(super) fn typing(typing: &Typing) -> wire::Typing {
    wire::Typing {
        user_id: typing.user_id.0,
        is_typing: typing.is_typing,
    }
}

impl From<ChatKind> for wire::ConversationType {
    fn from(kind: ChatKind) -> Self {
        match kind {
            ChatKind::Private => Self::Private,
            ChatKind::Group => Self::Group,
        }
    }
}

fn participant(member: ChatParticipant, language: Language) -> wire::Participant {
    wire::Participant {
        user_id: member.user_id.0,
        name: member.name.in_language(language),
        last_read_message_id: member.last_read_uuid,
    }
}

/// The chat that somebody wants to begin, themselves in it.
///
/// A private one is named by its pair. Whoever is named twice, or names themselves, is in it
/// once.
pub(super) fn validate_new_conversation(
    new: wire::NewConversation,
    caller: &Principal,
) -> Result<ChatCreated, Problem> {
    let mut members: BTreeSet<UserId> = new.participant_ids.into_iter().map(UserId).collect();
    members.remove(&caller.user_id);
    let title = named("title", new.title)?;
    let (kind, pair_key) = match (new.kind, members.first()) {
        (wire::ConversationType::Private, Some(other)) if members.len() == 1 => {
            (ChatKind::Private, Some(pair_key(caller.user_id, *other)))
        }
        (wire::ConversationType::Private, _) => {
            return Err(invalid(
                "a private conversation is with exactly one other user",
            ));
        }
        (wire::ConversationType::Group, _) if !MEMBERS.contains(&(members.len() + 1)) => {
            return Err(invalid(
                "a group has 2 to 500 members, its creator among them",
            ));
        }
        (wire::ConversationType::Group, _) if title.is_none() => {
            return Err(invalid("a group must have a title"));
        }
        (wire::ConversationType::Group, _) => (ChatKind::Group, None),
    };
    let context = context(
        named("service", new.service)?,
        named("service_id", new.service_id)?,
    );
    members.insert(caller.user_id);
    Ok(ChatCreated {
        kind,
        pair_key,
        title,
        context,
        participants: members.into_iter().map(member).collect(),
    })
}

fn member(user_id: UserId) -> Participant {
    Participant {
        user_id,
        role: Role::Member.as_str().to_owned(),
    }
}

/// A short text that may be left out, or blank, which is the same.
fn named(field: &str, name: Option<String>) -> Result<Option<String>, Problem> {
    let Some(name) = name else { return Ok(None) };
    match text::check(&name, NAME_MAX) {
        Ok(()) => Ok(Some(name)),
        Err(text::TextError::Empty) => Ok(None),
        Err(error) => Err(invalid(format!("{field} {error}"))),
    }
}

/// What a conversation is about: an object of what was said of it.
fn context(service: Option<String>, service_id: Option<String>) -> Option<Value> {
    let said = [("service", service), ("service_id", service_id)];
    let said: Map<String, Value> = said
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.into())))
        .collect();
    (!said.is_empty()).then_some(Value::Object(said))
}

fn invalid(detail: impl Into<Cow<'static, str>>) -> Problem {
    Problem::bad_request(Code::InvalidChat, detail)
}
