//! Erasing a user while replicas run: erased texts leave the memory of the replicas as well.

use serde_json::json;

use super::erasure::{SECRET, erase};
use crate::cli::{run, text};
use crate::support::{Pair, Replica, TestDatabase, spawn_replicas};

/// Two replicas and a chat in which the student has sent two messages and deleted one.
async fn chat_on_two_replicas() -> (TestDatabase, Pair, [Replica; 2]) {
    let (database, pair) = TestDatabase::with_pair().await;
    let replicas = spawn_replicas(&database).await;
    let student = replicas[0].client(&pair.student);
    student.send_message(pair.chat_id, SECRET).await;
    let deleted_message = student.send_message(pair.chat_id, SECRET).await;
    student
        .delete(&format!("/api/messages/{deleted_message}"))
        .await
        .expect(200);
    replicas[1]
        .client(&pair.teacher)
        .send_message(pair.chat_id, "noted")
        .await;
    (database, pair, replicas)
}

#[tokio::test]
async fn erasure_deletes_live_messages_and_disconnects_the_user() {
    let (database, pair, [one, other]) = chat_on_two_replicas().await;
    // The second replica may not have read the deletion yet.
    let start = database.now().await;
    let mut own = one.client(&pair.student).open_stream().await;
    let mut teachers = other.client(&pair.teacher).open_stream_after(&start).await;

    erase(&database, &pair.student).await;

    own.ended().await;
    let deleted = teachers.take("message_deleted", 1).await;
    assert_eq!(deleted[0].data["message_id"], json!(2));
    for replica in [&one, &other] {
        let answer = replica.client(&pair.student).get("/api/chats").await;
        assert_eq!(answer.code(), "unknown_user");
        let chats = replica
            .client(&pair.teacher)
            .get("/api/chats")
            .await
            .expect(200);
        assert_eq!(chats["chats"][0]["participant"]["name"], json!(""));
        assert_eq!(chats["chats"][0]["last_message"]["content"], json!("noted"));
    }
}

/// The first two replicas have read the texts before the erasure and serve replays from memory.
#[tokio::test]
async fn reconnecting_clients_get_no_erased_text_from_any_replica() {
    let (database, pair, [one, other]) = chat_on_two_replicas().await;
    let admin = database.person("admin").await;
    let start = database.cursor(1).await;
    for replica in [&one, &other] {
        let mut stream = replica.client(&admin).open_stream_after(&start).await;
        assert_eq!(stream.texts_until("noted").await, [SECRET, SECRET, "noted"]);
    }

    erase(&database, &pair.student).await;
    let third = Replica::spawn(&database).await;

    for replica in [&one, &other, &third] {
        let teacher = replica.client(&pair.teacher);
        teacher.send_message(pair.chat_id, "after").await;
        let mut stream = replica.client(&admin).open_stream_after(&start).await;
        let texts = stream.texts_until("after").await;
        assert_eq!(texts[..3], ["", "", "noted"]);
        let path = format!("/api/chats/{}/messages?include_deleted=true", pair.chat_id);
        let history = replica.client(&admin).get(&path).await.expect(200);
        assert!(!history.to_string().contains(SECRET), "{history}");
    }
}

#[tokio::test]
async fn exports_mark_erased_messages() {
    let (database, pair, _replicas) = chat_on_two_replicas().await;
    erase(&database, &pair.student).await;
    let chat_id = pair.chat_id.to_string();
    let settings = [("DATABASE_URL", database.url.as_str())];
    for (format, mark) in [
        ("jsonl", "\"state\":\"erased\""),
        ("csv", ",erased,"),
        ("html", "▒ стёрто"),
    ] {
        let arguments = ["export", "--chat", &chat_id, "--format", format];
        let output = text(&run(&arguments, &settings, "").await.stdout);
        assert_eq!(output.matches(mark).count(), 2, "{output}");
        assert!(!output.contains(SECRET), "{output}");
    }
}
