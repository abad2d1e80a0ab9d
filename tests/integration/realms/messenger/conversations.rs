//! Conversations: the list and creation.

use serde_json::json;

use super::{CONVERSATIONS, MessengerFixture, assert_refused, id_of};

#[tokio::test]
async fn direct_conversation_is_created_once_and_then_returned() {
    let messenger = MessengerFixture::new().await;
    let (anna, boris) = (
        messenger.client_of(&messenger.anna),
        messenger.client_of(&messenger.boris),
    );
    let made = anna
        .post(
            CONVERSATIONS,
            &json!({ "participantId": messenger.boris.id, "message": "Привет" }),
        )
        .await
        .expect(200);
    assert_eq!(made["success"], true);
    let conversation = &made["data"]["conversation"];
    assert_eq!(conversation["type"], "direct");
    assert_eq!(
        conversation["participants"],
        json!([messenger.anna.id, messenger.boris.id])
    );
    assert_eq!(conversation["last_message_content"], "Привет");
    assert_eq!(conversation["unread_count"], 0);

    let found = boris
        .post(
            CONVERSATIONS,
            &json!({ "participantId": messenger.anna.id }),
        )
        .await
        .expect(200);
    let found = &found["data"]["conversation"];
    assert_eq!(found["id"], conversation["id"]);
    assert_eq!(found["unread_count"], 1);
    assert_eq!(messenger.findings().await, 0);
}

#[tokio::test]
async fn conversation_needs_other_members() {
    let messenger = MessengerFixture::new().await;
    let anna = messenger.client_of(&messenger.anna);
    for (body, code) in [
        (json!({}), "invalid_chat"),
        (
            json!({ "participantId": messenger.anna.id }),
            "invalid_chat",
        ),
        (json!({ "participantId": 999_999 }), "user_not_found"),
        (json!({ "participantId": "7" }), "user_not_found"),
        (json!({ "participantId": "x" }), "invalid_body"),
        (
            json!({ "participantId": messenger.boris.id, "message": "  " }),
            "invalid_content",
        ),
        (
            json!({ "participantIds": [], "name": "Н", "type": "group" }),
            "invalid_chat",
        ),
        (
            json!({ "participantIds": [messenger.anna.id], "name": "Н", "type": "group" }),
            "invalid_chat",
        ),
        (
            json!({ "participantIds": [messenger.boris.id], "type": "group" }),
            "invalid_name",
        ),
        (
            json!({ "participantIds": [messenger.boris.id, 999_999], "name": "Н", "type": "group" }),
            "user_not_found",
        ),
    ] {
        let answer = anna.post(CONVERSATIONS, &body).await;
        assert_refused(&answer, 400, code);
        assert_eq!(answer.body["success"], false);
        assert!(answer.body["error"].is_string());
    }
    let list = anna.get(CONVERSATIONS).await.expect(200);
    assert_eq!(
        list["data"]["conversations"],
        json!([]),
        "no conversation was created"
    );
}

#[tokio::test]
async fn messenger_list_orders_by_activity_with_unread_counts() {
    let messenger = MessengerFixture::new().await;
    let anna = messenger.client_of(&messenger.anna);
    let direct = messenger.direct(Some("1")).await;
    let group = json!({
        "participantIds": [messenger.boris.id, messenger.vera.id, messenger.boris.id],
        "name": "Отдел", "type": "group"
    });
    let group = anna.post(CONVERSATIONS, &group).await.expect(200);
    let group = id_of(&group["data"]["conversation"]);
    messenger
        .insert_message(group, &messenger.vera, &json!({ "content": "все сюда" }))
        .await;
    let last = messenger
        .insert_message(direct, &messenger.boris, &json!({ "content": "2" }))
        .await;

    let list = anna.get(CONVERSATIONS).await.expect(200);
    let list = list["data"]["conversations"].as_array().unwrap().clone();
    assert_eq!(list.iter().map(id_of).collect::<Vec<_>>(), [direct, group]);
    assert_eq!(list[0]["last_message_id"], last);
    assert_eq!(list[0]["last_message_at"], list[0]["last_message_time"]);
    assert_eq!(list[0]["updated_at"], list[0]["last_message_at"]);
    assert_eq!(list[1]["name"], "Отдел");
    assert_eq!(list[1]["type"], "group");
    assert_eq!(
        list[1]["participants"],
        json!([messenger.anna.id, messenger.boris.id, messenger.vera.id])
    );
    for conversation in &list {
        assert_eq!(conversation["unread_count"], 1);
    }
    let unread = anna.get("/api/messenger/unread-count").await.expect(200);
    assert_eq!(
        unread,
        json!({ "success": true, "data": { "unread_count": 2 } })
    );

    let second = anna
        .get(&format!("{CONVERSATIONS}?limit=1&offset=1"))
        .await
        .expect(200);
    assert_eq!(id_of(&second["data"]["conversations"][0]), group);
    for query in ["limit=0", "limit=101", "limit=x", "offset=-1"] {
        let answer = anna.get(&format!("{CONVERSATIONS}?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
    }
}

#[tokio::test]
async fn repeated_first_text_with_one_key_stores_one_message() {
    let messenger = MessengerFixture::new().await;
    let anna = messenger.client_of(&messenger.anna);
    let body = json!({
        "participantId": messenger.boris.id, "message": "раз",
        "clientId": "0190c0de-0000-7000-8000-000000000001"
    });
    anna.post(CONVERSATIONS, &body).await.expect(200);
    anna.post(CONVERSATIONS, &body).await.expect(200);
    let sent = "SELECT count(*) FROM messages";
    assert_eq!(messenger.database.number(sent).await, 1);
    let mut other = body;
    other["message"] = json!("два");
    let refused = anna.post(CONVERSATIONS, &other).await;
    assert_refused(&refused, 409, "idempotency_conflict");
}
