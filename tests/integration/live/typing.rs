//! Typing reaches the other members until it ends or expires.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::support::{
    Answer, EventStream, Frame, Pair, Person, Replica, TestDatabase, spawn_replicas,
};

/// Says that somebody types, or has ceased.
async fn typing(replica: &Replica, who: &Person, chat_id: i64, is_typing: bool) -> Answer {
    let path = format!("/api/chats/{chat_id}/typing");
    let body = json!({ "is_typing": is_typing });
    replica.client(who).post(&path, &body).await
}

/// What a subscriber is told of who types.
async fn next_typing(stream: &mut EventStream) -> (i64, bool) {
    loop {
        let Frame { id, event, data } = stream.signal().await;
        assert_eq!(id, "", "nobody resumes from what is true for a moment");
        if event == "typing" {
            let user_id = data["user_id"].as_i64().expect("a number");
            return (user_id, data["is_typing"].as_bool().expect("a truth"));
        }
    }
}

/// What a subscriber is told up to and with a message.
async fn frames_until(stream: &mut EventStream, content: &str) -> Vec<Frame> {
    let mut frames = Vec::new();
    loop {
        let frame = stream.try_next_frame().await.expect("the stream goes on");
        let is_last = frame.content() == content;
        frames.push(frame);
        if is_last {
            return frames;
        }
    }
}

#[tokio::test]
async fn typing_reaches_other_replicas() {
    let database = TestDatabase::new().await;
    let Pair {
        teacher,
        student,
        chat_id,
    } = database.pair().await;
    let [here, there] = spawn_replicas::<2>(&database).await;
    let mut other_side = there.client(&teacher).open_stream().await;

    typing(&here, &student, chat_id, true).await.expect(204);
    assert_eq!(next_typing(&mut other_side).await, (student.id, true));
    typing(&here, &student, chat_id, false).await.expect(204);
    assert_eq!(next_typing(&mut other_side).await, (student.id, false));
}

#[tokio::test]
async fn typing_is_not_in_the_log() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas::<1>(&database).await;
    let mut other_side = replica.client(&pair.teacher).open_stream().await;
    let head = database.head().await;

    typing(&replica, &pair.student, pair.chat_id, true).await;

    next_typing(&mut other_side).await;
    assert_eq!(database.head().await, head);
}

#[tokio::test]
async fn typing_reaches_other_members_only() {
    let database = TestDatabase::new().await;
    let (pair, others) = (database.pair().await, database.pair().await);
    let admin = database.person("admin").await;
    let [replica] = spawn_replicas::<1>(&database).await;
    let mut told = replica.client(&pair.teacher).open_stream().await;
    let mut untold = Vec::new();
    for who in [&pair.student, &others.teacher, &admin] {
        let path = "/api/events/chat?echo=true";
        untold.push(replica.client(who).open_stream_at(path).await);
    }

    typing(&replica, &pair.student, pair.chat_id, true).await;
    next_typing(&mut told).await;

    let student = replica.client(&pair.student);
    student
        .send_message(pair.chat_id, "sent after typing")
        .await;
    replica
        .client(&others.student)
        .send_message(others.chat_id, "sent after typing")
        .await;
    for stream in &mut untold {
        let frames = frames_until(stream, "sent after typing").await;
        assert!(frames.iter().all(|frame| frame.event != "typing"));
    }
}

#[tokio::test]
async fn typing_expires_six_seconds_after_renewal() {
    let database = TestDatabase::new().await;
    let Pair {
        teacher,
        student,
        chat_id,
    } = database.pair().await;
    let [here, there] = spawn_replicas::<2>(&database).await;
    let mut other_side = there.client(&teacher).open_stream().await;

    typing(&here, &student, chat_id, true).await;
    next_typing(&mut other_side).await;
    let told = Instant::now();

    assert_eq!(next_typing(&mut other_side).await, (student.id, false));
    let lasted = told.elapsed();
    let expected = Duration::from_millis(5_500)..Duration::from_secs(10);
    assert!(expected.contains(&lasted), "{lasted:?}");
}

#[tokio::test]
async fn message_ends_typing_and_arrives_first() {
    let database = TestDatabase::new().await;
    let Pair {
        teacher,
        student,
        chat_id,
    } = database.pair().await;
    let [here, there] = spawn_replicas::<2>(&database).await;
    let mut other_side = there.client(&teacher).open_stream().await;

    typing(&here, &student, chat_id, true).await;
    next_typing(&mut other_side).await;
    here.client(&student).send_message(chat_id, "done").await;

    let frames = frames_until(&mut other_side, "done").await;
    assert!(frames.iter().all(|frame| frame.event != "typing"));
    assert_eq!(next_typing(&mut other_side).await, (student.id, false));
}

#[tokio::test]
async fn removed_member_no_longer_types() {
    let database = TestDatabase::new().await;
    let Pair {
        teacher,
        student,
        chat_id,
    } = database.pair().await;
    let [replica] = spawn_replicas::<1>(&database).await;
    let mut other_side = replica.client(&teacher).open_stream().await;
    typing(&replica, &student, chat_id, true).await;
    next_typing(&mut other_side).await;

    database.remove_participant(chat_id, &student).await;

    assert_eq!(next_typing(&mut other_side).await, (student.id, false));
    let refused = typing(&replica, &student, chat_id, true).await;
    assert_eq!((refused.status, refused.code()), (403, "not_a_participant"));
}

#[tokio::test]
async fn only_members_may_type() {
    let database = TestDatabase::new().await;
    let (pair, stranger) = (database.pair().await, database.person("student").await);
    let admin = database.person("admin").await;
    let [replica] = spawn_replicas::<1>(&database).await;

    let refused = typing(&replica, &stranger, pair.chat_id, true).await;
    assert_eq!((refused.status, refused.code()), (403, "not_a_participant"));
    let refused = typing(&replica, &stranger, i64::MAX, true).await;
    assert_eq!((refused.status, refused.code()), (403, "not_a_participant"));
    let refused = typing(&replica, &admin, pair.chat_id, true).await;
    assert_eq!((refused.status, refused.code()), (403, "read_only_role"));
}
