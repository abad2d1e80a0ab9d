//! A list plus the stream from its `Last-Event-ID` equals a later list.

use std::collections::BTreeMap;

use futures::FutureExt as _;
use futures::future::join_all;
use serde_json::Value;

use super::SchoolFixture;
use crate::support::{Answer, Client, Frame, Person, Replica, TestDatabase, spawn_replicas};

/// Messages that each student sends: as many as fit on one history page.
const MESSAGES: usize = 90;

/// Message counts by chat, or one per message.
type Counts = BTreeMap<i64, i64>;

/// A list that a user reads and then follows through the stream.
struct List {
    reader: Person,
    path: String,
    /// The name of its items and of their counter.
    items: &'static str,
    count: fn(&Value) -> Option<i64>,
    /// The chat, if the list is a history.
    chat_id: Option<i64>,
}

/// A list and the last event it reflects.
struct Snapshot {
    counts: Counts,
    last_event_id: String,
}

impl Snapshot {
    fn position(&self) -> i64 {
        let position = self.last_event_id.split('-').next().unwrap_or_default();
        position.parse().expect("an id begins with a position")
    }
}

impl List {
    /// The three lists that carry a `Last-Event-ID`.
    fn all(teacher: &Person, admin: &Person, chat_id: i64) -> [Self; 3] {
        [
            Self {
                reader: teacher.clone(),
                path: "/api/chats".into(),
                items: "chats",
                count: |chat| chat["unread_count"].as_i64(),
                chat_id: None,
            },
            Self {
                reader: admin.clone(),
                path: "/api/admin/chats".into(),
                items: "chats",
                count: |chat| chat["messages_count"].as_i64(),
                chat_id: None,
            },
            Self {
                reader: teacher.clone(),
                path: format!("/api/chats/{chat_id}/messages?visit=false&limit=100"),
                items: "messages",
                count: |_| Some(1),
                chat_id: Some(chat_id),
            },
        ]
    }

    async fn read(&self, replica: &Replica) -> Snapshot {
        let answer = replica.client(&self.reader).get(&self.path).await;
        let last_event_id = last_event_id(&answer);
        let list = answer.expect(200);
        let items = list[self.items].as_array().expect("a list").iter();
        let counts = items.map(|item| {
            let (id, count) = (item["id"].as_i64(), (self.count)(item));
            (id.expect("an id"), count.expect("a count"))
        });
        Snapshot {
            counts: counts.filter(|(_, count)| *count != 0).collect(),
            last_event_id,
        }
    }

    /// Applies the events after `seen`, up to a position.
    async fn follow(&self, replica: &Replica, seen: Snapshot, up_to: i64) -> Counts {
        let mut position = seen.position();
        let client = replica.client(&self.reader);
        let mut stream = client.open_stream_after(&seen.last_event_id).await;
        let mut counts = seen.counts;
        while position < up_to {
            let frame = stream.next().await;
            position = frame.position();
            if let Some((id, change)) = self.change(&frame) {
                *counts.entry(id).or_default() += change;
            }
        }
        assert_eq!(position, up_to, "the reader received every event");
        counts.retain(|_, count| *count != 0);
        counts
    }

    /// The change of a count by an event: its id and the difference.
    fn change(&self, frame: &Frame) -> Option<(i64, i64)> {
        let (message_id, change) = match frame.event.as_str() {
            "new_message" => (&frame.data["message"]["id"], 1),
            "message_deleted" => (&frame.data["message_id"], -1),
            other => panic!("unexpected event `{other}`"),
        };
        let chat_id = frame.data["chat_id"].as_i64().expect("a chat");
        match self.chat_id {
            None => Some((chat_id, change)),
            Some(own) if own == chat_id => Some((message_id.as_i64().expect("an id"), change)),
            Some(_) => None,
        }
    }
}

fn last_event_id(answer: &Answer) -> String {
    let id = answer
        .headers
        .get("last-event-id")
        .expect("the header is set");
    id.to_str().expect("ASCII").to_owned()
}

/// Sends messages to a chat and deletes every third.
async fn write(student: Client, chat_id: i64) {
    for n in 0..MESSAGES {
        let id = student.send_message(chat_id, "!").await;
        if n % 3 == 0 {
            let path = format!("/api/messages/{id}");
            student.delete(&path).await.expect(200);
        }
    }
}

#[tokio::test]
async fn list_plus_later_events_equals_a_later_list() {
    let database = TestDatabase::new().await;
    let (teacher, admin) = (
        database.person("teacher").await,
        database.person("admin").await,
    );
    let [here, there] = spawn_replicas(&database).await;
    let (mut writers, mut chats) = (Vec::new(), Vec::new());
    for _ in 0..6 {
        let student = database.person("student").await;
        let chat_id = database.complete_lesson(&teacher, &student).await;
        writers.push(write(here.client(&student), chat_id));
        chats.push(chat_id);
    }
    let lists = List::all(&teacher, &admin, chats[0]);
    let mut writing = Box::pin(join_all(writers.into_iter().map(tokio::spawn)));

    let (mut rounds, mut is_over) = (0, false);
    while !is_over {
        if let Some(written) = (&mut writing).now_or_never() {
            is_over = true;
            assert!(written.iter().all(Result::is_ok), "{written:?}");
        }
        for list in &lists {
            let earlier = list.read(&here).await;
            let later = list.read(&there).await;
            // Follows on another replica, which may have read less of the log.
            let counts = list.follow(&there, earlier, later.position()).await;
            assert_eq!(counts, later.counts, "{} in round {rounds}", list.path);
        }
        rounds += 1;
    }
    assert!(rounds > 3, "the reads overlapped with the writes");
}

#[tokio::test]
async fn empty_lists_carry_the_head_as_last_event_id() {
    let database = TestDatabase::new().await;
    let (student, admin) = (
        database.person("student").await,
        database.person("admin").await,
    );
    let replica = Replica::spawn(&database).await;
    let lists = [(&student, "/api/chats"), (&admin, "/api/admin/chats")];
    for (reader, path) in lists {
        let answer = replica.client(reader).get(path).await;
        // That an admin lists the chats of others is an event, the first one here.
        assert_eq!(last_event_id(&answer), database.now().await, "{path}");
        let stream = replica.client(reader).open_stream_after("0-00000000").await;
        assert_eq!(
            stream.ready.id, "0-00000000",
            "the stream starts without a reset"
        );
    }

    let pair = database.pair().await;

    let history = format!("/api/chats/{}/messages", pair.chat_id);
    for (reader, path) in [
        (&student, "/api/chats"),
        (&pair.student, "/api/chats?cursor=1"),
        (&admin, "/api/admin/chats?q=nobody"),
        (&admin, &history),
    ] {
        let answer = replica.client(reader).get(path).await;
        assert_eq!(last_event_id(&answer), database.now().await, "{path}");
        let list = answer.expect(200);
        let items = list["chats"].as_array().or(list["messages"].as_array());
        assert!(items.is_some_and(Vec::is_empty), "{path}: {list}");
    }
}

#[tokio::test]
async fn stream_from_a_history_includes_the_visits_read_mark() {
    let school = SchoolFixture::new().await;
    school.send_message(&["one", "two"]).await;
    let student = school.student();

    let page = school.history(&student, "").await;

    let mut stream = student.open_stream_after(&last_event_id(&page)).await;
    let frame = stream.next().await;
    let messages = page.expect(200)["messages"].clone();
    assert_eq!(frame.event, "chat_read");
    assert_eq!(frame.data["last_read_id"], messages[1]["id"]);
}
