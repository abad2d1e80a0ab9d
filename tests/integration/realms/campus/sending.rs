//! `POST /messages/`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    API, CampusFixture, assert_refused, delete, edit, history, id, list, send, send_message, texts,
};
use crate::support::{Answer, Client};

async fn post(client: &Client, body: Value) -> Answer {
    client.post(&format!("{API}/messages/"), &body).await
}

#[tokio::test]
async fn sent_message_has_the_contract_fields() {
    let campus = CampusFixture::new().await;
    let conversation = campus.private().await;
    let body = json!({
        "conversation_id": conversation, "sender_id": campus.ann.id,
        "text": "  Привет! ", "reply_to": null,
    });

    let message = post(&campus.ann(), body).await.expect(201);

    let uuid: Uuid = id(&message).parse().unwrap();
    assert_eq!(uuid.get_version_num(), 7);
    let expected = json!({
        "id": message["id"], "conversation_id": conversation, "sender_id": campus.ann.id,
        "text": "  Привет! ", "reply_to": null, "is_edited": false,
        "created_at": message["created_at"],
    });
    assert_eq!(message, expected);
    let created_at = message["created_at"].as_str().unwrap();
    assert!(
        created_at.ends_with('Z') && created_at.contains('T'),
        "{created_at}"
    );
    for reader in [campus.ann(), campus.bob()] {
        assert_eq!(
            history(&reader, &conversation, "").await,
            std::slice::from_ref(&expected)
        );
        assert_eq!(list(&reader).await[0]["last_message"], expected);
    }
}

#[tokio::test]
async fn campus_repeated_client_id_stores_one_message() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    let question = id(&send_message(&campus.bob(), &conversation, "?").await);
    let client_id = Uuid::new_v4().to_string();
    let body = json!({
        "conversation_id": conversation, "text": "once", "client_id": client_id,
        "reply_to": question,
    });

    let first = post(&ann, body.clone()).await.expect(201);
    assert_eq!(first["client_id"], client_id.as_str());
    let head = campus.database.head().await;
    let elsewhere = campus.other_replica.client(&campus.ann);
    assert_eq!(post(&elsewhere, body.clone()).await.expect(200), first);
    let mut by_header = body.clone();
    by_header.as_object_mut().unwrap().remove("client_id");
    let request = ann
        .request(reqwest::Method::POST, &format!("{API}/messages"))
        .header("Idempotency-Key", &client_id)
        .json(&by_header);
    assert_eq!(ann.send(request).await.expect(200), first);
    assert_eq!(campus.database.head().await, head);

    let mut other = body.clone();
    other["text"] = "another".into();
    assert_refused(&post(&ann, other).await, 409, "idempotency_conflict");
    let request = ann
        .request(reqwest::Method::POST, &format!("{API}/messages"))
        .header("Idempotency-Key", Uuid::new_v4().to_string())
        .json(&body);
    assert_refused(&ann.send(request).await, 400, "invalid_client_id");

    // A repeat returns the current state, even if the reply's target was deleted.
    delete(&campus.bob(), &question).await.expect(204);
    edit(&ann, &id(&first), "changed").await.expect(200);
    let now = post(&ann, body.clone()).await.expect(200);
    assert_eq!(
        (&now["text"], &now["is_edited"]),
        (&"changed".into(), &true.into())
    );
    delete(&ann, &id(&first)).await.expect(204);
    let deleted = post(&ann, body).await.expect(200);
    assert_eq!(
        (&deleted["text"], &deleted["is_deleted"]),
        (&Value::Null, &true.into())
    );
}

#[tokio::test]
async fn users_of_every_role_can_send() {
    let campus = CampusFixture::new().await;
    let mut people = Vec::new();
    for role in ["student", "teacher", "admin", "member", "moderator"] {
        people.push(campus.database.person(role).await);
    }
    let group = campus.group(&people.iter().collect::<Vec<_>>()).await;
    for person in &people {
        send_message(&campus.other_replica.client(person), &group, "I too").await;
    }
    let page = history(&campus.ann(), &group, "").await;
    assert_eq!(texts(&page), ["I too"; 5]);
}

#[tokio::test]
async fn invalid_messages_are_refused() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    let elsewhere = campus.group(&[&campus.bob]).await;
    let elsewhere = id(&send_message(&ann, &elsewhere, "elsewhere").await);
    for text in ["", " \n\u{a0}", &"a".repeat(10_001), "a\0b"] {
        let answer = send(&ann, &conversation, text).await;
        assert_refused(&answer, 400, "invalid_content");
    }
    for body in [
        json!({ "conversation_id": conversation }),
        json!({ "conversation_id": conversation, "text": null }),
        json!({ "conversation_id": conversation, "text": 7 }),
        json!({ "conversation_id": "x", "text": "t" }),
        json!({ "conversation_id": conversation, "text": "t", "client_id": "x" }),
        json!({ "conversation_id": conversation, "text": "t", "reply_to": "x" }),
        json!({ "text": "t" }),
    ] {
        assert_refused(&post(&ann, body).await, 400, "invalid_body");
    }
    let reply_to =
        |target: &str| json!({ "conversation_id": conversation, "text": "t", "reply_to": target });
    for target in [&elsewhere, &Uuid::now_v7().to_string(), &conversation] {
        assert_refused(&post(&ann, reply_to(target)).await, 400, "reply_not_found");
    }
    // An outsider cannot learn whether the reply target exists.
    let answer = post(&campus.stranger(), reply_to(&conversation)).await;
    assert_refused(&answer, 403, "not_a_participant");
    let body = json!({
        "conversation_id": conversation, "sender_id": campus.bob.id, "text": "not mine",
    });
    assert_refused(&post(&ann, body).await, 403, "not_yourself");
    assert!(history(&ann, &conversation, "").await.is_empty());
}
