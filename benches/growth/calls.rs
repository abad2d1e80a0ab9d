//! The calls that are timed, one after the other, on one connection.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use support::{Client, Person, ProcessTree, ReplicaProcess};

use crate::fill::{Filled, LARGEST_CHAT};

/// How often each call is made before it is timed, and how often it is timed.
const WARM_UP: usize = 10;
const TIMED: usize = 100;

/// The times of one call.
pub struct Timed {
    pub call: &'static str,
    pub times: Vec<Duration>,
    /// Processor time of the server and of Postgres for all of them.
    pub processor_time: Duration,
}

/// Makes every call on a server.
pub struct Calls<'a> {
    filled: &'a Filled,
    replica: &'a ReplicaProcess,
    servers: [ProcessTree; 2],
    timed: Vec<Timed>,
}

impl<'a> Calls<'a> {
    pub fn new(filled: &'a Filled, replica: &'a ReplicaProcess, postgres: ProcessTree) -> Self {
        Self {
            filled,
            replica,
            servers: [replica.tree(), postgres],
            timed: Vec::new(),
        }
    }

    /// All calls in turn.
    pub async fn run(mut self) -> Vec<Timed> {
        self.reads().await;
        self.lists().await;
        self.searches().await;
        self.streams().await;
        self.writes().await;
        self.edits().await;
        self.timed
    }

    fn client(&self, person: &Person) -> Client {
        Client::new(&self.replica.url).with_token(&person.token)
    }

    /// Times a call; it gets the number of its repetition.
    async fn time(&mut self, call: &'static str, run: impl AsyncFn(usize)) {
        for n in 0..WARM_UP {
            run(n).await;
        }
        let mut times = Vec::with_capacity(TIMED);
        let before = self.processor_time();
        for n in WARM_UP..WARM_UP + TIMED {
            let started = Instant::now();
            run(n).await;
            times.push(started.elapsed());
        }
        self.timed.push(Timed {
            call,
            times,
            processor_time: self.processor_time().saturating_sub(before),
        });
    }

    fn processor_time(&self) -> Duration {
        self.servers.map(ProcessTree::processor_time).iter().sum()
    }

    async fn time_get(&mut self, call: &'static str, person: &Person, path: &str) {
        let client = self.client(person);
        self.time(call, async |_| drop(client.get(path).await.expect(200)))
            .await;
    }

    async fn reads(&mut self) {
        let (filled, chat) = (self.filled, LARGEST_CHAT);
        let teacher = &filled.of_largest_chat;
        let middle = filled.chats + filled.messages / 2;
        self.time_get("caller", teacher, "/api/me").await;
        for (call, query) in [
            ("history, newest page", "visit=false".to_owned()),
            ("history, middle", format!("before_id={middle}")),
            ("history, oldest page", "after_id=0".to_owned()),
        ] {
            let path = format!("/api/chats/{chat}/messages?limit=50&{query}");
            self.time_get(call, teacher, &path).await;
        }
        let unread = "/api/messenger/unread-count";
        self.time_get("unread, 20 chats", &filled.of_messenger, unread)
            .await;
        self.time_get("unread, 2,000 chats", &filled.of_messenger_2000, unread)
            .await;
    }

    async fn lists(&mut self) {
        let filled = self.filled;
        let path = "/api/chats?limit=50";
        self.time_get("chats of a person with 1", &filled.of_largest_chat, path)
            .await;
        self.time_get("chats of a person with 20", &filled.of_20, path)
            .await;
        self.time_get("chats of a person with 2,000", &filled.of_2000, path)
            .await;
        let path = "/api/messenger/conversations?limit=50";
        self.time_get("by offset, 20 chats", &filled.of_messenger, path)
            .await;
        self.time_get("by offset, 2,000 chats", &filled.of_messenger_2000, path)
            .await;
        let path = "/api/messenger/conversations?limit=50&offset=1000";
        self.time_get("by offset, after 1,000", &filled.of_messenger_2000, path)
            .await;
        let path = "/api/admin/chats?limit=50";
        self.time_get("all chats", &filled.admin, path).await;
    }

    async fn searches(&mut self) {
        let admin = &self.filled.admin;
        for (of_chats, of_people, text) in [
            ("chats by a common name", "people by a common name", "an"),
            ("chats by a rare name", "people by a rare name", "Щукина"),
            ("chats by one name", "people by one name", "1000777"),
            ("chats by no name", "people by no name", "an 10 x"),
        ] {
            let path = |list: &str| format!("/api/admin/{list}?limit=20&q={text}");
            self.time_get(of_chats, admin, &path("chats")).await;
            self.time_get(of_people, admin, &path("users")).await;
        }
        let filled = self.filled;
        for (call, person, text) in [
            ("messages, common word", &filled.of_20, "завтра"),
            ("messages, no hit, 1 chat", &filled.of_largest_chat, "нет"),
            ("messages, no hit, 20 chats", &filled.of_20, "нет"),
            ("messages, common, 100 chats", &filled.of_100, "завтра"),
            ("messages, no hit, 100 chats", &filled.of_100, "нет"),
            ("messages, no hit, 2,000 chats", &filled.of_2000, "нет"),
            ("messages, no hit, all chats", &filled.admin, "нет"),
        ] {
            let path = format!("/v1/school/search?q={text}");
            self.time_get(call, person, &path).await;
        }
    }

    async fn streams(&mut self) {
        let filled = self.filled;
        for (call, person) in [
            ("open stream, 1 chat", &filled.of_largest_chat),
            ("open stream, 2,000 chats", &filled.of_2000),
        ] {
            let client = self.client(person);
            self.time(call, async |_| drop(client.open_stream().await))
                .await;
        }
        // Every tenth event is in the largest chat.
        let position = filled.chats + filled.messages - 10_000;
        let sql = format!(
            "SELECT ('x' || right(replace(event_id::text, '-', ''), 8))::bit(32)::bigint
             FROM events WHERE position = {}",
            position.max(1)
        );
        let fingerprint = filled.database.number(&sql).await & 0xffff_ffff;
        let cursor = format!("{}-{fingerprint:08x}", position.max(1));
        let expected = (filled.messages / 10).min(1_000);
        let client = self.client(&filled.of_largest_chat);
        self.time("catch up with 1,000 events", async |_| {
            let mut stream = client.open_stream_after(&cursor).await;
            for _ in 0..expected {
                stream.next().await;
            }
        })
        .await;
    }

    async fn writes(&mut self) {
        let filled = self.filled;
        let student = self.client(&filled.student);
        let text = "Домашнее задание на завтра";
        self.time("send", async |_| {
            student.send_message(LARGEST_CHAT, text).await;
        })
        .await;
        let mut ids = Vec::new();
        for _ in 0..WARM_UP + TIMED {
            ids.push(student.send_message(LARGEST_CHAT, text).await);
        }
        let teacher = self.client(&filled.of_largest_chat);
        let path = format!("/api/chats/{LARGEST_CHAT}/read");
        let ids = &ids;
        self.time("read mark", async |n| {
            let body = json!({ "up_to_id": ids[n] });
            drop(teacher.post(&path, &body).await.expect(204));
        })
        .await;
        self.time("delete", async |n| {
            let path = format!("/api/messages/{}", ids[n]);
            drop(student.delete(&path).await.expect(200));
        })
        .await;
    }

    async fn edits(&mut self) {
        let [one, other] = &self.filled.strangers;
        let client = self.client(one);
        let campus = "/api/unet-chat";
        let body = json!({ "type": "private", "participant_ids": [other.id] });
        let path = format!("{campus}/conversations/");
        let conversation = client.post(&path, &body).await.body;
        let body = json!({ "conversation_id": conversation["id"], "text": "?" });
        let path = format!("{campus}/messages/");
        let message: Value = client.post(&path, &body).await.expect(201);
        let id = message["id"].as_str().expect("a UUID");
        let path = format!("{campus}/messages/{id}");
        self.time("edit", async |n| {
            let body = json!({ "text": format!("edit {n}") });
            let request = client.request(Method::PUT, &path).json(&body);
            drop(client.send(request).await.expect(200));
        })
        .await;
    }
}
