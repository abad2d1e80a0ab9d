//! A Server-Sent Events client.

use std::collections::HashMap;

use reqwest::{RequestBuilder, Response};
use serde_json::Value;

use super::Person;
use super::wait::within;

/// One event of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The `id`; "" if there is none.
    pub id: String,
    /// The `event`; "" if there is none.
    pub event: String,
    pub data: Value,
}

impl Frame {
    /// The text of a `new_message`.
    pub fn content(&self) -> &str {
        self.data["message"]["content"].as_str().unwrap_or_default()
    }

    /// Whether it is typing or presence, which the log does not have.
    pub fn is_signal(&self) -> bool {
        ["typing", "presence"].contains(&self.event.as_str())
    }

    /// Whether it is about this user's presence.
    pub fn is_presence_of(&self, person: &Person) -> bool {
        self.event == "presence" && self.data["user_id"] == person.id
    }

    /// The log position in the id.
    pub fn position(&self) -> i64 {
        let position = self.id.split('-').next().unwrap_or_default();
        position.parse().expect("an id begins with a position")
    }
}

/// An open stream, of which the `ready` frame was read.
pub struct EventStream {
    response: Response,
    buffer: Vec<u8>,
    /// The last presence frame of each user.
    presence: HashMap<i64, Frame>,
    pub ready: Frame,
    /// The last id received.
    pub last_event_id: String,
}

impl EventStream {
    /// Opens a stream and reads its first frame.
    pub async fn open(request: RequestBuilder) -> Self {
        let response = within("a stream to open", send(request))
            .await
            .expect("the server answers");
        assert_eq!(response.status(), 200, "{:?}", response.text().await);
        let mut stream = Self::of(response);
        stream.ready = stream.next().await;
        assert_eq!(stream.ready.event, "ready");
        stream
    }

    /// Opens a stream; `None` if the server refuses it or is gone before `ready`.
    pub async fn try_open(request: RequestBuilder) -> Option<Self> {
        let response = send(request).await.ok()?;
        if response.status() != 200 {
            return None;
        }
        let mut stream = Self::of(response);
        stream.ready = stream.try_next().await?;
        Some(stream)
    }

    fn of(response: Response) -> Self {
        let ready = Frame {
            id: String::new(),
            event: String::new(),
            data: Value::Null,
        };
        Self {
            response,
            buffer: Vec::new(),
            presence: HashMap::new(),
            ready,
            last_event_id: String::new(),
        }
    }

    /// The headers of the response.
    pub fn headers(&self) -> &reqwest::header::HeaderMap {
        self.response.headers()
    }

    /// The next event; panics if the stream ends.
    pub async fn next(&mut self) -> Frame {
        within("an event", self.try_next())
            .await
            .expect("the stream is open")
    }

    /// The next event; `None` once the stream has ended or broken off.
    pub async fn try_next(&mut self) -> Option<Frame> {
        loop {
            let frame = self.try_next_frame().await?;
            if !frame.is_signal() {
                return Some(frame);
            }
        }
    }

    /// The next event or signal.
    pub async fn try_next_frame(&mut self) -> Option<Frame> {
        loop {
            let block = self.next_block().await?;
            if let Some(frame) = parse(&block) {
                if !frame.id.is_empty() {
                    self.last_event_id.clone_from(&frame.id);
                }
                if frame.event == "presence" {
                    let user_id = frame.data["user_id"].as_i64().expect("a number");
                    self.presence.insert(user_id, frame.clone());
                }
                return Some(frame);
            }
        }
    }

    /// The next signal; skips events.
    pub async fn signal(&mut self) -> Frame {
        let next = async {
            loop {
                let frame = self.try_next_frame().await.expect("the stream is open");
                if frame.is_signal() {
                    return frame;
                }
            }
        };
        within("a signal", next).await
    }

    /// Waits until the last presence frame of a user has this state.
    pub async fn until_presence(&mut self, person: &Person, online: bool) -> Frame {
        loop {
            if let Some(last) = self.presence.get(&person.id)
                && last.data["online"] == online
            {
                return last.clone();
            }
            self.signal().await;
        }
    }

    /// The next presence frame with another state than before. A change right after `ready` may
    /// arrive twice.
    pub async fn presence_update(&mut self) -> Frame {
        loop {
            let known = self.presence.clone();
            let next = self.signal().await;
            let user_id = next.data["user_id"].as_i64().expect("a number");
            let before = known.get(&user_id).map(|last| &last.data["online"]);
            if next.event == "presence" && before != Some(&next.data["online"]) {
                return next;
            }
        }
    }

    /// The bytes up to the next blank line, including comments.
    pub async fn next_block(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|two| two == b"\n\n") {
                let block: Vec<u8> = self.buffer.drain(..end + 2).collect();
                return Some(String::from_utf8(block).expect("a stream is UTF-8"));
            }
            let chunk = self.response.chunk().await.ok()??;
            self.buffer.extend_from_slice(&chunk);
        }
    }

    /// The next `count` events of a kind; skips others.
    pub async fn take(&mut self, event: &str, count: usize) -> Vec<Frame> {
        let mut frames = Vec::with_capacity(count);
        while frames.len() < count {
            let frame = self.next().await;
            if frame.event == event {
                frames.push(frame);
            }
        }
        frames
    }

    /// The texts of the next `count` messages.
    pub async fn texts(&mut self, count: usize) -> Vec<String> {
        let frames = self.take("new_message", count).await;
        frames
            .iter()
            .map(|frame| frame.content().to_owned())
            .collect()
    }

    /// The texts of all messages up to and including this one.
    pub async fn texts_until(&mut self, last: &str) -> Vec<String> {
        let mut texts = Vec::new();
        while texts.last().is_none_or(|text| text != last) {
            texts.extend(self.texts(1).await);
        }
        texts
    }

    /// Waits until the stream ends.
    pub async fn ended(&mut self) {
        within("the stream to end", async {
            while self.try_next().await.is_some() {}
        })
        .await;
    }
}

/// Sends the request for a stream. The server closes the connection when the stream ends, so the
/// client must not put a later request on it.
async fn send(request: RequestBuilder) -> reqwest::Result<Response> {
    request.header("Connection", "close").send().await
}

/// The event in a block; `None` for a comment.
pub(super) fn parse(block: &str) -> Option<Frame> {
    let field = |name: &str| {
        block
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    };
    let data = serde_json::from_str(field("data")?).expect("data is JSON");
    Some(Frame {
        id: field("id").unwrap_or_default().to_owned(),
        event: field("event").unwrap_or_default().to_owned(),
        data,
    })
}
