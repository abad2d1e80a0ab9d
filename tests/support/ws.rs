//! A WebSocket client.

use futures::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue, Request};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::Answer;
use super::wait::within;

/// A request to open a WebSocket.
pub struct SocketRequest {
    base: String,
    path: String,
    headers: Vec<(HeaderName, String)>,
    receive_buffer: Option<u32>,
}

/// An open WebSocket.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// The first frame; null over Socket.IO, whose packets are not frames.
    pub ready: Value,
    /// The last top-level `id` seen.
    pub last_event_id: String,
}

impl SocketRequest {
    /// A request for a path with its query, at `http://…`.
    pub fn at(base: &str, path: &str) -> Self {
        Self {
            base: base.trim_start_matches("http://").to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            receive_buffer: None,
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = name.parse().expect("a header's name");
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Adds a Bearer token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Shrinks the kernel's receive buffer, so that a paused reader soon blocks the server.
    #[must_use]
    pub fn small_receive_buffer(mut self) -> Self {
        self.receive_buffer = Some(8 * 1024);
        self
    }

    /// Opens it; panics if it is refused.
    pub async fn open(self) -> Socket {
        let opened = self.try_open().await;
        opened.unwrap_or_else(|answer| panic!("refused: {} {}", answer.status, answer.body))
    }

    /// The answer of a refusal; panics if it opens.
    pub async fn refused(self) -> Answer {
        match self.try_open().await {
            Ok(_) => panic!("it opened"),
            Err(answer) => answer,
        }
    }

    /// Opens it, or returns the answer that was not 101.
    pub async fn try_open(self) -> Result<Socket, Answer> {
        let mut request: Request<()> = format!("ws://{}{}", self.base, self.path)
            .into_client_request()
            .expect("a URL");
        for (name, value) in self.headers {
            let value = HeaderValue::from_str(&value).expect("a header's value");
            request.headers_mut().append(name, value);
        }
        let socket = TcpSocket::new_v4().expect("a socket can be made");
        if let Some(size) = self.receive_buffer {
            socket
                .set_recv_buffer_size(size)
                .expect("the size is allowed");
        }
        let address = self.base.parse().expect("an address");
        let stream = socket.connect(address).await.expect("the server accepts");
        match within("a WebSocket to open", client_async(request, stream)).await {
            Ok((stream, _)) => {
                let mut socket = Socket {
                    stream,
                    ready: Value::Null,
                    last_event_id: String::new(),
                };
                if !self.path.starts_with("/socket.io/") {
                    socket.ready = socket.next().await;
                    assert_eq!(socket.ready["type"], "ready");
                }
                Ok(socket)
            }
            Err(Error::Http(response)) => {
                let (parts, body) = (*response).into_parts();
                let body = serde_json::from_slice(&body.unwrap_or_default());
                Err(Answer {
                    request: self.path,
                    status: parts.status.as_u16(),
                    headers: parts.headers,
                    body: body.unwrap_or(Value::Null),
                })
            }
            Err(error) => panic!("the handshake broke off: {error}"),
        }
    }
}

impl Socket {
    /// Sends a frame.
    pub async fn send(&mut self, frame: &Value) {
        self.send_text(&frame.to_string()).await;
    }

    /// Sends text that need not be a valid frame.
    pub async fn send_text(&mut self, text: &str) {
        self.send_raw(Message::text(text)).await;
    }

    /// Sends a message of any kind.
    pub async fn send_raw(&mut self, message: Message) {
        self.stream.send(message).await.expect("the socket is open");
    }

    /// Sends a message of any kind; fails if the connection is closed.
    pub async fn try_send_raw(&mut self, message: Message) -> Result<(), Error> {
        self.stream.send(message).await
    }

    /// The next message of any kind, pings included; `None` at the end.
    pub async fn next_raw(&mut self) -> Option<Message> {
        within("a message", self.stream.next()).await?.ok()
    }

    /// The next frame; panics if the connection ends.
    pub async fn next(&mut self) -> Value {
        loop {
            match self.next_raw().await {
                Some(Message::Text(text)) => {
                    let frame: Value = serde_json::from_str(&text).expect("frames are JSON");
                    if let Some(id) = frame["id"].as_str() {
                        id.clone_into(&mut self.last_event_id);
                    }
                    return frame;
                }
                Some(Message::Ping(_) | Message::Pong(_)) => {}
                other => panic!("no frame but {other:?}"),
            }
        }
    }

    /// The next frame, or the close code, if any, at the end.
    pub async fn next_or_closed(&mut self) -> Result<Value, Option<u16>> {
        loop {
            match self.next_raw().await {
                Some(Message::Text(text)) => {
                    return Ok(serde_json::from_str(&text).expect("frames are JSON"));
                }
                Some(Message::Close(frame)) => return Err(frame.map(|frame| frame.code.into())),
                Some(_) => {}
                None => return Err(None),
            }
        }
    }

    /// The next frame of a type; skips others.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await;
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// Reads to the end; returns the close code, if any.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            match self.next_raw().await {
                Some(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Some(_) => {}
                None => return None,
            }
        }
    }

    /// The TCP connection, for bytes that no client would send.
    pub fn tcp_stream(&mut self) -> &mut TcpStream {
        self.stream.get_mut()
    }
}
