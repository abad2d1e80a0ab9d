//! Events and signals of the stream.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::chats::wire::Chat;
use crate::api::drafts::wire::Draft;
use crate::api::members::wire::Member;
use crate::api::messages::wire::Message;
use crate::api::polls::wire::PollEvent;
use crate::api::reactions::wire::ReactionEvent;
use crate::api::scheduled::wire::{ScheduledEvent, ScheduledFailedEvent};
use crate::api::users::wire::User;
use crate::domain::ShownAs;
use crate::http::Time;

/// An event of the stream, as documents describe it.
pub(in crate::api) struct StreamEvent {
    pub(in crate::api) name: &'static str,
    /// The schema of its `data`. `None`: an empty object.
    pub(in crate::api) schema: Option<&'static str>,
    /// Whether it has an id, after which a stream can be resumed.
    pub(in crate::api) has_id: bool,
    pub(in crate::api) summary: &'static str,
}

/// Defines from one list [`EVENTS`] and the schemas of their data.
macro_rules! events {
    (
        without_data { $($plain:literal: $plain_summary:literal,)* }
        of_the_log { $($shown:ident($logged:ident): $logged_summary:literal,)* }
        signals { $($signal:literal($data:ident): $signal_summary:literal,)* }
    ) => {
        /// The events of the stream.
        pub(in crate::api) const EVENTS: &[StreamEvent] = &[
            $(StreamEvent {
                name: $plain,
                schema: None,
                has_id: true,
                summary: $plain_summary,
            },)*
            $(StreamEvent {
                name: ShownAs::$shown.as_str(),
                schema: Some(stringify!($logged)),
                has_id: true,
                summary: $logged_summary,
            },)*
            $(StreamEvent {
                name: $signal,
                schema: Some(stringify!($data)),
                has_id: false,
                summary: $signal_summary,
            },)*
        ];

        /// Schemas that the OpenAPI document needs and no route refers to: the data of the events.
        #[derive(utoipa::OpenApi)]
        #[openapi(components(schemas($($logged,)* $($data),*)))]
        pub(in crate::api) struct EventSchemas;
    };
}

events! {
    without_data {
        "ready": "The first event: what follows is after its id",
        "reset": "The log does not hold the id after which to resume: read everything anew",
    }
    of_the_log {
        Message(MessageEvent): "A new message, also one's own",
        MessageEdited(MessageEvent): "A message changed",
        MessageDeleted(MessageDeletedEvent): "A message was deleted",
        Reaction(ReactionEvent): "A reaction was added or removed",
        Poll(PollEvent): "Somebody voted in a poll, or it was closed",
        Read(ReadEvent): "A user has read a chat up to a message, or the caller marked it unread",
        Member(MemberEvent): "Somebody joined a group, or has another role there",
        MemberRemoved(MemberRemovedEvent): "Somebody is not in a group any more",
        Chat(ChatEvent): "A chat is new to the caller, or changed, or what the caller may do there",
        ChatRemoved(ChatRemovedEvent): "The caller's list has a chat no longer",
        User(UserEvent): "Somebody who shares a chat with the caller has another name, role or picture",
        Scheduled(ScheduledEvent): "A message of the caller was scheduled, changed, sent or cancelled",
        ScheduledFailed(ScheduledFailedEvent): "A scheduled message of the caller was refused at its time",
    }
    signals {
        "typing"(TypingEvent): "A user types, or has stopped",
        "draft"(DraftEvent): "The caller saved or removed a draft on one of their devices",
        "presence"(PresenceEvent): "A user went online or offline",
    }
}

/// The query of the stream.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// The access token, for clients that can send neither a cookie nor a header.
    pub token: Option<String>,
    /// The id of the last event received, for clients that cannot send `Last-Event-ID`.
    pub last_event_id: Option<String>,
    /// `true`, for server-side keys: every event of the realm.
    pub all: Option<bool>,
    /// Names of events, separated by commas: only these, and `ready` and `reset`.
    #[param(example = "message,read")]
    pub types: Option<String>,
    /// Only what is of this chat, which is one of the caller's.
    pub chat_id: Option<i64>,
}

/// `data` of `message` and `message_edited`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageEvent {
    pub message: Message,
    /// Of a `message`: whether it moves the read mark of its author, for whom the chat is read then. What was
    /// forwarded does not, nor does a system message. No `read` follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub marks_read: Option<bool>,
    /// Of a `message`: true if it was sent silently, so that clients make no sound; else absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub silent: Option<bool>,
    /// The people whom the message names, each once.
    pub users: Vec<User>,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `message_deleted`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageDeletedEvent {
    pub chat_id: i64,
    pub message_id: i64,
    /// The newest message of the chat that is not deleted.
    #[schema(required = true)]
    pub last_message: Option<Message>,
    /// What the caller has not read. Null if the caller is no member.
    #[schema(required = true)]
    pub unread_count: Option<i64>,
    /// Those of them that mention the caller. Null if the caller is no member.
    #[schema(required = true)]
    pub unread_mention_count: Option<i64>,
    /// The people whom the last message names, each once.
    pub users: Vec<User>,
    /// The position of the last event that the last message and the counts reflect. Null if the caller sees the
    /// chat no longer.
    #[schema(required = true)]
    pub as_of: Option<i64>,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `read`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadEvent {
    pub chat_id: i64,
    #[schema(required = true)]
    pub user_id: Option<i64>,
    /// The newest message that the user has read. The caller's own may be lower than before, if the caller marked the
    /// chat unread.
    pub last_read_id: i64,
    /// What the caller has not read. Null if the mark is another user's.
    #[schema(required = true)]
    pub unread_count: Option<i64>,
    /// Those of them that mention the caller. Null if the mark is another user's.
    #[schema(required = true)]
    pub unread_mention_count: Option<i64>,
    /// The position of the last event that the caller's own mark and both counts reflect. Null if the mark is another
    /// user's.
    #[schema(required = true)]
    pub as_of: Option<i64>,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `chat`: new to the caller, or changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatEvent {
    pub chat: Chat,
    /// The people whom the last message and the pins name, each once.
    pub users: Vec<User>,
    /// The position of the last event that the chat reflects.
    pub as_of: i64,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `member`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberEvent {
    pub chat_id: i64,
    /// As they are now.
    pub member: Member,
    #[schema(example = 3)]
    pub member_count: i64,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `member_removed`: they left, or were removed.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberRemovedEvent {
    pub chat_id: i64,
    pub user_id: i64,
    #[schema(example = 2)]
    pub member_count: i64,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `chat_removed`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatRemovedEvent {
    pub chat_id: i64,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `user`: of somebody who shares a chat with the caller, or of the caller, the name, the role or
/// the picture changed, or they were deleted.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserEvent {
    /// As they are now.
    pub user: User,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `typing`. The frame has no id and cannot be resumed.
#[derive(Debug, Serialize, ToSchema)]
pub struct TypingEvent {
    pub chat_id: i64,
    pub user_id: i64,
    /// Whether the user is typing, or has stopped.
    pub typing: bool,
}

/// `data` of `draft`: the caller saved a draft on one of their devices. The frame has no id and cannot be
/// resumed. No frame says that a message of the caller ended the draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftEvent {
    pub chat_id: i64,
    /// Null: the draft was removed.
    #[schema(required = true)]
    pub draft: Option<Draft>,
}

/// `data` of `presence`. The frame has no id and cannot be resumed: a counterpart for which a new
/// stream sends none right after `ready` is offline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresenceEvent {
    pub user_id: i64,
    pub online: bool,
    /// When the user last connected or disconnected. Null if never.
    #[schema(required = true)]
    pub last_seen: Option<Time>,
}
