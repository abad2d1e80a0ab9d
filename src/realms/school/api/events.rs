//! `GET /api/events/chat`: what happens, as it happens.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use serde::Serialize;

use crate::chat::{self, Audience, Chat, Scope, SharedEvent};
use crate::domain::{ChatId, Event, EventBody, Language, Principal, Signal};
use crate::http::StreamCaller;
use crate::http::extract::Query;
use crate::http::problem::Problems;
use crate::http::sse::{self, PresenceScope, StreamEncoder, Timing};
use crate::http::{Problem, language, last_event_id};
use crate::realms::school::{School, translate, wire};

/// Follows events as Server-Sent Events.
///
/// The first frame is `ready`. `Last-Event-ID` of any age resumes: every event since, in
/// order, once, then live. `reset` says that the id is not of this log: reload by REST.
///
/// Events: `new_message`, `message_deleted`, `chat_created`, `chat_read`. Besides these, and
/// not to admins, what is true for a moment and has no id: `typing`, and `presence`, which
/// is told of everyone who is online right after `ready`, and then as it changes.
#[utoipa::path(
    get,
    path = "/api/events/chat",
    operation_id = "followEvents",
    tag = "events",
    params(
        wire::StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "The last event id seen")
    ),
    responses(
        (status = 200, description = "A stream that does not end by itself", content_type = "text/event-stream", body = String),
        Problems
    )
)]
pub async fn follow(
    State(school): State<School>,
    StreamCaller(caller): StreamCaller,
    headers: HeaderMap,
    Query(query): Query<wire::StreamQuery>,
) -> Result<Response, Problem> {
    let resume = last_event_id::from_request(&headers, query.last_event_id.as_deref())?;
    let scope = if caller.is_admin() {
        Scope::WholeRealm
    } else {
        Scope::OwnChats
    };
    let subscription = school.chat.subscribe(&caller, scope, resume).await?;
    let timing = Timing {
        heartbeat: school.heartbeat,
        expires_at: caller.expires_at,
    };
    let echo = query.echo.unwrap_or(false);
    let frames = Frames {
        chat: school.chat,
        reader: caller,
        language: language::preferred(&headers),
        echo,
    };
    Ok(sse::response(subscription, frames, timing))
}

/// Events as one reader of the school sees them.
struct Frames {
    chat: Chat,
    reader: Principal,
    language: Language,
    echo: bool,
}

impl StreamEncoder for Frames {
    async fn event(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let audience = event.audience_of(self.reader.user_id);
        match &event.body {
            EventBody::MessageSent(_) if audience == Audience::Actor && !self.echo => Ok(None),
            EventBody::ChatRead(_) if self.reader.is_admin() => Ok(None),
            EventBody::ChatCreated(_) => self.chat_created(event).await,
            _ => Ok(event.frame(audience, |event| shared_frame(event, audience))),
        }
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        Some(match signal {
            Signal::Typing(typing) => passing("typing", &wire::TypingEvent::from(typing)),
            Signal::Presence(presence) => passing("presence", &wire::PresenceEvent::from(presence)),
        })
    }

    async fn presence(&self, whose: PresenceScope) -> Result<Option<Bytes>, chat::Error> {
        if self.reader.is_admin() {
            return Ok(None);
        }
        let user_id = self.reader.user_id;
        let told = match whose {
            PresenceScope::Online => self.chat.counterparts_online(user_id).await?,
            PresenceScope::Everyone => self.chat.counterparts(user_id).await?,
        };
        let frames = told
            .iter()
            .map(|presence| passing("presence", &wire::PresenceEvent::from(presence)));
        Ok(sse::concat_frames(frames))
    }
}

impl Frames {
    /// `chat_created` shows the chat as the reader's own list does, so it is asked for.
    async fn chat_created(&self, event: &Event) -> Result<Option<Bytes>, chat::Error> {
        let Some(chat) = self.listed(event.chat_id).await? else {
            return Ok(None);
        };
        let data = translate::chat_created(event.chat_id, chat);
        Ok(Some(frame(event, "chat_created", &data)))
    }

    async fn listed(&self, chat_id: ChatId) -> Result<Option<wire::AnyChatItem>, chat::Error> {
        if self.reader.is_admin() {
            let chat = self.chat.any_chat(chat_id).await?;
            return Ok(chat.map(|chat| {
                wire::AnyChatItem::Admin(translate::admin_chat_item(chat, self.language))
            }));
        }
        let chat = self.chat.own_chat(self.reader.user_id, chat_id).await?;
        Ok(chat.map(|chat| wire::AnyChatItem::Own(translate::chat_item(chat, self.language))))
    }
}

/// A frame that everyone in an audience shares.
fn shared_frame(event: &Event, audience: Audience) -> Option<Bytes> {
    match &event.body {
        EventBody::MessageSent(sent) => {
            let data = translate::new_message(event, sent, audience);
            Some(frame(event, "new_message", &data))
        }
        EventBody::MessageDeleted(deleted) => {
            let (chat_id, message_id) = (event.chat_id.0, deleted.message_id.0);
            let data = wire::MessageDeletedEvent {
                chat_id,
                message_id,
            };
            Some(frame(event, "message_deleted", &data))
        }
        EventBody::ChatRead(read) => {
            let (chat_id, last_read_id) = (event.chat_id.0, read.up_to_id.0);
            let user_id = event.actor_id.map(|id| id.0);
            let data = wire::ChatReadEvent {
                chat_id,
                user_id,
                last_read_id,
            };
            Some(frame(event, "chat_read", &data))
        }
        // The others are not said here; among them other realms' kinds.
        _ => None,
    }
}

fn frame(event: &Event, name: &str, data: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(data).expect("wire types have string keys only");
    sse::frame(event.cursor(), name, &data)
}

fn passing(name: &str, data: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(data).expect("wire types have string keys only");
    sse::transient_frame(name, &data)
}
