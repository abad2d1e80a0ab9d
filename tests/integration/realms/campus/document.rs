//! Answers and frames match the realm's OpenAPI document.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::sockets::resume;
use super::{
    API, CampusFixture, add, create, delete, delete_conversation, edit, id, mark_read, remove,
    reply,
};
use crate::support::openapi::Checker;
use crate::support::{Client, Replica, Socket};

/// Sends a request and checks the answer; returns its body.
async fn ask(checker: &mut Checker, client: &Client, operation: &str, body: Value) -> Value {
    let (operation, path) = operation.split_once(" = ").expect("an operation = a path");
    let (method, _) = operation.split_once(' ').expect("METHOD path");
    let method = method.parse::<Method>().expect("a method");
    let request = client.request(method, &format!("{API}{path}"));
    let request = if body.is_null() {
        request
    } else {
        request.json(&body)
    };
    let answer = client.send(request).await;
    checker.check(&operation.replacen(' ', &format!(" {API}"), 1), &answer);
    answer.body
}

/// Sends every repeatable request about a group and checks the answers.
async fn ask_all(checker: &mut Checker, client: &Client, group: &str, user_id: i64) {
    let send = "POST /messages/ = /messages/";
    let message = |text: &str, key: Uuid| json!({ "conversation_id": group, "text": text, "client_id": key, "reply_to": null });
    let key = Uuid::new_v4();
    let sent = ask(checker, client, send, message("t", key)).await;
    for text in ["t", "another"] {
        ask(checker, client, send, message(text, key)).await;
    }
    let sent = sent["id"].as_str().unwrap_or("none").to_owned();
    let answer = json!({ "conversation_id": group, "text": "t", "reply_to": sent });
    ask(checker, client, send, answer).await;

    let one = format!("/conversations/{group}");
    let added = json!({ "user_id": user_id });
    let text = json!({ "text": "u" });
    let nothing = Value::Null;
    for (operation, path, body) in [
        ("PUT /messages/{id}", format!("/messages/{sent}"), &text),
        (
            "DELETE /messages/{id}",
            format!("/messages/{sent}"),
            &nothing,
        ),
        ("GET /messages/{id}", format!("/messages/{group}"), &nothing),
        ("GET /conversations/", "/conversations/".into(), &nothing),
        ("GET /conversations/{id}", one.clone(), &nothing),
        (
            "POST /conversations/{id}/read",
            format!("{one}/read"),
            &nothing,
        ),
        (
            "POST /conversations/{id}/participants/",
            format!("{one}/participants/"),
            &added,
        ),
        (
            "POST /conversations/{id}/participants/",
            format!("{one}/participants"),
            &added,
        ),
        (
            "DELETE /conversations/{id}/participants/{user_id}",
            format!("{one}/participants/{user_id}"),
            &nothing,
        ),
        (
            "GET /ws/conversations/{conversation_id}/",
            format!("/ws{one}/"),
            &nothing,
        ),
    ] {
        let operation = format!("{operation} = {path}");
        ask(checker, client, &operation, body.clone()).await;
    }
    for method in ["POST", "DELETE"] {
        let operation = format!("{method} /users/{{user_id}}/block = /users/{user_id}/block");
        ask(checker, client, &operation, Value::Null).await;
    }
}

#[tokio::test]
async fn campus_responses_match_the_openapi_document() {
    let campus = CampusFixture::new().await;
    let alone = Replica::spawn_with(&campus.database, &[("REALMS", "campus")]).await;
    let mut checker = Checker::of(&alone).await;
    let create = "POST /conversations/ = /conversations/";
    let wanted = json!({
        "type": "group", "title": "ИВТ-21", "participant_ids": [campus.bob.id], "service": "s",
    });
    let group = id(&ask(&mut checker, &campus.ann(), create, wanted).await);
    let pair = json!({ "type": "private", "participant_ids": [campus.bob.id] });
    for wanted in [json!({}), pair.clone(), pair] {
        ask(&mut checker, &campus.ann(), create, wanted).await;
    }
    for client in [
        campus.ann(),
        campus.stranger(),
        campus.replica.anonymous_client(),
    ] {
        ask_all(&mut checker, &client, &group, campus.eve.id).await;
    }
    let operation = format!("DELETE /conversations/{{id}} = /conversations/{group}");
    for client in [campus.bob(), campus.ann(), campus.ann()] {
        ask(&mut checker, &client, &operation, Value::Null).await;
    }
    checker.assert_all_checked_but(&["GET /health", "GET /ready"]);
}

#[tokio::test]
async fn campus_frames_match_the_openapi_schemas() {
    let campus = CampusFixture::new().await;
    let checker = Checker::of(&campus.replica).await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let group = campus.group(&[&campus.bob]).await;
    let mut anns = campus.follow(&campus.ann, &group).await;
    let mut bobs = campus.follow(&campus.bob, &group).await;
    let send_checked = async |frame: &Value, socket: &mut Socket| {
        checker.check_frame("a client's frame", "CampusClientFrame", frame);
        socket.send(frame).await;
    };

    let typing = json!({ "type": "typing", "payload": { "is_typing": true } });
    send_checked(&typing, &mut anns).await;
    let message = json!({ "text": "one", "client_id": Uuid::new_v4(), "reply_to": null });
    let message = json!({ "type": "message:send", "payload": message });
    send_checked(&message, &mut anns).await;
    let message = anns.next_of("message:new").await;
    send_checked(&json!({ "type": "read" }), &mut bobs).await;
    bobs.next_of("read").await;
    reply(&bob, &group, &id(&message["payload"]), "answer").await;
    anns.send_text("bad").await;
    let refused = anns.next_of("error").await;
    edit(&ann, &id(&message["payload"]), "two")
        .await
        .expect(200);
    delete(&ann, &id(&message["payload"])).await.expect(204);
    add(&ann, &group, &campus.eve).await.expect(201);
    remove(&ann, &group, &campus.eve).await.expect(204);
    mark_read(&bob, &group).await.expect(204);
    delete_conversation(&ann, &group).await.expect(204);
    let pair = json!({ "type": "private", "participant_ids": [campus.bob.id] });
    let private = id(&create(&ann, &pair).await.expect(201));
    let mut elsewhere = resume(&campus.replica, &campus.ann, &private, "1-00000000").await;

    let schema = "CampusServerFrame";
    let reset = elsewhere.next_of("reset").await;
    for frame in [elsewhere.ready, message, refused, reset] {
        checker.check_frame("a frame", schema, &frame);
    }
    // Both the actor's and other users' frames.
    let kinds = [
        "message:edited",
        "message:deleted",
        "participant:added",
        "participant:removed",
        "conversation:deleted",
    ];
    for kind in kinds {
        for socket in [&mut anns, &mut bobs] {
            checker.check_frame(kind, schema, &socket.next_of(kind).await);
        }
    }
}
