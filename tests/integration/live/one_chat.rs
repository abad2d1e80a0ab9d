//! A subscription to one chat ends with the user's membership.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use vestnik::db::Pool;
use vestnik::domain::{ChatId, Cursor, EventBody, Position, Role, SessionKey, UserId};
use vestnik::live::{Delivery, EndReason, Hub, Scope, Subscriber, Subscription, Tail};
use vestnik::log::Listener;
use vestnik::realms::school;
use vestnik::workers::supervise;

use crate::support::wait::within;
use crate::support::{Pair, Person, TestDatabase, eventually};

/// The path from the log to the hub, without a server around it.
struct Path {
    database: TestDatabase,
    pair: Pair,
    pool: Pool,
    hub: Arc<Hub>,
    _stop: tokio_util::sync::DropGuard,
}

impl Path {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let pair = database.pair().await;
        let (connector, pool) = (database.connector(), database.pool());
        let (listener, wakeup) = Listener::new(connector.clone(), pool.clone());
        let (tail, hub) = Tail::open(connector, wakeup, &[]).await.expect("a log");
        let stop = CancellationToken::new();
        tokio::spawn(supervise(listener, stop.clone()));
        tokio::spawn(supervise(tail, stop.clone()));
        Self {
            database,
            pair,
            pool,
            hub,
            _stop: stop.drop_guard(),
        }
    }

    /// The student's stream about the pair's chat.
    async fn follow(&self, resume: Option<Cursor>) -> Subscription {
        self.follow_as(&self.pair.student, resume).await
    }

    async fn follow_as(&self, person: &Person, resume: Option<Cursor>) -> Subscription {
        let subscriber = Subscriber {
            realm: school::REALM,
            user_id: UserId(person.id),
            role: Role::Student,
            session: SessionKey("test".to_owned()),
        };
        let scope = Scope::OneChat(ChatId(self.pair.chat_id));
        let (hub, pool) = (self.hub.clone(), self.pool.clone());
        let opened = Subscription::open(hub, pool, subscriber, scope, resume).await;
        opened.expect("the log can be read")
    }

    async fn send_message(&self, count: i64) {
        let Pair {
            teacher, chat_id, ..
        } = &self.pair;
        self.database
            .append_messages(*chat_id, teacher, "m", count)
            .await;
    }

    async fn remove(&self) {
        let Pair {
            student, chat_id, ..
        } = &self.pair;
        self.database.remove_participant(*chat_id, student).await;
    }

    async fn put_back(&self) {
        let Pair {
            student, chat_id, ..
        } = &self.pair;
        self.database
            .add_participant(*chat_id, student, "student")
            .await;
    }

    /// Until the hub has passed on all that is in the log.
    async fn passed(&self) {
        let head = Position(self.database.head().await);
        eventually("the tail to catch up", async || {
            (self.hub.head().position >= head).then_some(())
        })
        .await;
    }
}

/// What comes, in short, up to the end, or to so many events.
async fn short(subscription: &mut Subscription, count: usize) -> Vec<&'static str> {
    let mut came = Vec::new();
    while came.len() < count {
        let next = within("a delivery", subscription.next()).await;
        match next.expect("the log can be read") {
            Delivery::Events(events) => came.extend(events.iter().map(|event| match event.body {
                EventBody::MessageSent(_) => "message",
                EventBody::ParticipantLeft(_) => "left",
                EventBody::ChatDeleted => "deleted",
                EventBody::ParticipantJoined(_) => "joined",
                _ => "other",
            })),
            Delivery::Ended(EndReason::Removed) => {
                came.push("removed");
                break;
            }
            Delivery::Reset(_) => came.push("reset"),
            Delivery::Signals(_) | Delivery::SignalsLost => {}
            Delivery::Ended(end) => panic!("{end:?}"),
        }
    }
    came
}

const ALL: usize = usize::MAX;

#[tokio::test]
async fn ends_with_the_removal_event() {
    let path = Path::new().await;
    let mut stream = path.follow(None).await;
    path.send_message(2).await;
    path.remove().await;
    path.send_message(2).await;
    path.put_back().await;
    path.send_message(1).await;
    path.passed().await;

    assert_eq!(
        short(&mut stream, ALL).await,
        ["message", "message", "left", "removed"]
    );
}

#[tokio::test]
async fn ends_with_the_deletion_event() {
    let path = Path::new().await;
    let mut stream = path.follow(None).await;
    let mut teachers = path.follow_as(&path.pair.teacher, None).await;
    path.send_message(1).await;
    let sql = format!(
        "INSERT INTO events (chat_id, kind) VALUES ({}, 'chat_deleted')",
        path.pair.chat_id
    );
    path.database.execute(&sql).await;

    for stream in [&mut stream, &mut teachers] {
        assert_eq!(short(stream, ALL).await, ["message", "deleted", "removed"]);
    }
}

#[tokio::test]
async fn receives_no_events_of_other_chats() {
    let path = Path::new().await;
    let other = path.database.person("teacher").await;
    let elsewhere = path
        .database
        .complete_lesson(&other, &path.pair.student)
        .await;
    let mut stream = path.follow(None).await;
    path.database
        .append_messages(elsewhere, &other, "x", 3)
        .await;
    path.send_message(1).await;
    path.remove().await;

    assert_eq!(
        short(&mut stream, ALL).await,
        ["message", "left", "removed"]
    );
}

#[tokio::test]
async fn user_removed_before_registration_gets_nothing() {
    let path = Path::new().await;
    let before = path.hub.head();
    path.send_message(1).await;
    path.remove().await;
    path.passed().await;

    for resume in [None, Some(before)] {
        let mut stream = path.follow(resume).await;
        assert_eq!(short(&mut stream, ALL).await, ["removed"]);
    }
}

#[tokio::test]
async fn user_removed_during_catch_up_gets_nothing_more() {
    let path = Path::new().await;
    let before = path.hub.head();
    path.send_message(600).await;
    path.passed().await;
    let mut stream = path.follow(Some(before)).await;
    path.remove().await;
    path.send_message(600).await;
    path.put_back().await;
    path.passed().await;

    assert_eq!(short(&mut stream, ALL).await, ["removed"]);
}

#[tokio::test]
async fn overflowed_reader_learns_of_its_removal() {
    let path = Path::new().await;
    let mut stream = path.follow(None).await;
    path.send_message(600).await;
    path.remove().await;
    path.send_message(600).await;
    path.passed().await;

    assert_eq!(short(&mut stream, ALL).await, ["removed"]);
}

#[tokio::test]
async fn overflowed_reader_that_rejoined_misses_nothing() {
    let path = Path::new().await;
    let mut stream = path.follow(None).await;
    path.send_message(600).await;
    path.remove().await;
    path.send_message(10).await;
    path.put_back().await;
    path.send_message(1).await;
    path.passed().await;

    let came = short(&mut stream, 613).await;
    let count = |what| came.iter().filter(|other| **other == what).count();
    assert_eq!(
        (count("message"), count("left"), count("joined")),
        (611, 1, 1)
    );
}

#[tokio::test]
async fn follows_a_chat_this_replica_has_not_read_yet() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (connector, pool) = (database.connector(), database.pool());
    let (listener, wakeup) = Listener::new(connector.clone(), pool.clone());
    let (tail, hub) = Tail::open(connector, wakeup, &[]).await.expect("a log");
    let follow = async |chat_id: i64| {
        let subscriber = Subscriber {
            realm: school::REALM,
            user_id: UserId(pair.student.id),
            role: Role::Student,
            session: SessionKey("test".to_owned()),
        };
        let scope = Scope::OneChat(ChatId(chat_id));
        let opened = Subscription::open(hub.clone(), pool.clone(), subscriber, scope, None).await;
        opened.expect("the log can be read")
    };
    // Whose chats are known here, as of now.
    let _first = follow(pair.chat_id).await;
    let teacher = database.person("teacher").await;
    let begun = database.complete_lesson(&teacher, &pair.student).await;

    let mut stream = follow(begun).await;

    let stop = CancellationToken::new();
    tokio::spawn(supervise(listener, stop.clone()));
    tokio::spawn(supervise(tail, stop.clone()));
    let _stop = stop.drop_guard();
    database.append_messages(begun, &teacher, "m", 1).await;
    assert_eq!(short(&mut stream, 1).await, ["message"]);
}
