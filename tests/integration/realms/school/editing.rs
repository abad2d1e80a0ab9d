//! Messages of the school are not edited, unless its file says so: that of the tests does.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::db::schema;
use vestnik::realms::Realms;

use crate::support::{Answer, Client, Pair, Replica, TestDatabase, assert_refused};

/// A message of the student, edited as often as there are further texts, and who asked for the edits.
struct Edited {
    id: i64,
    answers: Vec<Answer>,
}

async fn edit(client: &Client, id: i64, text: &str) -> Answer {
    let path = format!("/v1/school/messages/{id}");
    let request = client.request(Method::PATCH, &path);
    client.send(request.json(&json!({ "text": text }))).await
}

async fn edited(replica: &Replica, pair: &Pair, texts: &[&str]) -> Edited {
    let student = replica.client(&pair.student);
    let id = student.send_message(pair.chat_id, texts[0]).await;
    let mut answers = Vec::new();
    for text in &texts[1..] {
        answers.push(edit(&student, id, text).await);
    }
    Edited { id, answers }
}

/// The newest message of a history.
async fn newest(client: &Client, pair: &Pair, query: &str) -> Value {
    let path = format!("/api/chats/{}/messages{query}", pair.chat_id);
    let page = client.get(&path).await.expect(200);
    let messages = page["messages"].as_array().expect("an array");
    messages.last().expect("a message").clone()
}

#[tokio::test]
async fn messages_are_not_edited_by_default() {
    let (database, pair) = TestDatabase::with_pair().await;
    let by_default = Realms::of_program();
    schema::migrate_with_realms(&database.connector(), by_default.policies(), &[])
        .await
        .expect("the policies can be mirrored");
    let replica = Replica::spawn_with(&database, &[("REALMS_DIR", "")]).await;

    let edited = edited(&replica, &pair, &["первый", "второй"]).await;

    assert_refused(&edited.answers[0], 403, "not_in_this_realm");
    let student = replica.client(&pair.student);
    let shown = newest(&student, &pair, "").await;
    assert_eq!(
        (&shown["content"], shown.get("edited_at")),
        (&json!("первый"), None)
    );
    let chat = format!("/v1/school/chats/{}", pair.chat_id);
    let chat = student.get(&chat).await.expect(200);
    let can = chat["me"]["can"].as_array().expect("an array");
    assert!(!can.contains(&json!("edit")) && can.contains(&json!("delete")));
}

#[tokio::test]
async fn edits_that_are_switched_on_are_marked() {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn(&database).await;
    let teacher = replica.client(&pair.teacher);
    let mut stream = teacher.open_stream().await;

    let message = edited(&replica, &pair, &["первый", "второй"]).await;

    let edited_at = message.answers[0].body["edited_at"].clone();
    assert!(edited_at.is_string(), "{}", message.answers[0].body);
    let first = stream.next().await;
    assert_eq!(first.data["message"].get("edited_at"), None);
    let event = loop {
        let frame = stream.next().await;
        if frame.event == "message_edited" {
            break frame.data["message"].clone();
        }
    };
    let shown = newest(&teacher, &pair, "").await;
    let list = teacher.get("/api/chats").await.expect(200);
    for place in [&event, &shown, &list["chats"][0]["last_message"]] {
        assert_eq!(place["id"], message.id);
        assert_eq!(place["content"], "второй");
        let at = |value: &Value| {
            value
                .as_str()
                .and_then(|at| at.parse::<jiff::Timestamp>().ok())
        };
        assert_eq!(at(&place["edited_at"]), at(&edited_at), "{place}");
        assert_eq!(place.get("former_texts"), None);
    }
}

#[tokio::test]
async fn admin_sees_former_texts_with_deleted_messages() {
    let (database, pair) = TestDatabase::with_pair().await;
    let admin = database.person("admin").await;
    let replica = Replica::spawn(&database).await;
    let message = edited(&replica, &pair, &["первый", "второй", "третий"]).await;
    let (admin, student) = (replica.client(&admin), replica.client(&pair.student));
    student
        .delete(&format!("/api/messages/{}", message.id))
        .await
        .expect(200);

    let shown = newest(&admin, &pair, "?include_deleted=true").await;

    assert_eq!(
        (&shown["content"], &shown["is_deleted"]),
        (&json!("третий"), &json!(true))
    );
    let former = shown["former_texts"].as_array().expect("an array");
    let texts: Vec<_> = former.iter().map(|former| &former["content"]).collect();
    assert_eq!(texts, ["первый", "второй"]);
    assert_eq!(former[0]["written_at"], shown["created_at"]);
}

#[tokio::test]
async fn former_texts_are_for_admins_who_ask_alone() {
    let (database, pair) = TestDatabase::with_pair().await;
    let admin = database.person("admin").await;
    let replica = Replica::spawn(&database).await;
    edited(&replica, &pair, &["первый", "второй"]).await;
    for reader in [&pair.student, &pair.teacher, &admin] {
        let shown = newest(&replica.client(reader), &pair, "").await;
        assert_eq!(shown["content"], "второй");
        assert_eq!(shown.get("former_texts"), None);
    }
    let path = format!("/api/chats/{}/messages?include_deleted=true", pair.chat_id);
    let refused = replica.client(&pair.student).get(&path).await;
    assert_refused(&refused, 403, "not_an_admin");
}

#[tokio::test]
async fn erased_former_text_is_null() {
    let (database, pair) = TestDatabase::with_pair().await;
    let admin = database.person("admin").await;
    let replica = Replica::spawn(&database).await;
    edited(&replica, &pair, &["первый", "второй"]).await;
    let erasure = format!("CALL audit.erase_user({})", pair.student.id);
    database.execute(&erasure).await;

    let shown = newest(&replica.client(&admin), &pair, "?include_deleted=true").await;

    let former = shown["former_texts"].as_array().expect("an array");
    assert_eq!(former.len(), 1);
    assert_eq!(former[0]["content"], Value::Null);
}
