//! Which subscribers receive which events.

use serde_json::json;
use uuid::Uuid;

use crate::support::School;

#[tokio::test]
async fn sender_receives_its_own_message_only_with_echo() {
    let school = School::new().await;
    let mut without_echo = school.teacher.open_stream().await;
    let path = "/api/events/chat?echo=true";
    let mut with_echo = school.teacher.open_stream_at(path).await;
    let (chat_id, client_id) = (school.pair.chat_id, Uuid::now_v7());

    let sent = school.teacher.try_send_message(chat_id, "own", client_id);
    assert_eq!(sent.await.expect("an answer").status, 201);
    school.send_as_student("other").await;

    assert_eq!(without_echo.next().await.content(), "other");
    let frame = with_echo.next().await;
    assert_eq!(frame.content(), "own");
    assert_eq!(frame.data["message"]["client_id"], json!(client_id));
}

#[tokio::test]
async fn messages_reach_only_members_and_admins() {
    let school = School::new().await;
    let (other, admin) = (
        school.database.pair().await,
        school.database.person("admin").await,
    );
    let mut outsider = school.replica.client(&other.student).open_stream().await;
    let mut admin = school.replica.client(&admin).open_stream().await;

    let id = school.send("private").await;
    let path = format!("/api/messages/{id}");
    school.teacher.delete(&path).await.expect(200);
    let teacher = school.replica.client(&other.teacher);
    teacher.send_message(other.chat_id, "for you").await;

    assert_eq!(outsider.next().await.content(), "for you");
    assert_eq!(admin.texts(2).await, ["private", "for you"]);
}

#[tokio::test]
async fn repeated_deletion_reaches_members_author_and_admins_once() {
    let school = School::new().await;
    let admin = school.database.person("admin").await;
    let id = school.send("oops").await;
    let mut streams = [
        school
            .teacher
            .open_stream_at("/api/events/chat?echo=true")
            .await,
        school.student.open_stream().await,
        school.replica.client(&admin).open_stream().await,
    ];

    for _ in 0..2 {
        let path = format!("/api/messages/{id}");
        school.teacher.delete(&path).await.expect(200);
    }
    school.send("next").await;

    let expected = json!({ "chat_id": school.pair.chat_id, "message_id": id });
    for stream in &mut streams {
        let frame = stream.next().await;
        assert_eq!(
            (&*frame.event, frame.data),
            ("message_deleted", expected.clone())
        );
        assert_eq!(stream.next().await.content(), "next");
    }
}

#[tokio::test]
async fn read_marks_reach_members_and_not_admins() {
    let school = School::new().await;
    let (pair, admin) = (&school.pair, school.database.person("admin").await);
    let id = school.send("hello").await;
    let mut streams = [
        school.teacher.open_stream().await,
        school.student.open_stream().await,
    ];
    let mut admin = school.replica.client(&admin).open_stream().await;

    let path = format!("/api/chats/{}/read", pair.chat_id);
    school.student.post(&path, &json!({})).await.expect(204);
    school.send_as_student("thanks").await;

    let expected = json!({
        "chat_id": pair.chat_id, "user_id": pair.student.id, "last_read_id": id
    });
    for stream in &mut streams {
        let frame = stream.next().await;
        assert_eq!((&*frame.event, &frame.data), ("chat_read", &expected));
    }
    assert_eq!(admin.next().await.content(), "thanks");
}
