//! Erasing somebody while replicas run: what is in their memory goes too.

use serde_json::json;

use super::erasure::{SECRET, erase};
use crate::cli::{run, text};
use crate::support::{Pair, Replica, TestDatabase, spawn_replicas};

/// A pair on two replicas: the student has written, one message of it deleted.
async fn on_two_replicas() -> (TestDatabase, Pair, [Replica; 2]) {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let replicas = spawn_replicas(&database).await;
    let student = replicas[0].client(&pair.student);
    student.send_message(pair.chat_id, SECRET).await;
    let slip = student.send_message(pair.chat_id, SECRET).await;
    student
        .delete(&format!("/api/messages/{slip}"))
        .await
        .expect(200);
    replicas[1]
        .client(&pair.teacher)
        .send_message(pair.chat_id, "noted")
        .await;
    (database, pair, replicas)
}

#[tokio::test]
async fn live_clients_drop_the_messages_and_the_person_is_out_everywhere() {
    let (database, pair, [one, other]) = on_two_replicas().await;
    // A replica may still be about to read what was deleted on the other one.
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

/// The first two have read the texts before they went, and serve who comes back from memory.
#[tokio::test]
async fn no_replica_gives_the_texts_to_who_comes_back() {
    let (database, pair, [one, other]) = on_two_replicas().await;
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
async fn an_export_marks_what_was_erased() {
    let (database, pair, _replicas) = on_two_replicas().await;
    erase(&database, &pair.student).await;
    let chat_id = pair.chat_id.to_string();
    let settings = [("DATABASE_URL", database.url.as_str())];
    for (format, mark) in [
        ("jsonl", "\"state\":\"erased\""),
        ("csv", ",erased,"),
        ("html", "▒ erased"),
    ] {
        let arguments = ["export", "--chat", &chat_id, "--format", format];
        let output = text(&run(&arguments, &settings, "").await.stdout);
        assert_eq!(output.matches(mark).count(), 2, "{output}");
        assert!(!output.contains(SECRET), "{output}");
    }
}
