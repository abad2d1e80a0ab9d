//! `POST /api/v1/chat/direct/:user_id/send`.

use serde_json::json;
use uuid::Uuid;

use super::{DirectFixture, assert_refused, send, text};

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
async fn refused_first_message_creates_no_conversation() {
    let direct = DirectFixture::new().await;
    let anna = direct.anna();

    let to_oneself = send(&anna, &direct.anna, &json!({ "body": "me" })).await;
    assert_refused(&to_oneself, 400, "invalid_chat");
    for id in ["9999999", "-1", "u1", "%20"] {
        let path = format!("/api/v1/chat/direct/{id}/send");
        let answer = anna.post(&path, &json!({ "body": "who?" })).await;
        assert_refused(&answer, 404, "user_not_found");
    }
    for body in [" \n", "", &"ё".repeat(10_001), "a\0b"] {
        let answer = send(&anna, &direct.boris, &json!({ "body": body })).await;
        assert_refused(&answer, 400, "invalid_content");
    }
    let no_uuid = json!({ "body": "x", "client_id": "1" });
    let answer = send(&anna, &direct.boris, &no_uuid).await;
    assert_refused(&answer, 400, "invalid_body");
    let chats = "SELECT count(*) FROM chats WHERE realm = 'direct'";
    assert_eq!(direct.database.number(chats).await, 0);

    let longest = "ё".repeat(10_000);
    send(&anna, &direct.boris, &json!({ "body": longest }))
        .await
        .expect(201);
}
