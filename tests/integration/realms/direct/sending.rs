//! `POST /api/v1/chat/direct/:user_id/send`.

use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::{DirectFixture, assert_error, bodies, send, text};

#[tokio::test]
async fn first_message_creates_the_conversation_and_later_ones_reuse_it() {
    let direct = DirectFixture::new().await;

    let first = direct.write("Привет!").await;
    let answer = send(&direct.boris(), &direct.anna, &json!({ "body": "И тебе" })).await;

    let second = answer.expect(201)["message"].clone();
    assert_eq!(first["conversation_id"], second["conversation_id"]);
    for id in ["id", "conversation_id"] {
        assert!(text(&first[id]).parse::<Uuid>().is_ok(), "{first}");
    }
    assert_eq!(first["sender_id"], direct.anna.id.to_string());
    assert_eq!(first["body"], "Привет!");
    assert!(text(&first["created_at"]).ends_with('Z'), "{first}");
    let chats = "SELECT count(*) FROM chats WHERE realm = 'direct'";
    assert_eq!(direct.database.number(chats).await, 1);
}

#[tokio::test]
async fn concurrent_first_messages_create_one_conversation() {
    let direct = DirectFixture::new().await;
    let (anna, boris) = (direct.anna(), direct.boris());

    let sends = (0..10).map(|n| {
        let (anna, boris, to) = (anna.clone(), boris.clone(), direct.boris.clone());
        let back = direct.anna.clone();
        tokio::spawn(async move {
            let body = json!({ "body": format!("m{n}") });
            if n % 2 == 0 {
                send(&anna, &to, &body).await
            } else {
                send(&boris, &back, &body).await
            }
        })
    });
    let answers = futures::future::join_all(sends).await;

    let ids: std::collections::BTreeSet<String> = answers
        .into_iter()
        .map(|answer| answer.expect("no panic").expect(201))
        .map(|body| text(&body["message"]["conversation_id"]).to_owned())
        .collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

#[tokio::test]
async fn direct_repeated_client_id_stores_one_message() {
    let direct = DirectFixture::new().await;
    let (anna, id) = (direct.anna(), Uuid::new_v4());
    let body = json!({ "body": "once", "client_id": id });
    let first = send(&anna, &direct.boris, &body).await.expect(201);
    let head = direct.database.head().await;

    let again = send(&anna, &direct.boris, &body).await.expect(200);
    let path = format!("/api/v1/chat/direct/{}/send", direct.boris.id);
    let by_header = anna
        .request(Method::POST, &path)
        .header("Idempotency-Key", id.to_string())
        .json(&json!({ "body": "once" }));
    let by_header = anna.send(by_header).await.expect(200);
    let other = json!({ "body": "twice", "client_id": id });
    let other = send(&anna, &direct.boris, &other).await;

    assert_eq!(first, again);
    assert_eq!(first, by_header);
    assert_eq!(first["message"]["client_id"], id.to_string());
    assert_error(&other, 409, "idempotency_conflict");
    assert_eq!(direct.database.head().await, head);
}

#[tokio::test]
async fn refused_first_message_creates_no_conversation() {
    let direct = DirectFixture::new().await;
    let anna = direct.anna();

    let to_oneself = send(&anna, &direct.anna, &json!({ "body": "me" })).await;
    assert_error(&to_oneself, 400, "invalid_chat");
    for id in ["9999999", "-1", "u1", "%20"] {
        let path = format!("/api/v1/chat/direct/{id}/send");
        let answer = anna.post(&path, &json!({ "body": "who?" })).await;
        assert_error(&answer, 404, "user_not_found");
    }
    for body in [" \n", "", &"ё".repeat(10_001), "a\0b"] {
        let answer = send(&anna, &direct.boris, &json!({ "body": body })).await;
        assert_error(&answer, 400, "invalid_content");
    }
    let no_uuid = json!({ "body": "x", "client_id": "1" });
    let answer = send(&anna, &direct.boris, &no_uuid).await;
    assert_error(&answer, 400, "invalid_body");
    let chats = "SELECT count(*) FROM chats WHERE realm = 'direct'";
    assert_eq!(direct.database.number(chats).await, 0);

    let longest = "ё".repeat(10_000);
    send(&anna, &direct.boris, &json!({ "body": longest }))
        .await
        .expect(201);
}

#[tokio::test]
async fn sending_marks_read_and_fetching_does_not() {
    let direct = DirectFixture::new().await;
    let id = direct.conversation().await;
    let boris = direct.boris();
    let unread = async || {
        let list = boris.get("/api/v1/chat/conversations").await.expect(200);
        list["conversations"][0]["unread_count"]
            .as_i64()
            .expect("a count")
    };

    let page = boris
        .get(&format!("/api/v1/chat/conversations/{id}/messages"))
        .await
        .expect(200);
    assert_eq!(bodies(&page), ["first"]);
    assert_eq!(unread().await, 1);
    send(&boris, &direct.anna, &json!({ "body": "seen" }))
        .await
        .expect(201);
    assert_eq!(unread().await, 0);
}
