//! `GET /api/events/chat`: the event stream.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use serde::Serialize;

use crate::chat::{self, Audience, Chat, FrameKey, ParticipantScope, Scope, SharedEvent};
use crate::domain::{ChatId, Cursor, Event, EventBody, Language, Presence, Principal, Signal};
use crate::http::StreamCaller;
use crate::http::extract::Query;
use crate::http::problem::Problems;
use crate::http::stream::{Encoded, StreamEncoder, StreamLimits, sse};
use crate::http::{Problem, language, last_event_id};
use crate::realms::RealmContext;
use crate::realms::school::{translate, wire};

/// Follows events as Server-Sent Events.
///
/// The first frame is `ready`. A `Last-Event-ID` of any age resumes: all events since then, in
/// order, each once, then live ones. `reset` means that the id is not of this log: reload by
/// REST.
///
/// Events: `new_message`, `message_deleted`, `chat_created`, `chat_read`. Users other than
/// admins also receive signals, which have no id: `typing`, and `presence`, which is sent for
/// every online counterpart after `ready`, and then whenever it changes.
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
    State(school): State<RealmContext>,
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
    let limits = StreamLimits::new(school.heartbeat, caller.expires_at);
    let echo = query.echo.unwrap_or(false);
    let encoder = SchoolEncoder {
        chat: school.chat,
        reader: caller,
        language: language::preferred(&headers),
        echo,
    };
    Ok(sse::response(subscription, encoder, limits))
}

/// Events as one reader of the school sees them.
struct SchoolEncoder {
    chat: Chat,
    reader: Principal,
    language: Language,
    echo: bool,
}

impl StreamEncoder for SchoolEncoder {
    type Frame = Bytes;

    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        if self.reader.is_admin() {
            return Ok(Vec::new());
        }
        let online = self.chat.counterparts_online(self.reader.user_id).await?;
        Ok(online.iter().map(presence_frame).collect())
    }

    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        if self.reader.is_admin() {
            return Ok(Vec::new());
        }
        let counterparts = self.chat.counterparts(self.reader.user_id).await?;
        Ok(counterparts.iter().map(presence_frame).collect())
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        let audience = event.audience_of(self.reader.user_id);
        match &event.body {
            EventBody::MessageSent(_) if audience == Audience::Actor && !self.echo => {
                Encoded::Ready(None)
            }
            EventBody::ChatRead(_) if self.reader.is_admin() => Encoded::Ready(None),
            EventBody::ChatCreated(_) => Encoded::query(self.chat_created(event)),
            _ => {
                let key = FrameKey::of::<Self>(audience);
                Encoded::Ready(event.frame(key, |event| shared_frame(event, audience)))
            }
        }
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        Some(match signal {
            Signal::Typing(typing) => {
                sse::transient_frame("typing", &wire::TypingEvent::from(typing))
            }
            Signal::Presence(presence) => presence_frame(presence),
        })
    }

    fn reset(&self, head: Cursor) -> Bytes {
        sse::reset_frame(head)
    }
}

impl SchoolEncoder {
    /// `chat_created` contains the chat as the reader's own list shows it.
    async fn chat_created(&self, event: &Event) -> Result<Option<Bytes>, chat::Error> {
        let Some(chat) = self.list_item(event.chat_id).await? else {
            return Ok(None);
        };
        let data = translate::chat_created(event.chat_id, chat);
        Ok(Some(frame(event, "chat_created", &data)))
    }

    async fn list_item(&self, chat_id: ChatId) -> Result<Option<wire::AnyChatItem>, chat::Error> {
        if self.reader.is_admin() {
            let chat = self.chat.chat_of_realm(chat_id).await?;
            return Ok(chat.map(|chat| {
                wire::AnyChatItem::Admin(translate::admin_chat_item(chat, self.language))
            }));
        }
        let scope = ParticipantScope::Others;
        let chat = self.chat.chat_of_user(self.reader.user_id, chat_id, scope);
        match chat.await {
            Ok(chat) => {
                let chat = translate::chat_item(chat, self.language, false);
                Ok(Some(wire::AnyChatItem::Own(chat)))
            }
            // The reader has left it since.
            Err(chat::Error::Rejected(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The frame that all readers of an audience share.
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
        _ => None,
    }
}

fn frame(event: &Event, name: &str, data: &impl Serialize) -> Bytes {
    sse::frame(event.cursor(), name, data)
}

fn presence_frame(presence: &Presence) -> Bytes {
    sse::transient_frame("presence", &wire::PresenceEvent::from(presence))
}
