//! Typing reaches the other members until it ends or expires.

use std::pin::pin;
use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, timeout};

use crate::support::{Answer, Client, EventStream, Frame, School};

async fn set_typing(client: &Client, chat_id: i64, is_typing: bool) -> Answer {
    let path = format!("/api/chats/{chat_id}/typing");
    client.post(&path, &json!({ "is_typing": is_typing })).await
}

async fn student_types(school: &School, is_typing: bool) {
    let answer = set_typing(&school.student, school.pair.chat_id, is_typing).await;
    answer.expect(204);
}

/// Lets the student type until the teacher sees it. A signal is lost while a listener reconnects, so
/// clients repeat it as long as their user types.
async fn student_is_seen_typing(school: &School, teacher: &mut EventStream) {
    let mut is_seen = pin!(until_typing(school, teacher, true));
    loop {
        student_types(school, true).await;
        if timeout(Duration::from_secs(2), &mut is_seen).await.is_ok() {
            return;
        }
    }
}

/// Waits until the teacher's stream shows that the student types or stopped.
async fn until_typing(school: &School, teacher: &mut EventStream, is_typing: bool) {
    loop {
        let Frame { id, event, data } = teacher.signal().await;
        assert_eq!(id, "", "signals have no id to resume from");
        if event == "typing" {
            assert_eq!(data["user_id"], school.pair.student.id);
            assert_eq!(data["is_typing"], is_typing);
            return;
        }
    }
}

/// Reads up to the message; asserts that no typing came before it.
async fn assert_no_typing_before(stream: &mut EventStream, content: &str) {
    loop {
        let frame = stream.try_next_frame().await.expect("the stream continues");
        assert_ne!(frame.event, "typing");
        if frame.content() == content {
            return;
        }
    }
}

#[tokio::test]
async fn typing_reaches_other_replicas_but_not_the_log() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let mut teacher = other.client(&school.pair.teacher).open_stream().await;
    let head = school.database.head().await;

    student_is_seen_typing(&school, &mut teacher).await;
    student_types(&school, false).await;
    until_typing(&school, &mut teacher, false).await;

    assert_eq!(school.database.head().await, head);
}

#[tokio::test]
async fn typing_reaches_other_members_only() {
    let school = School::new().await;
    let (others, admin) = (
        school.database.pair().await,
        school.database.person("admin").await,
    );
    let mut teacher = school.teacher.open_stream().await;
    let mut excluded = Vec::new();
    for person in [&school.pair.student, &others.teacher, &admin] {
        let client = school.replica.client(person);
        excluded.push(client.open_stream_at("/api/events/chat?echo=true").await);
    }

    student_is_seen_typing(&school, &mut teacher).await;

    school.send_as_student("sent after typing").await;
    let student = school.replica.client(&others.student);
    student
        .send_message(others.chat_id, "sent after typing")
        .await;
    for stream in &mut excluded {
        assert_no_typing_before(stream, "sent after typing").await;
    }
}

#[tokio::test]
async fn typing_expires_six_seconds_after_renewal() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let mut teacher = other.client(&school.pair.teacher).open_stream().await;

    student_is_seen_typing(&school, &mut teacher).await;
    let started = Instant::now();

    until_typing(&school, &mut teacher, false).await;
    let lasted = started.elapsed();
    let expected = Duration::from_millis(5_500)..Duration::from_secs(10);
    assert!(expected.contains(&lasted), "{lasted:?}");
}

#[tokio::test]
async fn message_ends_typing_and_arrives_first() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let mut teacher = other.client(&school.pair.teacher).open_stream().await;

    student_is_seen_typing(&school, &mut teacher).await;
    school.send_as_student("done").await;

    assert_no_typing_before(&mut teacher, "done").await;
    until_typing(&school, &mut teacher, false).await;
}

#[tokio::test]
async fn only_current_members_may_type() {
    let school = School::new().await;
    let (outsider, admin) = (
        school.database.person("student").await,
        school.database.person("admin").await,
    );
    let mut teacher = school.teacher.open_stream().await;
    student_is_seen_typing(&school, &mut teacher).await;

    school.remove_student().await;

    until_typing(&school, &mut teacher, false).await;
    let chat_id = school.pair.chat_id;
    for (person, chat_id, code) in [
        (&school.pair.student, chat_id, "not_a_participant"),
        (&outsider, chat_id, "not_a_participant"),
        (&outsider, i64::MAX, "not_a_participant"),
        (&admin, chat_id, "read_only_role"),
    ] {
        let refused = set_typing(&school.replica.client(person), chat_id, true).await;
        assert_eq!((refused.status, refused.code()), (403, code));
    }
}
