//! A WebSocket per conversation: what happens there, as it happens.

use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use bytes::Bytes;
use uuid::Uuid;

use super::sending::{self, Draft};
use super::typists::ShownTypists;
use super::wire::{self, ClientFrame};
use super::{Campus, frames, translate};
use crate::chat::{self, Scope, SharedEvent};
use crate::domain::{
    ChatId, Command, EventBody, Language, MessageEdited, Participant, Principal, Realm, Rejection,
    Signal,
};
use crate::http::Problem;
use crate::http::extract::{Path, Query};
use crate::http::problem::Problems;
use crate::http::ws::{FrameHandler, Settings, Upgrade};
use crate::http::{language, last_event_id};

/// The query parameter that may hold the token.
const TOKEN: &str = "WWW-Authenticate";

/// The caller of a socket.
pub struct SocketCaller(Principal);

impl FromRequestParts<Campus> for SocketCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, campus: &Campus) -> Result<Self, Problem> {
        let caller = campus
            .authenticator
            .authenticate_socket(parts, TOKEN)
            .await?;
        Ok(Self(caller))
    }
}

/// Follows a conversation over a WebSocket, and takes part in it.
///
/// Server to client: `CampusServerFrame`. `last_event_id` of any age resumes: every event
/// since, in order, once, then live. Client to server: `CampusClientFrame`, or `CampusSend`
/// without a wrapper; what is refused is answered by an `error`, and the socket stays open.
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
    State(campus): State<Campus>,
    SocketCaller(caller): SocketCaller,
    Path(uuid): Path<Uuid>,
    Query(query): Query<wire::SocketQuery>,
    headers: HeaderMap,
    upgrade: Result<Upgrade, Problem>,
) -> Result<Response, Problem> {
    let resume = last_event_id::from_request(&headers, query.last_event_id.as_deref())?;
    let chat_id = campus.chat.find_chat(uuid).await?;
    let scope = Scope::OneChat(chat_id);
    let subscription = campus.chat.subscribe(&caller, scope, resume).await?;
    // Only now: who is removed after this look is told by the subscription.
    campus
        .chat
        .require_participant(caller.user_id, chat_id)
        .await?;
    let settings = Settings {
        realm: Realm::Campus,
        heartbeat: campus.heartbeat,
        expires_at: caller.expires_at,
    };
    let seat = CampusSocket {
        campus,
        reader: caller,
        chat_id,
        uuid,
        language: language::preferred(&headers),
        typists: ShownTypists::default(),
    };
    Ok(upgrade?.serve(subscription, seat, settings))
}

/// Somebody's place in a conversation.
struct CampusSocket {
    campus: Campus,
    reader: Principal,
    chat_id: ChatId,
    uuid: Uuid,
    language: Language,
    typists: ShownTypists,
}

impl FrameHandler for CampusSocket {
    /// Nothing is true here that no event tells.
    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        Ok(Vec::new())
    }

    /// That they have ceased may be what was lost.
    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        Ok(self.typists.clear().map(frames::typing).collect())
    }

    async fn render(&self, event: &SharedEvent) -> Result<Option<Bytes>, chat::Error> {
        let audience = event.audience_of(self.reader.user_id);
        let rendered = match &event.body {
            EventBody::MessageEdited(edited) => {
                let asked = self.edited(event, edited);
                let seen_by = (audience, Language::default());
                event.frame_or_try_init(seen_by, asked).await
            }
            EventBody::ParticipantJoined(joined) => {
                let asked = self.added(event, joined);
                event
                    .frame_or_try_init((audience, self.language), asked)
                    .await
            }
            EventBody::ChatDeleted if self.is_in().await? => Ok(None),
            _ => Ok(event.frame(audience, |event| frames::event(event, audience))),
        };
        match rendered {
            // Whoever is out by now is told so next.
            Err(chat::Error::Rejected(Rejection::NotAParticipant)) => Ok(None),
            rendered => rendered,
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

    async fn handle_frame(&self, frame: &str) -> Option<Bytes> {
        match frames::read(frame) {
            Ok(ClientFrame::MessageSend(send)) => self.send(send).await,
            Ok(ClientFrame::Typing(wire::IsTyping { is_typing })) => {
                let chat = &self.campus.chat;
                let typing = chat.typing(self.reader.user_id, self.chat_id, is_typing);
                typing
                    .await
                    .err()
                    .map(|error| self.error_frame(&error.into()))
            }
            Ok(ClientFrame::Read) => {
                let mark = Command::MarkRead {
                    chat_id: self.chat_id,
                    up_to: None,
                };
                let marked = self.campus.chat.execute(self.reader.user_id, mark).await;
                marked.err().map(|error| self.error_frame(&error.into()))
            }
            Err(problem) => Some(self.error_frame(&problem)),
        }
    }

    fn error_frame(&self, problem: &Problem) -> Bytes {
        frames::refused(problem, None)
    }
}

impl CampusSocket {
    /// The sender gets the event like everyone; a repeat, which is no event, is answered.
    async fn send(&self, send: wire::Send) -> Option<Bytes> {
        let client_id = send.client_id;
        match self.say(send).await {
            Ok(sent) if sent.is_new => None,
            Ok(sent) => Some(frames::frame(
                wire::ServerEvent::MessageNew(sent.message),
                None,
            )),
            Err(problem) => Some(frames::refused(&problem, client_id)),
        }
    }

    async fn say(&self, send: wire::Send) -> Result<sending::Sent, Problem> {
        let draft = Draft {
            conversation: (self.uuid, self.chat_id),
            text: sending::text(send.text)?,
            reply_to: send.reply_to,
            client_id: send.client_id,
        };
        sending::send(&self.campus.chat, self.reader.user_id, draft).await
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
        let name = self.campus.name_of(joined.user_id).await?;
        let name = name.in_language(self.language);
        Ok(Some(frames::added(event, joined.user_id, name)))
    }

    /// Whether a deletion that is told now was undone since: the reader is in the
    /// conversation again, and resumes from before.
    async fn is_in(&self) -> Result<bool, chat::Error> {
        let chat = &self.campus.chat;
        match chat
            .require_participant(self.reader.user_id, self.chat_id)
            .await
        {
            Ok(()) => Ok(true),
            Err(chat::Error::Rejected(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
