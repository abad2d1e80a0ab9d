//! What somebody wants appended.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::text::MessageText;
use crate::domain::{
    ChatId, Command, Limits, MessageDeleted, MessageEdited, MessageId, MessageReported,
    MessageSent, Participant, ParticipantLeft, PersonalLimits, Position, Realm, ReportResolved,
    Role, SendLimit, UserBlocked, UserId,
};

/// An event that somebody wants appended.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(crate) event_id: Uuid,
    pub(crate) realm: Realm,
    pub(crate) actor_id: UserId,
    pub(crate) chat_id: Option<ChatId>,
    pub(crate) kind: &'static str,
    pub(crate) payload: Value,
    /// Those of its realm; SQL enforces them.
    pub(crate) limits: Option<Value>,
    pub(crate) subject: Subject,
}

/// What a draft is about. Two drafts about the same thing never share a batch, so that
/// deciding on one needs no knowledge of its neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// A message that is unlike any other.
    New,
    Send(ChatId, UserId, Uuid),
    Message(MessageId),
    Read(ChatId, UserId),
    Pair(Realm, String),
    Report(Position),
    /// Whatever somebody does that is counted.
    Doer(Realm, UserId),
    /// Whether somebody blocks somebody else.
    Block(Realm, UserId, UserId),
    /// Who is in a chat, and whether it is there.
    Membership(ChatId),
}

impl Draft {
    /// The draft of a command.
    pub fn new(realm: Realm, actor_id: UserId, command: Command) -> Self {
        Self {
            event_id: Uuid::now_v7(),
            realm,
            actor_id,
            chat_id: chat(&command),
            kind: kind(&command),
            subject: Subject::of(realm, actor_id, &command),
            payload: payload(command),
            limits: None,
        }
    }

    /// The same held to limits, where there are any on what it wants. It shares no batch with
    /// another of the same person that is counted.
    #[must_use]
    pub fn within(mut self, limits: Limits) -> Self {
        let limits = match self.kind {
            "message_sent" => json!({
                "a_minute": limits.messages_a_minute,
                "in_5_seconds": limits.messages_in_5_seconds,
                "same_text_chats": limits.same_text_chats,
            }),
            "chat_created" => json!({ "a_minute": limits.chats_a_minute }),
            _ => return self,
        };
        self.limits = Some(limits);
        self.subject = Subject::Doer(self.realm, self.actor_id);
        self
    }

    /// Seconds until this may be tried again, where it went beyond a rate: the limits of its own
    /// look at the last minute.
    pub(crate) fn retry_after(&self, limits: &PersonalLimits) -> u32 {
        const A_MINUTE: u32 = 60;
        match (limits.chat, self.kind) {
            _ if matches!(self.subject, Subject::Doer(..)) => A_MINUTE,
            (Some(limit), "chat_created") => limit.retry_after(),
            _ => SendLimit::RETRY_AFTER,
        }
    }
}

/// The kind of the event that a command is to be.
fn kind(command: &Command) -> &'static str {
    match command {
        Command::SendMessage { .. } | Command::SendFiles { .. } => "message_sent",
        Command::EditMessage { .. } => "message_edited",
        Command::DeleteMessage { .. } => "message_deleted",
        Command::MarkRead { .. } => "chat_read",
        Command::CreateChat(_) => "chat_created",
        Command::RestoreChat { .. } => "chat_restored",
        Command::DeleteChat { .. } => "chat_deleted",
        Command::AddParticipant { .. } => "participant_joined",
        Command::HideChat { .. } => "chat_hidden",
        Command::BlockOther { .. } => "participant_blocked",
        Command::UnblockOther { .. } => "participant_unblocked",
        Command::BlockUser { .. } => "user_blocked",
        Command::UnblockUser { .. } => "user_unblocked",
        Command::ReportMessage { .. } => "message_reported",
        Command::BanAuthor { .. } => "user_banned",
        Command::ResolveReport { .. } => "report_resolved",
        Command::RemoveParticipant { .. } => "participant_left",
    }
}

/// The chat of the event, where the command knows it. Otherwise the database finds it.
fn chat(command: &Command) -> Option<ChatId> {
    match command {
        Command::SendMessage { chat_id, .. }
        | Command::SendFiles { chat_id, .. }
        | Command::MarkRead { chat_id, .. }
        | Command::RestoreChat { chat_id }
        | Command::DeleteChat { chat_id }
        | Command::AddParticipant { chat_id, .. }
        | Command::HideChat { chat_id }
        | Command::BlockOther { chat_id }
        | Command::UnblockOther { chat_id }
        | Command::ReportMessage { chat_id, .. }
        | Command::RemoveParticipant { chat_id, .. } => Some(*chat_id),
        Command::EditMessage { .. }
        | Command::DeleteMessage { .. }
        | Command::CreateChat(_)
        | Command::BlockUser { .. }
        | Command::UnblockUser { .. }
        | Command::BanAuthor { .. }
        | Command::ResolveReport { .. } => None,
    }
}

/// What the event is to say.
fn payload(command: Command) -> Value {
    match command {
        Command::SendMessage {
            text,
            client_id,
            reply_to,
            ..
        } => json!(MessageSent {
            content: text.into_string(),
            client_id,
            reply_to,
            ..MessageSent::default()
        }),
        Command::SendFiles {
            text,
            kind,
            attachments,
            client_id,
            ..
        } => json!(MessageSent {
            content: text.map(MessageText::into_string).unwrap_or_default(),
            client_id,
            kind,
            attachments,
            ..MessageSent::default()
        }),
        Command::EditMessage { message_id, text } => json!(MessageEdited {
            message_id,
            content: text.into_string(),
        }),
        Command::DeleteMessage { message_id } => json!(MessageDeleted { message_id }),
        Command::MarkRead { up_to, .. } => json!({ "up_to_id": up_to }),
        Command::CreateChat(created) => json!(created),
        Command::AddParticipant { user_id, .. } => json!(Participant {
            user_id,
            role: Role::Member.as_str().to_owned(),
        }),
        Command::ReportMessage {
            message_id, reason, ..
        } => json!(MessageReported {
            message_id,
            content: reason.into_string(),
        }),
        Command::BlockUser { user_id } | Command::UnblockUser { user_id } => {
            json!(UserBlocked { user_id })
        }
        Command::BanAuthor { report_id } => json!({ "report_id": report_id }),
        Command::ResolveReport {
            report_id,
            resolution,
        } => json!(ReportResolved {
            report_id,
            resolution,
        }),
        Command::RemoveParticipant { user_id, .. } => json!(ParticipantLeft { user_id }),
        Command::RestoreChat { .. }
        | Command::DeleteChat { .. }
        | Command::HideChat { .. }
        | Command::BlockOther { .. }
        | Command::UnblockOther { .. } => json!({}),
    }
}

impl Subject {
    fn of(realm: Realm, actor_id: UserId, command: &Command) -> Self {
        match command {
            Command::SendMessage {
                chat_id, client_id, ..
            }
            | Command::SendFiles {
                chat_id, client_id, ..
            } => client_id.map_or(Self::New, |id| Self::Send(*chat_id, actor_id, id)),
            Command::EditMessage { message_id, .. } | Command::DeleteMessage { message_id } => {
                Self::Message(*message_id)
            }
            Command::ReportMessage { message_id, .. } => Self::Message(*message_id),
            Command::BlockUser { user_id } | Command::UnblockUser { user_id } => {
                Self::Block(realm, actor_id, *user_id)
            }
            Command::BanAuthor { report_id } | Command::ResolveReport { report_id, .. } => {
                Self::Report(*report_id)
            }
            Command::MarkRead { chat_id, .. } => Self::Read(*chat_id, actor_id),
            Command::CreateChat(created) => created
                .pair_key
                .clone()
                .map_or(Self::New, |key| Self::Pair(realm, key)),
            Command::RestoreChat { chat_id }
            | Command::DeleteChat { chat_id }
            | Command::AddParticipant { chat_id, .. }
            | Command::HideChat { chat_id }
            | Command::BlockOther { chat_id }
            | Command::UnblockOther { chat_id }
            | Command::RemoveParticipant { chat_id, .. } => Self::Membership(*chat_id),
        }
    }
}
