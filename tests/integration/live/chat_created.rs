//! A chat is created while its members and an admin are connected.

use serde_json::json;

use crate::support::{TestDatabase, spawn_replicas};

#[tokio::test]
async fn chat_created_equals_the_lists_and_precedes_messages() {
    let database = TestDatabase::new().await;
    let (teacher, student, admin) = (
        database.person("teacher").await,
        database.person("student").await,
        database.person("admin").await,
    );
    let [one, other] = spawn_replicas(&database).await;
    let mut stream = other.client(&student).open_stream().await;
    let clients = [one.client(&teacher), one.client(&admin)];
    let mut streams = [
        clients[0].open_stream().await,
        clients[1].open_stream().await,
    ];

    let chat_id = database.complete_lesson(&teacher, &student).await;

    let created = stream.next().await;
    assert_eq!(created.event, "chat_created");
    assert_eq!(created.data["chat_id"], chat_id);
    let shown = &created.data["chat"];
    let counterpart = json!({ "id": teacher.id, "name": teacher.name, "role": "teacher" });
    assert_eq!(shown["participant"], counterpart);
    assert_eq!(
        (&shown["id"], &shown["unread_count"]),
        (&json!(chat_id), &json!(0))
    );
    for (index, path) in ["/api/chats", "/api/admin/chats"].into_iter().enumerate() {
        let frame = streams[index].next().await;
        let listed = clients[index].get(path).await.expect(200);
        assert_eq!(frame.event, "chat_created");
        assert_eq!(frame.data["chat"], listed["chats"][0], "{path}");
    }
    clients[0].send_message(chat_id, "welcome").await;
    assert_eq!(stream.next().await.content(), "welcome");
}
