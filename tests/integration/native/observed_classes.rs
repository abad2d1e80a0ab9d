//! Groups of the school, as its older contract shows them to admins: in the list, in histories and on the
//! stream.

use serde_json::{Value, json};

use super::{NativeFixture, next_of, patch};
use crate::support::{Client, Replica, assert_refused};

/// The ids of the participants of a chat of an admin's list.
fn participants(chat: &Value) -> Vec<i64> {
    let participants = chat["participants"].as_array().expect("an array").iter();
    participants
        .map(|participant| participant["id"].as_i64().expect("an id"))
        .collect()
}

/// The chats of the admin's list.
async fn listed(admin: &Client, query: &str) -> Vec<Value> {
    let list = admin.get(&format!("/api/admin/chats{query}")).await;
    list.expect(200)["chats"]
        .as_array()
        .expect("an array")
        .clone()
}

#[tokio::test]
async fn older_list_shows_an_admin_every_class() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    let class = fixture.class(teacher, student).await;
    let body = json!({ "user_ids": [fixture.database.person("student").await.id] });
    let members = class.chat("/members");
    class.one.post(&members, &body).await.expect(200);
    class.send(&class.one, "Здравствуйте").await;
    let admin = fixture.client(&fixture.admin);

    let chats = listed(&admin, "").await;

    assert_eq!(chats.len(), 2);
    assert_eq!(chats[0]["id"], class.chat_id);
    let mut expected = vec![
        teacher.id,
        student.id,
        body["user_ids"][0].as_i64().unwrap(),
    ];
    expected.sort_unstable();
    assert_eq!(participants(&chats[0]), expected);
    assert_eq!(chats[0]["messages_count"], 1);
    assert!(chats[0]["last_message_at"].is_string(), "{}", chats[0]);
    let by_name = listed(&admin, &format!("?q={}", &student.name[4..20])).await;
    assert_eq!(by_name.len(), 2, "{by_name:?}");
}

#[tokio::test]
async fn older_history_shows_an_admin_every_class() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    let class = fixture.class(teacher, student).await;
    let first = class.send(&class.one, "первое").await;
    class.send(&class.other, "второе").await;
    let message = class.path(&format!("/messages/{first}"));
    class.one.delete(&message).await.expect(204);
    let admin = fixture.client(&fixture.admin);
    let history = format!("/api/chats/{}/messages", class.chat_id);
    let texts = async |query: &str| -> Vec<Value> {
        let page = admin.get(&format!("{history}{query}")).await.expect(200);
        let messages = page["messages"].as_array().expect("an array").iter();
        messages.map(|message| message["content"].clone()).collect()
    };

    assert_eq!(texts("").await, ["второе"]);
    assert_eq!(texts("?include_deleted=true").await, ["первое", "второе"]);
    let sent = json!({ "chat_id": class.chat_id, "content": "!" });
    let sent = admin.post("/api/messages", &sent).await;
    assert_refused(&sent, 403, "read_only_role");
    let second = format!("/api/messages/{}", first + 1);
    assert!([403, 404].contains(&admin.delete(&second).await.status));
}

#[tokio::test]
async fn older_stream_brings_an_admin_the_events_of_classes() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    let mut live = fixture.client(&fixture.admin).open_stream().await;
    let before = live.last_event_id.clone();
    let class = fixture.class(teacher, student).await;
    let sent = class.send(&class.other, "на урок").await;
    let message = class.path(&format!("/messages/{sent}"));
    let edit = json!({ "text": "на уроке" });
    patch(&class.other, &message, &edit).await.expect(200);
    class.other.delete(&message).await.expect(204);

    let other = Replica::spawn_with(&fixture.database, super::SETTINGS).await;
    let client = other.client(&fixture.admin);
    let mut resumed = client.open_stream_after(&before).await;
    for stream in [&mut live, &mut resumed] {
        let created = next_of(stream, "chat_created").await;
        assert_eq!(created["chat_id"], class.chat_id);
        let mut expected = vec![teacher.id, student.id];
        expected.sort_unstable();
        assert_eq!(participants(&created["chat"]), expected);
        let new = next_of(stream, "new_message").await;
        assert_eq!(new["chat_id"], class.chat_id);
        assert_eq!(new["message"]["content"], "на урок");
        let deleted = next_of(stream, "message_deleted").await;
        assert_eq!(deleted["message_id"], sent);
    }
}
