//! A subscription to one chat ends with the user's membership.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use vestnik::contracts::school;
use vestnik::db::Pool;
use vestnik::domain::{ChatId, Cursor, EventBody, Position, Role, SessionKey, UserId};
use vestnik::live::{Delivery, EndReason, Hub, Scope, Subscriber, Subscription, Tail};
use vestnik::log::Listener;
use vestnik::workers::supervise;

use crate::support::wait::within;
use crate::support::{Pair, Person, TestDatabase, eventually};

/// A log, its tail and the hub, without a server.
struct LiveFixture {
    database: TestDatabase,
    pair: Pair,
    pool: Pool,
    hub: Arc<Hub>,
    workers: Option<(Listener, Tail)>,
    stop: CancellationToken,
}

impl LiveFixture {
    async fn new() -> Self {
        let mut fixture = Self::paused().await;
        fixture.start();
        fixture
    }

    /// The same with a tail that does not read yet.
    async fn paused() -> Self {
        let (database, pair) = TestDatabase::with_pair().await;
        let (connector, pool) = (database.connector(), database.pool());
        let (listener, wakeup) = Listener::new(connector.clone(), pool.clone());
        let (tail, hub) = Tail::open(connector, wakeup, &[]).await.expect("a log");
        Self {
            database,
            pair,
            pool,
            hub,
            workers: Some((listener, tail)),
            stop: CancellationToken::new(),
        }
    }

    fn start(&mut self) {
        let (listener, tail) = self.workers.take().expect("started once");
        tokio::spawn(supervise(listener, self.stop.clone()));
        tokio::spawn(supervise(tail, self.stop.clone()));
    }

    /// The student's subscription to the pair's chat.
    async fn subscribe(&self, resume: Option<Cursor>) -> Subscription {
        self.subscribe_to(self.pair.chat_id, &self.pair.student, resume)
            .await
    }

    async fn subscribe_to(
        &self,
        chat_id: i64,
        person: &Person,
        resume: Option<Cursor>,
    ) -> Subscription {
        let subscriber = Subscriber {
            realm: school::REALM,
            user_id: UserId(person.id),
            role: Role::Student,
            shows_groups: true,
            is_personal: false,
            session: SessionKey("test".to_owned()),
            shows_online: true,
        };
        let scope = Scope::OneChat(ChatId(chat_id));
        let (hub, pool) = (self.hub.clone(), self.pool.clone());
        let opened = Subscription::open(hub, pool, subscriber, scope, resume).await;
        opened.expect("the log can be read")
    }

    async fn append(&self, count: i64) {
        let (chat_id, teacher) = (self.pair.chat_id, &self.pair.teacher);
        let appended = self.database.append_messages(chat_id, teacher, "m", count);
        appended.await;
    }

    async fn remove(&self) {
        let (chat_id, student) = (self.pair.chat_id, &self.pair.student);
        self.database.remove_participant(chat_id, student).await;
    }

    async fn add_again(&self) {
        let (chat_id, student) = (self.pair.chat_id, &self.pair.student);
        let added = self.database.add_participant(chat_id, student, "student");
        added.await;
    }

    /// Waits until the hub has published the whole log.
    async fn caught_up(&self) {
        let head = Position(self.database.head().await);
        eventually("the tail to catch up", async || {
            (self.hub.head().position >= head).then_some(())
        })
        .await;
    }
}

impl Drop for LiveFixture {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Names of the next `count` deliveries, or of those up to the end.
async fn deliveries(subscription: &mut Subscription, count: usize) -> Vec<&'static str> {
    let mut names = Vec::new();
    while names.len() < count {
        let next = within("a delivery", subscription.next()).await;
        match next.expect("the log can be read") {
            Delivery::Events(events) => names.extend(events.iter().map(|event| match event.body {
                EventBody::MessageSent(_) => "message",
                EventBody::ParticipantLeft(_) => "left",
                EventBody::ChatDeleted(_) => "deleted",
                EventBody::ParticipantJoined(_) => "joined",
                _ => "other",
            })),
            Delivery::Ended(EndReason::Removed) => {
                names.push("removed");
                break;
            }
            Delivery::Reset(_) => names.push("reset"),
            Delivery::Signals(_) | Delivery::SignalsLost => {}
            Delivery::Ended(end) => panic!("{end:?}"),
        }
    }
    names
}

const ALL: usize = usize::MAX;

#[tokio::test]
async fn ends_with_the_removal_event() {
    let fixture = LiveFixture::new().await;
    let mut stream = fixture.subscribe(None).await;
    fixture.append(2).await;
    fixture.remove().await;
    fixture.append(2).await;
    fixture.add_again().await;
    fixture.append(1).await;
    fixture.caught_up().await;

    assert_eq!(
        deliveries(&mut stream, ALL).await,
        ["message", "message", "left", "removed"]
    );
}

#[tokio::test]
async fn ends_with_the_deletion_event() {
    let fixture = LiveFixture::new().await;
    let mut stream = fixture.subscribe(None).await;
    let mut teachers = fixture
        .subscribe_to(fixture.pair.chat_id, &fixture.pair.teacher, None)
        .await;
    fixture.append(1).await;
    let sql = format!(
        "INSERT INTO events (chat_id, kind) VALUES ({}, 'chat_deleted')",
        fixture.pair.chat_id
    );
    fixture.database.execute(&sql).await;

    for stream in [&mut stream, &mut teachers] {
        assert_eq!(
            deliveries(stream, ALL).await,
            ["message", "deleted", "removed"]
        );
    }
}

#[tokio::test]
async fn receives_no_events_of_other_chats() {
    let fixture = LiveFixture::new().await;
    let other = fixture.database.person("teacher").await;
    let elsewhere = fixture
        .database
        .complete_lesson(&other, &fixture.pair.student)
        .await;
    let mut stream = fixture.subscribe(None).await;
    fixture
        .database
        .append_messages(elsewhere, &other, "x", 3)
        .await;
    fixture.append(1).await;
    fixture.remove().await;

    assert_eq!(
        deliveries(&mut stream, ALL).await,
        ["message", "left", "removed"]
    );
}

#[tokio::test]
async fn user_removed_before_registration_gets_nothing() {
    let fixture = LiveFixture::new().await;
    let before = fixture.hub.head();
    fixture.append(1).await;
    fixture.remove().await;
    fixture.caught_up().await;

    for resume in [None, Some(before)] {
        let mut stream = fixture.subscribe(resume).await;
        assert_eq!(deliveries(&mut stream, ALL).await, ["removed"]);
    }
}

#[tokio::test]
async fn user_removed_during_catch_up_gets_nothing_more() {
    let fixture = LiveFixture::new().await;
    let before = fixture.hub.head();
    fixture.append(600).await;
    fixture.caught_up().await;
    let mut stream = fixture.subscribe(Some(before)).await;
    fixture.remove().await;
    fixture.append(600).await;
    fixture.add_again().await;
    fixture.caught_up().await;

    assert_eq!(deliveries(&mut stream, ALL).await, ["removed"]);
}

#[tokio::test]
async fn overflowed_reader_learns_of_its_removal() {
    let fixture = LiveFixture::new().await;
    let mut stream = fixture.subscribe(None).await;
    fixture.append(600).await;
    fixture.remove().await;
    fixture.append(600).await;
    fixture.caught_up().await;

    assert_eq!(deliveries(&mut stream, ALL).await, ["removed"]);
}

#[tokio::test]
async fn overflowed_reader_that_rejoined_misses_nothing() {
    let fixture = LiveFixture::new().await;
    let mut stream = fixture.subscribe(None).await;
    fixture.append(600).await;
    fixture.remove().await;
    fixture.append(10).await;
    fixture.add_again().await;
    fixture.append(1).await;
    fixture.caught_up().await;

    let names = deliveries(&mut stream, 613).await;
    let count = |what| names.iter().filter(|other| **other == what).count();
    assert_eq!(
        (count("message"), count("left"), count("joined")),
        (611, 1, 1)
    );
}

#[tokio::test]
async fn follows_a_chat_this_replica_has_not_read_yet() {
    let mut fixture = LiveFixture::paused().await;
    // Loads the student's chats into the hub.
    let _first = fixture.subscribe(None).await;
    let student = &fixture.pair.student;
    let teacher = fixture.database.person("teacher").await;
    let new_chat = fixture.database.complete_lesson(&teacher, student).await;

    let mut stream = fixture.subscribe_to(new_chat, student, None).await;

    fixture.start();
    let appended = fixture.database.append_messages(new_chat, &teacher, "m", 1);
    appended.await;
    assert_eq!(deliveries(&mut stream, 1).await, ["message"]);
}
