//! A member's connection over any transport of any realm.

use std::collections::VecDeque;

use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::domain::Realm;

use crate::support::realm_codecs::Conversation;
use crate::support::socket_io::{ConnectError, Packet};
use crate::support::wait::within;
use crate::support::{Client, EventStream, Socket, SocketIo, SocketRequest};

/// A realm and one of its transports.
#[derive(Clone, Copy)]
pub(super) struct Protocol {
    pub(super) realm: Realm,
    pub(super) transport: Transport,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Transport {
    Sse,
    WebSocket,
    SocketIo,
    Polling,
}

pub(super) struct Connection {
    wire: Wire,
    conversation: Conversation,
    /// Answers to REST requests, as frames.
    answers: VecDeque<Value>,
}

enum Wire {
    Sse { stream: EventStream, rest: Client },
    WebSocket(Socket),
    SocketIo(SocketIo),
}

impl Connection {
    /// The id to resume from before the first frame was received.
    pub(super) fn start(&self) -> String {
        let ready = match &self.wire {
            Wire::Sse { stream, .. } => json!({ "type": "ready", "id": stream.ready.id }),
            Wire::WebSocket(socket) => socket.ready.clone(),
            Wire::SocketIo(socket) => json!({ "type": "ready", "data": socket.ready }),
        };
        self.conversation.id_of(&ready).expect("an id").to_owned()
    }

    /// The next frame of a logged event.
    pub(super) async fn next_durable(&mut self) -> Value {
        loop {
            let frame = self.next().await.expect("the connection is open");
            if self.conversation.id_of(&frame).is_some() {
                return frame;
            }
        }
    }

    /// Opens a connection after an id or at the head; fails with the refusal's code or message.
    pub(super) async fn open(
        base: &str,
        token: &str,
        conversation: &Conversation,
        transport: Transport,
        after: Option<&str>,
    ) -> Result<Self, String> {
        let path = conversation.path();
        let opening = Wire::open(base, token, &path, transport, after);
        let wire = within("a connection", opening).await?;
        Ok(Self {
            wire,
            conversation: conversation.clone(),
            answers: VecDeque::new(),
        })
    }

    /// Sends a message; returns the frame that acknowledges it or the refusal's code.
    pub(super) async fn send_message(
        &mut self,
        text: &str,
        client_id: Uuid,
    ) -> Result<Value, String> {
        let message = self.conversation.message(text, client_id);
        match &mut self.wire {
            Wire::Sse { rest, .. } => {
                let answer = rest.post("/api/messages", &message).await;
                self.answers.push_back(match answer.status {
                    200 | 201 => json!({ "type": "ack", "data": { "message": answer.body } }),
                    _ => json!({ "type": "error", "code": answer.code() }),
                });
            }
            Wire::WebSocket(socket) => socket.send(&message).await,
            Wire::SocketIo(socket) => {
                let sent = socket.emit("send_message", &message).await;
                sent.expect("the socket is open");
            }
        }
        loop {
            let frame = self.next().await.expect("the connection is open");
            if let Some(code) = self.conversation.error_of(&frame) {
                return Err(code.to_owned());
            }
            if self.conversation.acknowledged(&frame) == Some(&client_id.to_string()) {
                return Ok(frame);
            }
        }
    }

    /// Starts or stops typing.
    pub(super) async fn set_typing(&mut self, is_typing: bool) {
        let typing = self.conversation.typing(is_typing);
        self.send("typing", "typing", &typing).await;
    }

    /// Marks all messages read, of which this is the newest.
    pub(super) async fn mark_read(&mut self, newest: i64) {
        let read = self.conversation.read(newest);
        self.send("read", "read_messages", &read).await;
    }

    /// Sends a frame, the event of a Socket.IO client, or a request for the school's chat.
    async fn send(&mut self, action: &str, event: &str, frame: &Value) {
        match &mut self.wire {
            Wire::Sse { rest, .. } => {
                let path = format!("/api/chats/{}/{action}", self.conversation.chat_id);
                rest.post(&path, frame).await.expect(204);
            }
            Wire::WebSocket(socket) => socket.send(frame).await,
            Wire::SocketIo(socket) => {
                socket.emit(event, frame).await.expect("the socket is open");
            }
        }
    }

    /// Sends text over a WebSocket, which need not be a valid frame.
    pub(super) async fn send_text(&mut self, text: &str) {
        let Wire::WebSocket(socket) = &mut self.wire else {
            panic!("not a WebSocket");
        };
        socket.send_text(text).await;
    }

    /// The code of the next refusal.
    pub(super) async fn next_error(&mut self) -> String {
        loop {
            let frame = self.next().await.expect("the connection is open");
            if let Some(code) = self.conversation.error_of(&frame) {
                return code.to_owned();
            }
        }
    }

    /// The next frame; `None` at the end of the connection.
    pub(super) async fn next(&mut self) -> Option<Value> {
        if let Some(answer) = self.answers.pop_front() {
            return Some(answer);
        }
        within("a frame", self.wire.next()).await.ok()
    }

    /// The next frame with an event of this name.
    pub(super) async fn next_of(&mut self, event: &str) -> Value {
        loop {
            let frame = self.next().await.expect("the connection is open");
            if self.conversation.event_of(&frame) == event {
                return frame;
            }
        }
    }

    /// The text of the next message, and the id to resume from after it.
    pub(super) async fn next_message(&mut self) -> (String, String) {
        let frame = self.next_of("new_message").await;
        let text = self.conversation.text_of(&frame).expect("a text");
        let id = self.conversation.id_of(&frame).expect("an id");
        (text.to_owned(), id.to_owned())
    }

    /// The texts of the next messages.
    pub(super) async fn texts(&mut self, count: usize) -> Vec<String> {
        let mut texts = Vec::new();
        while texts.len() < count {
            texts.push(self.next_message().await.0);
        }
        texts
    }

    /// Reads until the connection is closed; returns the texts received and the close code of a
    /// WebSocket.
    pub(super) async fn drain(&mut self) -> (Vec<String>, Option<u16>) {
        let mut texts = Vec::new();
        loop {
            match within("the end", self.wire.next()).await {
                Ok(frame) => texts.extend(self.conversation.text_of(&frame).map(str::to_owned)),
                Err(code) => return (texts, code),
            }
        }
    }
}

impl Wire {
    async fn open(
        base: &str,
        token: &str,
        path: &str,
        transport: Transport,
        after: Option<&str>,
    ) -> Result<Self, String> {
        let rest = Client::new(base).with_token(token);
        match transport {
            Transport::Sse => {
                let request = rest.request(reqwest::Method::GET, path);
                let request = match after {
                    Some(id) => request.header("Last-Event-ID", id),
                    None => request,
                };
                let again = request.try_clone().expect("no body");
                match EventStream::try_open(request).await {
                    Some(stream) => Ok(Self::Sse { stream, rest }),
                    None => Err(rest.send(again).await.code().to_owned()),
                }
            }
            Transport::WebSocket => {
                let query = after.map(|id| format!("?last_event_id={id}"));
                let path = format!("{path}{}", query.unwrap_or_default());
                let opened = SocketRequest::at(base, &path)
                    .bearer(token)
                    .try_open()
                    .await;
                opened
                    .map(Self::WebSocket)
                    .map_err(|answer| answer.code().to_owned())
            }
            Transport::SocketIo | Transport::Polling => {
                let auth = json!({ "token": token, "last_event_id": after });
                let connected = match transport {
                    Transport::Polling => SocketIo::connect_by_polling(base, &auth).await,
                    _ => SocketIo::connect(base, &auth).await,
                };
                connected
                    .map(Self::SocketIo)
                    .map_err(|refused| match refused {
                        ConnectError::Error(message) => message,
                        other => format!("{other:?}"),
                    })
            }
        }
    }

    /// The next frame, or the close code at the end.
    async fn next(&mut self) -> Result<Value, Option<u16>> {
        match self {
            Self::Sse { stream, .. } => {
                let frame = stream.try_next_frame().await.ok_or(None)?;
                Ok(json!({ "type": frame.event, "id": frame.id, "data": frame.data }))
            }
            Self::WebSocket(socket) => socket.next_or_closed().await,
            Self::SocketIo(socket) => loop {
                match socket.next().await.ok_or(None)? {
                    Packet::Ping => {}
                    Packet::Event(name, data) => return Ok(json!({ "type": name, "data": data })),
                    Packet::Ack(_, data) => return Ok(json!({ "type": "ack", "data": data })),
                }
            },
        }
    }
}
