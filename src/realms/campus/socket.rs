//! A WebSocket for each conversation.

use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use bytes::Bytes;
use uuid::Uuid;

use super::sending::{self, Draft};
use super::typists::ShownTypists;
use super::wire::{self, ClientFrame};
use super::{REALM, frames, translate};
use crate::chat::{self, FrameKey, SharedEvent};
use crate::domain::{
    ChatId, Command, Cursor, EventBody, Language, MessageEdited, Participant, Principal, Rejection,
    Signal,
};
use crate::http::Problem;
use crate::http::extract::{Path, Query};
use crate::http::problem::Problems;
use crate::http::stream::websocket::{self, TextFrame, Upgrade, WebSocket};
use crate::http::stream::{Encoded, FrameHandler, StreamEncoder, StreamLimits};
use crate::http::{language, last_event_id};
use crate::realms::RealmContext;

/// The query parameter that may hold the token.
const TOKEN: &str = "WWW-Authenticate";

/// The caller that opens a socket.
pub struct SocketCaller(Principal);

impl FromRequestParts<RealmContext> for SocketCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, campus: &RealmContext) -> Result<Self, Problem> {
        let caller = campus
            .authenticator
            .authenticate_socket(parts, TOKEN)
            .await?;
        Ok(Self(caller))
    }
}

/// Follows a conversation over a WebSocket, and takes part in it.
///
/// Server to client: `CampusServerFrame`. A `last_event_id` of any age resumes: all events
/// since then, in order, each once, then live ones. Client to server: `CampusClientFrame`, or
/// `CampusSend` without a wrapper. A refused frame is answered by an `error`, and the socket
/// stays open.
///
/// It is closed with 4403 when the caller is removed or the conversation deleted, 4401 when
/// the token expires, 1009 after a frame over 64 KiB, 1012 when the server shuts down.
#[utoipa::path(
    get,
    path = "/api/unet-chat/ws/conversations/{conversation_id}/",
    operation_id = "campusFollowConversation",
    tag = "campus",
    params(
        ("conversation_id" = Uuid, Path),
        wire::SocketQuery,
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "Another place for `last_event_id`")
    ),
    responses(
        (status = 101, description = "A WebSocket"),
        (status = 426, description = "This is a WebSocket", content_type = "application/problem+json", body = Problem),
        Problems
    )
)]
pub async fn follow(
    State(campus): State<RealmContext>,
    SocketCaller(caller): SocketCaller,
    Path(uuid): Path<Uuid>,
    Query(query): Query<wire::SocketQuery>,
    headers: HeaderMap,
    upgrade: Result<Upgrade, Problem>,
) -> Result<Response, Problem> {
    let resume = last_event_id::from_request(&headers, query.last_event_id.as_deref())?;
    let chat_id = campus.chat.find_chat(uuid).await?;
    let subscription = campus
        .chat
        .subscribe_to_chat(&caller, chat_id, resume)
        .await?;
    let limits = StreamLimits::new(campus.heartbeat, caller.expires_at);
    let handler = CampusSocket {
        campus,
        reader: caller,
        chat_id,
        uuid,
        language: language::preferred(&headers),
        typists: ShownTypists::default(),
    };
    Ok(upgrade?.serve(subscription, handler, REALM, limits))
}

/// One member's side of a connection, which is about one conversation.
struct CampusSocket {
    campus: RealmContext,
    reader: Principal,
    chat_id: ChatId,
    uuid: Uuid,
    language: Language,
    typists: ShownTypists,
}

impl StreamEncoder for CampusSocket {
    type Frame = Bytes;

    /// All state of a conversation comes with its events.
    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        Ok(Vec::new())
    }

    /// The lost signals may have said that these users no longer type.
    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        Ok(self.typists.clear().map(frames::typing).collect())
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        let audience = event.audience_of(self.reader.user_id);
        let key = FrameKey::of::<Self>(audience);
        match &event.body {
            EventBody::MessageEdited(edited) => {
                let frame = event.frame_or_try_init(key, self.edited(event, edited));
                Encoded::query(unless_removed(frame))
            }
            EventBody::ParticipantJoined(joined) => {
                let key = key.in_language(self.language);
                Encoded::query(event.frame_or_try_init(key, self.added(event, joined)))
            }
            EventBody::ChatDeleted => Encoded::query(self.deleted(event, key)),
            _ => Encoded::Ready(event.frame(key, |event| frames::event(event, audience))),
        }
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        match signal {
            Signal::Typing(typing)
                if typing.chat_id == self.chat_id && typing.user_id != self.reader.user_id =>
            {
                let typing = translate::typing(typing);
                self.typists.note(&typing);
                Some(frames::typing(typing))
            }
            Signal::Typing(_) | Signal::Presence(_) => None,
        }
    }

    fn reset(&self, head: Cursor) -> Bytes {
        websocket::reset_frame(head)
    }
}

impl FrameHandler<WebSocket> for CampusSocket {
    async fn handle(&self, frame: TextFrame) -> Result<Option<Bytes>, Problem> {
        let (chat, user_id) = (&self.campus.chat, self.reader.user_id);
        match frames::parse(&frame)? {
            ClientFrame::MessageSend(send) => return Ok(self.send(send).await),
            ClientFrame::Typing(wire::IsTyping { is_typing }) => {
                chat.typing(user_id, self.chat_id, is_typing).await?;
            }
            ClientFrame::Read => {
                let mark = Command::MarkRead {
                    chat_id: self.chat_id,
                    up_to: None,
                };
                chat.execute(user_id, mark).await?;
            }
        }
        Ok(None)
    }

    fn error(&self, problem: &Problem) -> Bytes {
        frames::refused(problem, None)
    }
}

impl CampusSocket {
    /// A new message reaches its sender as an event. A repeated one emits no event, so it is the
    /// reply; and a refusal names the message by its `client_id`.
    async fn send(&self, send: wire::Send) -> Option<Bytes> {
        let client_id = send.client_id;
        match self.try_send(send).await {
            Ok(sent) if sent.is_new => None,
            Ok(sent) => Some(frames::frame(
                wire::ServerEvent::MessageNew(sent.message),
                None,
            )),
            Err(problem) => Some(frames::refused(&problem, client_id)),
        }
    }

    async fn try_send(&self, send: wire::Send) -> Result<sending::Sent, Problem> {
        let draft = Draft {
            conversation: (self.uuid, self.chat_id),
            text: sending::text(send.text)?,
            reply_to: send.reply_to,
            client_id: send.client_id,
        };
        sending::send(&self.campus.chat, self.reader.user_id, draft).await
    }

    /// No frame where the reader is a member again by now: the deletion was undone, and the
    /// reader resumes from before it.
    async fn deleted(
        &self,
        event: &SharedEvent,
        key: FrameKey,
    ) -> Result<Option<Bytes>, chat::Error> {
        let (chat, user_id) = (&self.campus.chat, self.reader.user_id);
        match chat.require_member(user_id, self.chat_id).await {
            Ok(_) => Ok(None),
            Err(chat::Error::Rejected(_)) => {
                let audience = event.audience_of(user_id);
                Ok(event.frame(key, |event| frames::event(event, audience)))
            }
            Err(error) => Err(error),
        }
    }

    async fn edited(
        &self,
        event: &SharedEvent,
        edited: &MessageEdited,
    ) -> Result<Option<Bytes>, chat::Error> {
        let chat = &self.campus.chat;
        let whole = chat.message(self.reader.user_id, edited.message_id).await?;
        let audience = event.audience_of(self.reader.user_id);
        Ok(Some(frames::edited(event, edited, &whole, audience)))
    }

    async fn added(
        &self,
        event: &SharedEvent,
        joined: &Participant,
    ) -> Result<Option<Bytes>, chat::Error> {
        let name = super::name_of(&self.campus.directory, joined.user_id).await?;
        let name = name.in_language(self.language);
        Ok(Some(frames::added(event, joined.user_id, name)))
    }
}

/// No frame for a reader who is no member any more: the stream ends with its next event.
async fn unless_removed(
    frame: impl Future<Output = Result<Option<Bytes>, chat::Error>>,
) -> Result<Option<Bytes>, chat::Error> {
    match frame.await {
        Err(chat::Error::Rejected(Rejection::NotAParticipant)) => Ok(None),
        frame => frame,
    }
}
