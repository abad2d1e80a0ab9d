//! Which subscribers receive which events.

use serde_json::json;

use crate::support::{Pair, Replica, TestDatabase, spawn_replicas};

async fn school() -> (TestDatabase, Pair, Replica) {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    (database, pair, replica)
}

#[tokio::test]
async fn sender_does_not_receive_its_own_message() {
    let (_database, pair, replica) = school().await;
    let mut teacher = replica.client(&pair.teacher).open_stream().await;

    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "mine")
        .await;
    replica
        .client(&pair.student)
        .send_message(pair.chat_id, "yours")
        .await;

    assert_eq!(teacher.next().await.content(), "yours");
}

#[tokio::test]
async fn echo_returns_the_message_with_its_client_id() {
    let (_database, pair, replica) = school().await;
    let client = replica.client(&pair.teacher);
    let mut echo = client.open_stream_at("/api/events/chat?echo=true").await;
    let client_id = uuid::Uuid::now_v7();

    let sent = client
        .try_send_message(pair.chat_id, "mine", client_id)
        .await;
    assert_eq!(sent.expect("an answer").status, 201);

    let frame = echo.next().await;
    assert_eq!(frame.content(), "mine");
    assert_eq!(frame.data["message"]["client_id"], json!(client_id));
}

#[tokio::test]
async fn only_the_sender_sees_a_client_id() {
    let (_database, pair, replica) = school().await;
    let mut student = replica.client(&pair.student).open_stream().await;
    let client_id = uuid::Uuid::now_v7();

    let teacher = replica.client(&pair.teacher);
    teacher
        .try_send_message(pair.chat_id, "hello", client_id)
        .await;

    let frame = student.next().await;
    assert_eq!(frame.data["message"].get("client_id"), None);
}

#[tokio::test]
async fn non_member_receives_no_events_of_a_chat() {
    let (database, pair, replica) = school().await;
    let other = database.pair().await;
    let mut stream = replica.client(&other.student).open_stream().await;

    let id = replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "private")
        .await;
    let teacher = replica.client(&pair.teacher);
    teacher
        .delete(&format!("/api/messages/{id}"))
        .await
        .expect(200);
    replica
        .client(&other.teacher)
        .send_message(other.chat_id, "for you")
        .await;

    assert_eq!(stream.next().await.content(), "for you");
}

#[tokio::test]
async fn admin_receives_messages_of_every_chat() {
    let (database, pair, replica) = school().await;
    let other = database.pair().await;
    let admin = database.person("admin").await;
    let mut stream = replica.client(&admin).open_stream().await;

    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "one")
        .await;
    replica
        .client(&other.student)
        .send_message(other.chat_id, "two")
        .await;

    assert_eq!(stream.texts(2).await, ["one", "two"]);
}

#[tokio::test]
async fn deletion_reaches_all_members_and_the_author() {
    let (database, pair, replica) = school().await;
    let admin = database.person("admin").await;
    let author = replica.client(&pair.teacher);
    let id = author.send_message(pair.chat_id, "oops").await;
    let mut streams = [
        author.open_stream().await,
        replica.client(&pair.student).open_stream().await,
        replica.client(&admin).open_stream().await,
    ];

    author
        .delete(&format!("/api/messages/{id}"))
        .await
        .expect(200);

    for stream in &mut streams {
        let frame = stream.next().await;
        assert_eq!(frame.event, "message_deleted");
        assert_eq!(
            frame.data,
            json!({ "chat_id": pair.chat_id, "message_id": id })
        );
    }
}

#[tokio::test]
async fn repeated_deletion_emits_one_event() {
    let (_database, pair, replica) = school().await;
    let author = replica.client(&pair.teacher);
    let id = author.send_message(pair.chat_id, "oops").await;
    let mut student = replica.client(&pair.student).open_stream().await;

    for _ in 0..2 {
        author
            .delete(&format!("/api/messages/{id}"))
            .await
            .expect(200);
    }
    author.send_message(pair.chat_id, "next").await;

    assert_eq!(student.next().await.event, "message_deleted");
    assert_eq!(student.next().await.content(), "next");
}

#[tokio::test]
async fn read_marks_reach_members_and_not_admins() {
    let (database, pair, replica) = school().await;
    let admin = database.person("admin").await;
    let id = replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "hello")
        .await;
    let mut teacher = replica.client(&pair.teacher).open_stream().await;
    let mut student = replica.client(&pair.student).open_stream().await;
    let mut overseer = replica.client(&admin).open_stream().await;

    let path = format!("/api/chats/{}/read", pair.chat_id);
    let answer = replica.client(&pair.student).post(&path, &json!({})).await;
    assert_eq!(answer.status, 204);
    replica
        .client(&pair.student)
        .send_message(pair.chat_id, "thanks")
        .await;

    let expected = json!({
        "chat_id": pair.chat_id, "user_id": pair.student.id, "last_read_id": id
    });
    for stream in [&mut teacher, &mut student] {
        let frame = stream.next().await;
        assert_eq!(
            (frame.event.as_str(), &frame.data),
            ("chat_read", &expected)
        );
    }
    assert_eq!(overseer.next().await.content(), "thanks");
}
