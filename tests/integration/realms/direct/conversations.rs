//! `GET /api/v1/chat/conversations`, histories and read marks.

use serde_json::json;

use super::{DirectFixture, assert_refused, send, text};

#[tokio::test]
async fn direct_list_shows_peer_last_message_and_unread_count() {
    let direct = DirectFixture::new().await;
    let message = direct.write("Привет!").await;
    send(
        &direct.boris(),
        &direct.stranger,
        &json!({ "body": "later" }),
    )
    .await
    .expect(201);

    let list = direct
        .boris()
        .get("/api/v1/chat/conversations")
        .await
        .expect(200);

    let list = list["conversations"].as_array().expect("a list");
    assert_eq!(list[0]["participant_id"], direct.stranger.id.to_string());
    assert_eq!(list[0]["unread_count"], 0);
    let last = &list[1]["last_message"];
    assert_eq!(
        list[1],
        json!({
            "id": message["conversation_id"],
            "created_at": list[1]["created_at"],
            "updated_at": message["created_at"],
            "participant_id": direct.anna.id.to_string(),
            "last_message": {
                "id": message["id"], "sender_id": direct.anna.id.to_string(),
                "body": "Привет!", "created_at": message["created_at"],
            },
            "unread_count": 1,
        }),
        "{last}"
    );
    assert_eq!(list.len(), 2);
}

#[tokio::test]
async fn unknown_cursors_and_routes_are_refused() {
    let direct = DirectFixture::new().await;
    let id = direct.conversation().await;
    let boris = direct.boris();
    let to_stranger = send(&direct.anna(), &direct.stranger, &json!({ "body": "x" })).await;
    let elsewhere = &to_stranger.expect(201)["message"]["id"];
    for before in [
        "m1",
        "0192f0c4-1111-7222-8333-4444deadbeef",
        text(elsewhere),
    ] {
        let path = format!("/api/v1/chat/conversations/{id}/messages?before_id={before}");
        assert_refused(&boris.get(&path).await, 404, "message_not_found");
    }
    let nowhere = boris.get("/api/v1/chat/nowhere").await;
    assert_refused(&nowhere, 404, "no_such_route");
    let method = boris.delete("/api/v1/chat/conversations").await;
    assert_refused(&method, 405, "method_not_allowed");
}
