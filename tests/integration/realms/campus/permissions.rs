//! Permissions: every operation of the realm, every kind of caller.

use reqwest::Method;
use serde_json::json;
use uuid::Uuid;
use vestnik::contracts::campus;

use super::{API, CampusFixture, assert_refused, id, remove, send_message};
use crate::support::access_matrix::AccessMatrix;

const OPERATIONS: &str = "
    anonymous outsider former_member member creator
    GET /conversations/                                          401 200 200 200 200
    POST /conversations/ @private                                401 400 400 400 400
    GET /conversations/{id=group}                                401 403 403 200 200
    GET /messages/{id=group}                                     401 403 403 200 200
    GET /messages/{id=group}?before={message}                    401 403 403 200 200
    POST /messages/ @message                                     401 403 403 201 201
    POST /messages/ @reply                                       401 403 403 201 201
    POST /conversations/{id=group}/read                          401 403 403 204 204
    PUT /messages/{id=message} @text                             401 403 403 200 403
    POST /conversations/{id=group}/participants/ @user           401 403 403 403 201
    DELETE /conversations/{id=group}/participants/{user_id=user} 401 403 403 403 204
    GET /ws/conversations/{conversation_id=group}/               401 403 403 426 426
    POST /users/{user_id=unknown}/block                          401 400 400 400 400
    DELETE /users/{user_id=unknown}/block                        401 400 400 400 400
    DELETE /messages/{id=message}                                401 403 403 204 404
    DELETE /conversations/{id=group}                             401 403 403 403 204
";

/// The member is the message's author. The creator comes last: a conversation is deleted once.
fn matrix(campus: &CampusFixture, group: &str, message: &str) -> AccessMatrix {
    let private = json!({ "type": "private", "participant_ids": [987_654_321] });
    let reply = json!({ "conversation_id": group, "text": "t", "reply_to": message });
    let bodies = [
        ("private", private),
        ("message", json!({ "conversation_id": group, "text": "t" })),
        ("reply", reply),
        ("text", json!({ "text": "u" })),
        ("user", json!({ "user_id": campus.eve.id })),
    ];
    let targets = vec![
        ("group", group.to_owned()),
        ("message", message.to_owned()),
        ("user", campus.eve.id.to_string()),
        ("unknown", "987654321".to_owned()),
    ];
    AccessMatrix::parse(API, OPERATIONS, &bodies, targets)
}

/// Requests a group and a message that do not exist in the creator's realm.
async fn assert_absent(campus: &CampusFixture, group: &str, message: &str, status: u16) {
    let matrix = matrix(campus, group, message);
    let names_one =
        |operation: &str| operation.contains("=group") || operation.contains("=message");
    let expected = |operation: &str| {
        (names_one(operation) || operation == "POST /messages/").then_some(status)
    };
    matrix
        .assert_answers("the creator", &campus.ann(), expected)
        .await;
}

#[tokio::test]
async fn campus_operations_answer_each_role_as_documented() {
    let campus = CampusFixture::new().await;
    let former = campus.database.person("member").await;
    let group = campus.group(&[&campus.bob, &former]).await;
    remove(&campus.ann(), &group, &former).await.expect(204);
    let message = id(&send_message(&campus.bob(), &group, "bob's").await);
    let callers = [
        campus.replica.anonymous_client(),
        campus.other_replica.client(&campus.stranger),
        campus.replica.client(&former),
        campus.bob(),
        campus.ann(),
    ];
    let matrix = matrix(&campus, &group, &message);
    matrix.assert_complete(campus::REALM, &[]);
    matrix.assert_holds(|caller| callers[caller].clone()).await;
}

#[tokio::test]
async fn campus_bodies_must_be_bounded_json() {
    let campus = CampusFixture::new().await;
    let ann = campus.ann();
    let path = format!("{API}/messages/");
    let plain = ann.request(Method::POST, &path).body("{}");
    assert_refused(&ann.send(plain).await, 415, "unsupported_media_type");
    let long = json!({ "conversation_id": Uuid::nil(), "text": "a".repeat(300_000) });
    assert_refused(&ann.post(&path, &long).await, 413, "body_too_large");
    let broken = ann
        .request(Method::POST, &path)
        .header("content-type", "application/json")
        .body("{");
    assert_refused(&ann.send(broken).await, 400, "invalid_body");
}

#[tokio::test]
async fn campus_unknown_and_foreign_ids_are_404_and_malformed_400() {
    let campus = CampusFixture::new().await;
    let ann = campus.ann();
    let unknown = || Uuid::now_v7().to_string();
    assert_absent(&campus, &unknown(), &unknown(), 404).await;
    assert_absent(&campus, "7", "x", 400).await;

    let path = format!("/api/v1/chat/direct/{}/send", campus.bob.id);
    let sent = ann.post(&path, &json!({ "body": "direct" })).await;
    let message = sent.expect(201)["message"].clone();
    let direct = message["conversation_id"].as_str().expect("an id");
    assert_absent(&campus, direct, &id(&message), 404).await;
    let own = campus.private().await;
    assert_ne!(own, direct, "the users have one conversation in each realm");
    let body = json!({ "conversation_id": own, "text": "t", "reply_to": message["id"] });
    let answer = ann.post(&format!("{API}/messages/"), &body).await;
    assert_refused(&answer, 400, "reply_not_found");
}
