//! Notifications carry events, so that a replica that is up to date reads nothing.

use serde_json::json;
use tokio_util::sync::{CancellationToken, DropGuard};
use vestnik::domain::{Event, Position};
use vestnik::log::read::LogReader;
use vestnik::log::{Listener, LogWakeup};
use vestnik::workers::supervise;

use crate::support::wait::within;
use crate::support::{Notifications, PausedSessions, Replica, School, TestDatabase, eventually};

/// A listener whose notifications no tail takes.
struct CarriedFixture {
    database: TestDatabase,
    wakeup: LogWakeup,
    _stop: DropGuard,
}

impl CarriedFixture {
    async fn of(database: TestDatabase) -> Self {
        let stop = CancellationToken::new();
        let (listener, mut wakeup) = Listener::new(database.connector(), database.pool());
        tokio::spawn(supervise(listener, stop.clone()));
        within("the listener to listen", wakeup.notified()).await;
        Self {
            database,
            wakeup,
            _stop: stop.drop_guard(),
        }
    }

    /// The events that notifications have carried up to the head, which none may be missing from.
    async fn carried_from(&mut self, first: i64) -> Vec<Event> {
        let head = self.database.head().await;
        let mut events: Vec<Event> = Vec::new();
        while first + i64::try_from(events.len()).expect("few") <= head {
            within("a notification", self.wakeup.notified()).await;
            while let Some(carried) = self.wakeup.take_carried() {
                events.extend(carried.events().expect("they can be read"));
            }
        }
        events
    }
}

/// What remains to be read from the log after a position, as the tail reads it.
async fn read_from(database: &TestDatabase, first: i64) -> Vec<Event> {
    let reader = LogReader::open(&database.connector()).await.expect("a log");
    let events = reader.from(Position(first), 10_000).await;
    events.expect("the log can be read")
}

fn described(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| format!("{event:?}")).collect()
}

#[tokio::test]
async fn up_to_date_replica_delivers_without_reading_the_log() {
    let school = School::new().await;
    let mut stream = school.student.open_stream().await;
    school.send("read or carried").await;
    assert_eq!(stream.next().await.content(), "read or carried");

    let paused = PausedSessions::sessions(&school.database, "tail").await;
    for text in ["one", "two", "three"] {
        school.send(text).await;
        assert_eq!(stream.next().await.content(), text);
    }
    drop(paused);
}

#[tokio::test]
async fn carried_events_equal_those_of_the_log() {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let mut fixture = CarriedFixture::of(database).await;
    let first = fixture.database.head().await + 1;
    let (teacher, student) = (replica.client(&pair.teacher), replica.client(&pair.student));
    let sent = teacher
        .send_message(pair.chat_id, "Привет \"\\ \u{1F600}")
        .await;
    let group = json!({ "type": "group", "title": "G", "participant_ids": [pair.student.id] });
    let campus = "/api/unet-chat/conversations/";
    let group = teacher.post(campus, &group).await.expect(201);
    let text = json!({ "conversation_id": group["id"], "text": "!" });
    let posted = teacher
        .post("/api/unet-chat/messages/", &text)
        .await
        .expect(201);
    let read = format!("{campus}{}/read", group["id"].as_str().expect("an id"));
    student.post(&read, &json!({})).await;
    let reply = json!({ "conversation_id": group["id"], "text": "?", "reply_to": posted["id"] });
    student.post("/api/unet-chat/messages/", &reply).await;
    let path = format!("/api/messages/{sent}");
    teacher.delete(&path).await.expect(200);
    fixture
        .database
        .execute(&format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
             VALUES ({}, 'message_sent', {}, '{{\"content\":\"old\"}}', '1969-01-02 03:04:05.6789', 'import')",
            pair.chat_id, pair.teacher.id
        ))
        .await;
    fixture.database.delete_user(&pair.student).await;

    let carried = fixture.carried_from(first).await;
    let read = read_from(&fixture.database, first).await;
    assert!(read.len() >= 8, "{read:?}");
    assert_eq!(described(&carried), described(&read));
}

#[tokio::test]
async fn many_or_large_events_are_read_from_the_log() {
    let school = School::new().await;
    let mut stream = school.student.open_stream().await;
    let (chat_id, teacher) = (school.pair.chat_id, &school.pair.teacher);
    for (count, padding) in [
        (65, 0),
        (2, 3_900),
        (8, 3_900),
        (1, 9_000),
        (500, 10),
        (8, 0),
    ] {
        let appended = school
            .database
            .append_padded(chat_id, teacher, "m", count, padding);
        let texts = appended.await;
        assert_eq!(
            stream.texts(texts.len()).await,
            texts,
            "{count} of {padding}"
        );
    }
}

#[tokio::test]
async fn repeated_and_forged_notifications_deliver_nothing() {
    let school = School::new().await;
    let mut stream = school.student.open_stream().await;
    let session = school.database.client().await;
    let channel = session.query_one("SELECT events_channel()", &[]).await;
    let channel: String = channel.expect("the owner may read it").get(0);
    let listening = Notifications::of(&school.database, &channel).await;
    school.send("genuine").await;
    assert_eq!(stream.next().await.content(), "genuine");
    let genuine = eventually("the notification", async || {
        listening.with("genuine").pop().map(|(_, payload)| payload)
    })
    .await;

    let next = school.database.now().await;
    let forged = genuine.replace("genuine", "forged");
    let (code, _) = genuine.split_once(' ').expect("it is signed");
    let position = school.database.head().await + 1;
    let events = genuine.split_once('[').expect("it has events").1;
    let appended = format!("{code} log {next} {position} [{events}");
    // Signed, but of another log, whose last event is another one.
    let elsewhere = format!("log {}-00000bad {position} [{events}", position - 1);
    let elsewhere = session.query_one("SELECT signed($1)", &[&elsewhere]).await;
    let elsewhere: String = elsewhere.expect("the owner may sign").get(0);
    for payload in [genuine.clone(), forged, appended, elsewhere] {
        let sql = "SELECT pg_notify($1, $2)";
        let sent = session.execute(sql, &[&channel, &payload]).await;
        sent.expect("any role may notify");
    }
    school.send("after").await;
    assert_eq!(stream.next().await.content(), "after");
}

/// Every login of the database can listen to each channel whose name it knows.
#[tokio::test]
async fn other_logins_cannot_listen_to_events() {
    let school = School::new().await;
    let public = [
        Notifications::of(&school.database, "vestnik_events").await,
        Notifications::of(&school.database, "vestnik_signals").await,
    ];
    let mut stream = school.student.open_stream().await;
    school.send("a secret").await;
    assert_eq!(stream.next().await.content(), "a secret");
    school
        .database
        .append_messages(school.pair.chat_id, &school.pair.teacher, "a secret", 65)
        .await;
    stream.texts(65).await;
    assert!(
        public
            .iter()
            .all(|channel| channel.with("secret").is_empty())
    );

    let shown = "SELECT count(*) FROM pg_stat_activity AS a
                 WHERE a.datname = current_database()
                   AND a.query LIKE '%' || substring(events_channel() FROM 9) || '%'";
    assert_eq!(school.database.number(shown).await, 0);
    let login = school.database.client().await;
    let role = login.batch_execute("SET ROLE vestnik_auditor").await;
    role.expect("the role exists");
    for sql in [
        "SELECT events_channel()",
        "SELECT listen()",
        "SELECT signed('')",
    ] {
        let code = crate::sql::refused(&login, sql).await;
        assert_eq!(
            code,
            tokio_postgres::error::SqlState::INSUFFICIENT_PRIVILEGE,
            "{sql}"
        );
    }
}
