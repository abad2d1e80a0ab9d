//! A chat is created while its members are connected.

use serde_json::json;

use crate::support::{TestDatabase, spawn_replicas};

#[tokio::test]
async fn new_chat_arrives_before_its_messages() {
    let database = TestDatabase::new().await;
    let (teacher, student) = (
        database.person("teacher").await,
        database.person("student").await,
    );
    let [one, other] = spawn_replicas(&database).await;
    let mut stream = other.client(&student).open_stream().await;

    let chat_id = database.complete_lesson(&teacher, &student).await;
    let created = stream.next().await;
    one.client(&teacher).send_message(chat_id, "welcome").await;

    assert_eq!(created.event, "chat_created");
    assert_eq!(created.data["chat_id"], chat_id);
    let shown = &created.data["chat"];
    assert_eq!(
        shown["participant"],
        json!({ "id": teacher.id, "name": teacher.name, "role": "teacher" })
    );
    assert_eq!(
        (&shown["id"], &shown["unread_count"]),
        (&json!(chat_id), &json!(0))
    );
    assert_eq!(stream.next().await.content(), "welcome");
}

#[tokio::test]
async fn chat_created_has_the_fields_of_the_list() {
    let database = TestDatabase::new().await;
    let (teacher, student) = (
        database.person("teacher").await,
        database.person("student").await,
    );
    let [replica] = spawn_replicas(&database).await;
    let client = replica.client(&teacher);
    let mut stream = client.open_stream().await;

    database.complete_lesson(&teacher, &student).await;

    let told = stream.next().await.data["chat"].clone();
    let listed = client.get("/api/chats").await.expect(200);
    assert_eq!(told, listed["chats"][0]);
}

#[tokio::test]
async fn admin_receives_new_chats_as_in_the_admin_list() {
    let database = TestDatabase::new().await;
    let admin = database.person("admin").await;
    let [replica] = spawn_replicas(&database).await;
    let client = replica.client(&admin);
    let mut stream = client.open_stream().await;

    database.pair().await;

    let frame = stream.next().await;
    let listed = client.get("/api/admin/chats").await.expect(200);
    assert_eq!(frame.event, "chat_created");
    assert_eq!(frame.data["chat"], listed["chats"][0]);
}
