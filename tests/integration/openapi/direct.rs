//! The OpenAPI document of the realm `direct`.

use serde_json::{Value, json};

use crate::support::openapi::Checker;
use crate::support::{Client, Replica, SocketRequest, TestDatabase};

/// Blocks a user and lifts the block.
async fn check_blocking(checker: &mut Checker, client: &Client, user_id: i64) {
    let path = format!("/api/v1/chat/users/{user_id}/block");
    let blocked = client.post(&path, &Value::Null).await;
    checker.check("POST /api/v1/chat/users/{user_id}/block", &blocked);
    let unblocked = client.delete(&path).await;
    checker.check("DELETE /api/v1/chat/users/{user_id}/block", &unblocked);
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one walk through the documented operations"
)]
async fn direct_answers_and_frames_match_the_document() {
    let database = TestDatabase::new().await;
    let [anna, boris] = database.people("member").await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "direct")]).await;
    let client = replica.client(&anna);
    let mut checker = Checker::of(&replica).await;
    let mut socket = replica.socket(&anna, "/api/v1/ws").open().await;

    let send = format!("/api/v1/chat/direct/{}/send", boris.id);
    let body = json!({ "body": "Привет!", "client_id": uuid::Uuid::new_v4() });
    let mut message = Value::Null;
    for (body, status) in [(&body, 201), (&body, 200), (&json!({}), 400)] {
        let answer = client.post(&send, body).await;
        assert_eq!(answer.status, status);
        checker.check("POST /api/v1/chat/direct/{user_id}/send", &answer);
        if status == 200 {
            message = answer.body["message"].clone();
        }
    }
    let id = message["conversation_id"].as_str().expect("an id");
    let list = "/api/v1/chat/conversations";
    let presence = format!("/api/v1/chat/presence/{}", boris.id);
    checker.get(&client, list, list).await;
    let route = "/api/v1/chat/conversations/{id}/messages";
    let path = format!("{list}/{id}/messages");
    checker.get(&client, route, &path).await;
    let route = "/api/v1/chat/presence/{user_id}";
    checker.get(&client, route, &presence).await;
    checker.get(&client, route, "/api/v1/chat/presence/0").await;
    checker.get(&replica.anonymous_client(), list, list).await;
    let read = client.post(&format!("{list}/{id}/read"), &json!({})).await;
    checker.check("POST /api/v1/chat/conversations/{id}/read", &read);
    check_blocking(&mut checker, &client, boris.id).await;
    let refused = SocketRequest::at(&replica.url, "/api/v1/ws")
        .refused()
        .await;
    checker.check("GET /api/v1/ws", &refused);
    let plain = client.get("/api/v1/ws").await;
    assert_eq!(plain.status, 426);
    checker.check("GET /api/v1/ws", &plain);

    let mut boris = replica.socket(&boris, "/api/v1/ws").open().await;
    checker.check_frame("ready", "DirectServerFrame", &boris.ready);
    checker.check_frame(
        "presence",
        "DirectServerFrame",
        &boris.next_of("presence").await,
    );
    let typing = json!({ "conversation_id": id, "is_typing": true });
    socket
        .send(&json!({ "type": "typing", "data": typing }))
        .await;
    checker.check_frame(
        "typing",
        "DirectServerFrame",
        &boris.next_of("typing").await,
    );
    boris
        .send(&json!({ "type": "read", "data": { "conversation_id": id } }))
        .await;
    checker.check_frame("read", "DirectServerFrame", &boris.next_of("read").await);
    checker.check_frame(
        "message",
        "DirectServerFrame",
        &socket.next_of("message").await,
    );
    socket.send_text("{").await;
    checker.check_frame("error", "DirectServerFrame", &socket.next_of("error").await);

    checker.assert_all_checked_but(&["GET /health", "GET /ready"]);
}
