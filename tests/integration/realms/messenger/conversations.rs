//! Conversations: the list, and beginning one.

use serde_json::json;

use super::{CONVERSATIONS, Office, id_of};

#[tokio::test]
async fn direct_conversation_is_created_once_and_then_returned() {
    let office = Office::new().await;
    let (anna, boris) = (office.as_(&office.anna), office.as_(&office.boris));
    let made = anna
        .post(
            CONVERSATIONS,
            &json!({ "participantId": office.boris.id, "message": "Привет" }),
        )
        .await
        .expect(201);
    assert_eq!(made["success"], true);
    let conversation = &made["data"]["conversation"];
    assert_eq!(conversation["type"], "direct");
    assert_eq!(
        conversation["participants"],
        json!([office.anna.id, office.boris.id])
    );
    assert_eq!(conversation["last_message_content"], "Привет");
    assert_eq!(conversation["unread_count"], 0);

    let found = boris
        .post(CONVERSATIONS, &json!({ "participantId": office.anna.id }))
        .await
        .expect(200);
    let found = &found["data"]["conversation"];
    assert_eq!(found["id"], conversation["id"]);
    assert_eq!(found["unread_count"], 1);
    assert_eq!(office.findings().await, 0);
}

#[tokio::test]
async fn conversation_needs_other_members() {
    let office = Office::new().await;
    let anna = office.as_(&office.anna);
    for (body, code) in [
        (json!({}), "invalid_chat"),
        (json!({ "participantId": office.anna.id }), "invalid_chat"),
        (json!({ "participantId": 999_999 }), "user_not_found"),
        (json!({ "participantId": "7" }), "invalid_body"),
        (
            json!({ "participantId": office.boris.id, "message": "  " }),
            "invalid_content",
        ),
        (
            json!({ "participantIds": [], "name": "Н", "type": "group" }),
            "invalid_chat",
        ),
        (
            json!({ "participantIds": [office.anna.id], "name": "Н", "type": "group" }),
            "invalid_chat",
        ),
        (
            json!({ "participantIds": [office.boris.id], "type": "group" }),
            "invalid_name",
        ),
        (
            json!({ "participantIds": [office.boris.id, 999_999], "name": "Н", "type": "group" }),
            "user_not_found",
        ),
    ] {
        let answer = anna.post(CONVERSATIONS, &body).await;
        assert_eq!((answer.status, answer.code()), (400, code), "{body}");
        assert_eq!(answer.body["success"], false);
        assert!(answer.body["error"].is_string());
    }
    let list = anna.get(CONVERSATIONS).await.expect(200);
    assert_eq!(list["data"]["conversations"], json!([]), "nothing began");
}

#[tokio::test]
async fn messenger_list_orders_by_activity_with_unread_counts() {
    let office = Office::new().await;
    let anna = office.as_(&office.anna);
    let direct = office.direct(Some("1")).await;
    let group = json!({
        "participantIds": [office.boris.id, office.vera.id, office.boris.id],
        "name": "Отдел", "type": "group"
    });
    let group = anna.post(CONVERSATIONS, &group).await.expect(201);
    let group = id_of(&group["data"]["conversation"]);
    office
        .wrote(group, &office.vera, &json!({ "content": "все сюда" }))
        .await;
    let last = office
        .wrote(direct, &office.boris, &json!({ "content": "2" }))
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
        json!([office.anna.id, office.boris.id, office.vera.id])
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
    let office = Office::new().await;
    let anna = office.as_(&office.anna);
    let body = json!({
        "participantId": office.boris.id, "message": "раз",
        "clientId": "0190c0de-0000-7000-8000-000000000001"
    });
    anna.post(CONVERSATIONS, &body).await.expect(201);
    anna.post(CONVERSATIONS, &body).await.expect(200);
    let sent = "SELECT count(*) FROM messages";
    assert_eq!(office.database.number(sent).await, 1);
    let mut other = body;
    other["message"] = json!("два");
    let refused = anna.post(CONVERSATIONS, &other).await;
    assert_eq!(
        (refused.status, refused.code()),
        (409, "idempotency_conflict")
    );
}
