//! A Socket.IO v5 client over a WebSocket or HTTP polling, with the part of the protocol that
//! tests need.

use std::collections::VecDeque;

use futures::{SinkExt as _, StreamExt as _};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::Client;
use super::wait::within;

/// Separates the packets of one response.
const SEPARATOR: char = '\u{1e}';

/// An open connection to the default namespace.
pub struct SocketIo {
    transport: Transport,
    /// The data of the first event, `ready`.
    pub ready: Value,
    /// The number of the last requested acknowledgement.
    calls: u64,
}

#[expect(clippy::large_enum_variant, reason = "one per test client")]
enum Transport {
    WebSocket(WebSocketStream<TcpStream>),
    Polling(Polling),
}

/// A session that receives packets by GET and sends them by POST.
struct Polling {
    client: Client,
    path: String,
    received: VecDeque<String>,
}

/// A packet from the server.
#[derive(Debug)]
pub enum Packet {
    /// A ping, which was answered.
    Ping,
    /// An event: name and data.
    Event(String, Value),
    /// The acknowledgement of a client event, by its number.
    Ack(u64, Value),
}

/// Why a connection was not opened.
#[derive(Debug)]
pub enum ConnectError {
    /// The server is unreachable or closed the connection.
    Unreachable,
    /// An HTTP status.
    Status(u16),
    /// The message of a `connect_error`.
    Error(String),
}

impl SocketIo {
    /// Connects to `http://…` with this `auth`.
    pub async fn connect(base: &str, auth: &Value) -> Result<Self, ConnectError> {
        let address = base.trim_start_matches("http://");
        let url = format!("ws://{address}/socket.io/?EIO=4&transport=websocket");
        let stream = TcpStream::connect(address).await;
        let stream = stream.map_err(|_| ConnectError::Unreachable)?;
        let _ = stream.set_nodelay(true);
        let stream = match client_async(url, stream).await {
            Ok((stream, _)) => stream,
            Err(Error::Http(answer)) => return Err(ConnectError::Status(answer.status().as_u16())),
            Err(_) => return Err(ConnectError::Unreachable),
        };
        Self::over(Transport::WebSocket(stream), auth).await
    }

    /// Connects by polling.
    pub async fn connect_by_polling(base: &str, auth: &Value) -> Result<Self, ConnectError> {
        let polling = Polling {
            client: Client::new(base),
            path: "/socket.io/?EIO=4&transport=polling".to_owned(),
            received: VecDeque::new(),
        };
        Self::over(Transport::Polling(polling), auth).await
    }

    async fn over(transport: Transport, auth: &Value) -> Result<Self, ConnectError> {
        let mut socket = Self {
            transport,
            ready: Value::Null,
            calls: 0,
        };
        let open = socket.text().await.ok_or(ConnectError::Unreachable)?;
        let session = open.strip_prefix('0').map(json_of);
        let session = session.unwrap_or_else(|| panic!("no `open` packet: {open}"));
        if let Transport::Polling(polling) = &mut socket.transport {
            let id = session["sid"].as_str().expect("a session has an id");
            polling.path = format!("{}&sid={id}", polling.path);
        }
        let connect = socket.put(format!("40{auth}")).await;
        connect.ok_or(ConnectError::Unreachable)?;
        loop {
            let text = socket.text().await.ok_or(ConnectError::Unreachable)?;
            if let Some(error) = text.strip_prefix("44") {
                let message = json_of(error)["message"].as_str().map(str::to_owned);
                return Err(ConnectError::Error(
                    message.expect("an error has a message"),
                ));
            }
            if text.starts_with("40") {
                socket.ready = socket.first_event().await?;
                return Ok(socket);
            }
            assert_eq!(text, "2", "only pings precede `connect`");
            socket
                .put("3".to_owned())
                .await
                .ok_or(ConnectError::Unreachable)?;
        }
    }

    async fn first_event(&mut self) -> Result<Value, ConnectError> {
        loop {
            match self.next().await.ok_or(ConnectError::Unreachable)? {
                Packet::Ping => {}
                Packet::Event(name, data) if name == "ready" => return Ok(data),
                other => panic!("no `ready` but {other:?}"),
            }
        }
    }

    /// Connects with a token; panics if it is refused.
    pub async fn open(base: &str, token: &str) -> Self {
        let auth = json!({ "token": token });
        let opened = within("a connection", Self::connect(base, &auth)).await;
        opened.expect("the token is accepted")
    }

    /// Sends an event; returns the number of its acknowledgement, or `None` if the connection is
    /// closed.
    pub async fn emit(&mut self, event: &str, data: &Value) -> Option<u64> {
        self.calls += 1;
        let call = self.calls;
        self.put(format!("42{call}{}", json!([event, data])))
            .await?;
        Some(call)
    }

    /// The next packet; `None` once the connection is closed.
    pub async fn next(&mut self) -> Option<Packet> {
        loop {
            let text = self.text().await?;
            if text == "2" {
                self.put("3".to_owned()).await?;
                return Some(Packet::Ping);
            }
            let Some(body) = text.strip_prefix('4') else {
                // A closing transport sends `close` or `noop`.
                assert!(["1", "6"].contains(&text.as_str()), "no packet: {text}");
                continue;
            };
            match body.split_at(1) {
                ("1", _) => return None,
                ("2", event) => {
                    let Value::Array(mut event) = json_of(event) else {
                        panic!("no event: {text}");
                    };
                    let data = event.pop().unwrap_or_default();
                    let name = event.pop().unwrap_or_default();
                    let name = name.as_str().expect("an event has a name and data");
                    return Some(Packet::Event(name.to_owned(), data));
                }
                ("3", ack) => {
                    let (call, data) = ack.split_at(ack.find('[').expect("an array"));
                    let call = call.parse().expect("an acknowledgement has a number");
                    return Some(Packet::Ack(call, json_of(data)[0].take()));
                }
                _ => panic!("no packet: {text}"),
            }
        }
    }

    /// Sends an event; returns its acknowledgement and skips other packets.
    pub async fn call(&mut self, event: &str, data: &Value) -> Value {
        let call = self
            .emit(event, data)
            .await
            .expect("the connection is open");
        loop {
            match within("an acknowledgement", self.next()).await {
                Some(Packet::Ack(of, data)) if of == call => return data,
                Some(_) => {}
                None => panic!("the connection is closed"),
            }
        }
    }

    /// The data of the next event of this name; skips others.
    pub async fn next_of(&mut self, event: &str) -> Value {
        loop {
            match within(event, self.next()).await {
                Some(Packet::Event(name, data)) if name == event => return data,
                Some(_) => {}
                None => panic!("the connection is closed"),
            }
        }
    }

    async fn put(&mut self, packet: String) -> Option<()> {
        match &mut self.transport {
            Transport::WebSocket(stream) => stream.send(Message::text(packet)).await.ok(),
            Transport::Polling(polling) => polling.put(packet).await,
        }
    }

    async fn text(&mut self) -> Option<String> {
        let stream = match &mut self.transport {
            Transport::WebSocket(stream) => stream,
            Transport::Polling(polling) => return polling.text().await,
        };
        loop {
            match stream.next().await?.ok()? {
                Message::Text(text) => return Some(text.as_str().to_owned()),
                Message::Close(_) => return None,
                // Reading answers the WebSocket's own pings.
                _ => {}
            }
        }
    }
}

impl Polling {
    async fn put(&self, packet: String) -> Option<()> {
        let request = self.client.request(Method::POST, &self.path).body(packet);
        let answer = request.send().await.ok()?;
        answer.status().is_success().then_some(())
    }

    async fn text(&mut self) -> Option<String> {
        while self.received.is_empty() {
            let request = self.client.request(Method::GET, &self.path);
            let answer = request.send().await.ok()?;
            if !answer.status().is_success() {
                return None;
            }
            let packets = answer.text().await.ok()?;
            let packets = packets.split(SEPARATOR).map(str::to_owned);
            self.received.extend(packets);
        }
        self.received.pop_front()
    }
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("no JSON ({error}): {text}"))
}
