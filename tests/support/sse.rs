//! A client of Server-Sent Events.

use std::collections::HashMap;

use reqwest::{RequestBuilder, Response};
use serde_json::Value;

use super::Person;
use super::wait::within;

/// One event of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// `id:`, or "".
    pub id: String,
    /// `event:`, or "".
    pub event: String,
    /// `data:` as JSON.
    pub data: Value,
}

impl Frame {
    /// The text of a `new_message`.
    pub fn content(&self) -> &str {
        self.data["message"]["content"].as_str().unwrap_or_default()
    }

    /// Whether it is true for a moment only, and no event of the log.
    pub fn is_signal(&self) -> bool {
        ["typing", "presence"].contains(&self.event.as_str())
    }

    /// Whether it tells of somebody's presence.
    pub fn is_presence_of(&self, person: &Person) -> bool {
        self.event == "presence" && self.data["user_id"] == person.id
    }

    /// The place in the log that its id names.
    pub fn position(&self) -> i64 {
        let position = self.id.split('-').next().unwrap_or_default();
        position.parse().expect("an id begins with a position")
    }
}

/// An open stream. Its first frame was `ready`.
pub struct EventStream {
    response: Response,
    buffer: Vec<u8>,
    /// What was last told of each person's presence.
    presence: HashMap<i64, Frame>,
    /// The `ready` frame.
    pub ready: Frame,
    /// The last id seen.
    pub last_event_id: String,
}

impl EventStream {
    /// Opens a stream and reads its first frame.
    pub async fn open(request: RequestBuilder) -> Self {
        let response = within("a stream to open", request.send())
            .await
            .expect("the server answers");
        assert_eq!(response.status(), 200, "{:?}", response.text().await);
        let mut stream = Self::of(response);
        stream.ready = stream.next().await;
        assert_eq!(stream.ready.event, "ready");
        stream
    }

    /// Opens a stream, if the server is there and does not go again.
    pub async fn try_open(request: RequestBuilder) -> Option<Self> {
        let response = request.send().await.ok()?;
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

    /// The headers it was answered with.
    pub fn headers(&self) -> &reqwest::header::HeaderMap {
        self.response.headers()
    }

    /// The next event; panics where none comes, or the stream ends.
    pub async fn next(&mut self) -> Frame {
        within("an event", self.try_next())
            .await
            .expect("the stream goes on")
    }

    /// The next event; `None` once the stream has ended, by itself or by force.
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

    /// The next signal, whatever events come in between.
    pub async fn signal(&mut self) -> Frame {
        let next = async {
            loop {
                let frame = self.try_next_frame().await.expect("the stream goes on");
                if frame.is_signal() {
                    return frame;
                }
            }
        };
        within("a signal", next).await
    }

    /// Waits until somebody was said to be online, or not; that may have been before.
    pub async fn until_presence(&mut self, person: &Person, online: bool) -> Frame {
        loop {
            if let Some(told) = self.presence.get(&person.id)
                && told.data["online"] == online
            {
                return told.clone();
            }
            self.signal().await;
        }
    }

    /// The next word about somebody's presence that is news: what happens right after `ready`
    /// may be told twice.
    pub async fn presence_update(&mut self) -> Frame {
        loop {
            let known = self.presence.clone();
            let next = self.signal().await;
            let user_id = next.data["user_id"].as_i64().expect("a number");
            let before = known.get(&user_id).map(|told| &told.data["online"]);
            if next.event == "presence" && before != Some(&next.data["online"]) {
                return next;
            }
        }
    }

    /// Whatever comes up to the next blank line, comments too.
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

    /// The next `count` events of a kind, whatever else comes in between.
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

    /// The texts of all messages up to and with this one.
    pub async fn texts_until(&mut self, last: &str) -> Vec<String> {
        let mut texts = Vec::new();
        while texts.last().is_none_or(|text| text != last) {
            texts.extend(self.texts(1).await);
        }
        texts
    }

    /// Waits for its end.
    pub async fn ended(&mut self) {
        within("the stream to end", async {
            while self.try_next().await.is_some() {}
        })
        .await;
    }
}

/// An event with data, or nothing where the block has none (a comment).
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
