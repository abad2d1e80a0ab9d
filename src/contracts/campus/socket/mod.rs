//! One member's connection to one conversation.

mod client_frames;
mod typists;

use bytes::Bytes;
use uuid::Uuid;

use super::encode;
use super::names::name_of;
use super::send::{Draft, SentMessage, own_message};
use super::wire::{self, ClientFrame, ServerEvent};
use crate::chat::{self, Audience, FrameKey, SharedEvent};
use crate::contracts::shared::ContractContext;
use crate::domain::{
    ChatId, Cursor, EventBody, Language, MessageEdited, Participant, Rejection, Signal, UserId,
};
use crate::http::Problem;
use crate::http::stream::websocket::{self, TextFrame, WebSocket};
use crate::http::stream::{Encoded, FrameHandler, StreamEncoder};
use typists::ShownTypists;

/// Encodes events and signals for one member, and handles the member's frames.
pub(super) struct CampusSocket {
    context: ContractContext,
    user_id: UserId,
    chat_id: ChatId,
    /// The UUID of the chat.
    conversation_id: Uuid,
    /// The language of names.
    language: Language,
    typists: ShownTypists,
}

impl CampusSocket {
    pub(super) fn new(
        context: ContractContext,
        user_id: UserId,
        (chat_id, conversation_id): (ChatId, Uuid),
        language: Language,
    ) -> Self {
        Self {
            context,
            user_id,
            chat_id,
            conversation_id,
            language,
            typists: ShownTypists::default(),
        }
    }
}

impl StreamEncoder for CampusSocket {
    type Frame = Bytes;

    /// Nothing: events carry all the state of a conversation.
    async fn on_open(&self) -> Result<Vec<Bytes>, chat::Error> {
        Ok(Vec::new())
    }

    /// Ends all shown typing, because the signals that end it may be among the lost ones.
    async fn on_gap(&self) -> Result<Vec<Bytes>, chat::Error> {
        let ended = self.typists.clear().map(ServerEvent::Typing);
        Ok(ended.map(encode::transient).collect())
    }

    fn event<'a>(&'a self, event: &'a SharedEvent) -> Encoded<'a, Bytes> {
        let audience = event.audience_of(self.user_id);
        let key = FrameKey::of::<Self>(audience);
        match &event.body {
            EventBody::MessageEdited(edited) => {
                let frame = self.message_edited(event, edited, audience);
                Encoded::query(none_if_removed(event.frame_or_try_init(key, frame)))
            }
            EventBody::ParticipantJoined(joined) => {
                let key = key.in_language(self.language);
                let frame = self.participant_added(event, joined);
                Encoded::query(event.frame_or_try_init(key, frame))
            }
            EventBody::ChatDeleted(_) => Encoded::query(self.chat_deleted(event, key, audience)),
            _ => Encoded::Ready(event.frame(key, |event| encode::event(event, audience))),
        }
    }

    fn signal(&self, signal: &Signal) -> Option<Bytes> {
        match signal {
            Signal::Typing(typing)
                if typing.chat_id == self.chat_id && typing.user_id != self.user_id =>
            {
                let typing = encode::typing(typing);
                self.typists.track(&typing);
                Some(encode::transient(ServerEvent::Typing(typing)))
            }
            Signal::Typing(_) | Signal::Presence(_) | Signal::Draft(..) => None,
        }
    }

    fn reset(&self, head: Cursor) -> Bytes {
        websocket::reset_frame(head)
    }
}

impl FrameHandler<WebSocket> for CampusSocket {
    fn ready(&self, start: Cursor) -> Bytes {
        encode::ready(start)
    }

    async fn handle(&self, frame: TextFrame) -> Result<Option<Bytes>, Problem> {
        let (chat, user_id) = (&self.context.chat, self.user_id);
        match client_frames::parse(&frame)? {
            ClientFrame::MessageSend(send) => return Ok(self.send(send).await),
            ClientFrame::Typing(wire::IsTyping { is_typing }) => {
                chat.typing(user_id, self.chat_id, is_typing).await?;
            }
            ClientFrame::Read => chat.mark_read(user_id, self.chat_id, None).await?,
        }
        Ok(None)
    }

    fn error(&self, problem: &Problem) -> Bytes {
        encode::error(problem, None)
    }
}

impl CampusSocket {
    /// Sends a message. The sender receives a new message as an event. A repeated one makes no
    /// event, so it is the reply.
    async fn send(&self, send: wire::Send) -> Option<Bytes> {
        let client_id = send.client_id;
        match self.try_send(send).await {
            Ok(sent) if sent.is_new => None,
            Ok(sent) => Some(encode::transient(ServerEvent::MessageNew(sent.message))),
            Err(problem) => Some(encode::error(&problem, client_id)),
        }
    }

    async fn try_send(&self, send: wire::Send) -> Result<SentMessage, Problem> {
        let features = &self.context.policy.features;
        self.context
            .require(features.replies || send.reply_to.is_none())?;
        let draft = Draft {
            chat_id: self.chat_id,
            conversation_id: self.conversation_id,
            text: self.context.message_text("text", send.text)?,
            reply_to: send.reply_to,
            client_id: send.client_id,
        };
        draft.send(&self.context.chat, self.user_id).await
    }

    async fn message_edited(
        &self,
        event: &SharedEvent,
        edited: &MessageEdited,
        audience: Audience,
    ) -> Result<Option<Bytes>, chat::Error> {
        let chat = &self.context.chat;
        let message = own_message(chat, self.user_id, edited.message_id).await?;
        let frame = encode::message_edited(event, edited, &message, audience);
        Ok(Some(frame))
    }

    async fn participant_added(
        &self,
        event: &SharedEvent,
        joined: &Participant,
    ) -> Result<Option<Bytes>, chat::Error> {
        let name = name_of(&self.context.directory, joined.user_id).await?;
        let name = name.in_language(self.language);
        let frame = encode::participant_added(event, joined.user_id, name);
        Ok(Some(frame))
    }

    /// No frame for a member: the deletion was undone, and the client resumes from before it.
    async fn chat_deleted(
        &self,
        event: &SharedEvent,
        key: FrameKey,
        audience: Audience,
    ) -> Result<Option<Bytes>, chat::Error> {
        let chat = &self.context.chat;
        match chat.require_member(self.user_id, self.chat_id).await {
            Ok(_) => Ok(None),
            Err(chat::Error::Rejected(_)) => {
                Ok(event.frame(key, |event| encode::event(event, audience)))
            }
            Err(error) => Err(error),
        }
    }
}

/// No frame for a reader that has been removed: the stream ends with its next event.
async fn none_if_removed(
    frame: impl Future<Output = Result<Option<Bytes>, chat::Error>>,
) -> Result<Option<Bytes>, chat::Error> {
    match frame.await {
        Err(chat::Error::Rejected(Rejection::NotAParticipant)) => Ok(None),
        frame => frame,
    }
}
