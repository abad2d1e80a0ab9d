//! `/conversations/{id}/participants/`.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    API, CampusFixture, add, assert_refused, history, list, remove, send, send_message, show, texts,
};

/// The ids of a conversation's participants.
fn members(conversation: &Value) -> Vec<i64> {
    let participants = conversation["participants"].as_array().expect("an array");
    participants
        .iter()
        .map(|participant| participant["user_id"].as_i64().expect("an id"))
        .collect()
}

#[tokio::test]
async fn new_member_sees_earlier_messages() {
    let campus = CampusFixture::new().await;
    let group = campus.group(&[&campus.bob]).await;
    send_message(&campus.ann(), &group, "before").await;
    assert_refused(&show(&campus.eve(), &group).await, 403, "not_a_participant");

    let added = add(&campus.ann(), &group, &campus.eve).await.expect(201);

    let expected = json!({
        "conversation_id": group, "user_id": campus.eve.id, "name": campus.eve.name,
    });
    assert_eq!(added, expected);
    assert_eq!(texts(&history(&campus.eve(), &group, "").await), ["before"]);
    let shown = show(&campus.bob(), &group).await.expect(200);
    assert_eq!(
        members(&shown),
        [campus.ann.id, campus.bob.id, campus.eve.id]
    );
    let head = campus.database.head().await;
    assert_eq!(
        add(&campus.ann(), &group, &campus.eve).await.expect(200),
        expected
    );
    assert_eq!(
        campus.database.head().await,
        head,
        "adding a member again appends no event"
    );
}

#[tokio::test]
async fn removed_member_has_no_access_until_added_again() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let group = campus.group(&[&campus.bob, &campus.eve]).await;
    send_message(&ann, &group, "with bob").await;

    let answer = remove(&ann, &group, &campus.bob).await;

    assert_eq!((answer.status, answer.body), (204, Value::Null));
    assert!(list(&bob).await.is_empty());
    assert_refused(&show(&bob, &group).await, 403, "not_a_participant");
    assert_refused(&send(&bob, &group, "x").await, 403, "not_a_participant");
    let answer = bob.get(&format!("{API}/messages/{group}")).await;
    assert_refused(&answer, 403, "not_a_participant");
    send_message(&ann, &group, "without bob").await;

    add(&ann, &group, &campus.bob).await.expect(201);
    let page = history(&bob, &group, "").await;
    assert_eq!(texts(&page), ["with bob", "without bob"]);
}

#[tokio::test]
async fn only_the_creator_manages_members_and_members_can_leave() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let group = campus.group(&[&campus.bob, &campus.eve]).await;

    let answer = add(&bob, &group, &campus.stranger).await;
    assert_refused(&answer, 403, "not_the_creator");
    let answer = remove(&bob, &group, &campus.eve).await;
    assert_refused(&answer, 403, "not_the_creator");
    let answer = add(&campus.stranger(), &group, &campus.stranger).await;
    assert_refused(&answer, 403, "not_a_participant");
    let answer = remove(&campus.stranger(), &group, &campus.eve).await;
    assert_refused(&answer, 403, "not_a_participant");

    remove(&bob, &group, &campus.bob).await.expect(204);
    let answer = remove(&bob, &group, &campus.bob).await;
    assert_refused(&answer, 403, "not_a_participant");
    let answer = remove(&ann, &group, &campus.bob).await;
    assert_refused(&answer, 404, "participant_not_found");
    remove(&ann, &group, &campus.ann).await.expect(204);
    let shown = show(&campus.eve(), &group).await.expect(200);
    assert_eq!(members(&shown), [campus.eve.id]);
}

#[tokio::test]
async fn unknown_ids_and_private_conversations_are_refused() {
    let campus = CampusFixture::new().await;
    let (ann, group) = (campus.ann(), campus.group(&[&campus.bob]).await);
    let path = format!("{API}/conversations/{group}/participants/");
    for (user_id, code) in [
        (json!(987_654_321), "user_not_found"),
        (json!("x"), "invalid_body"),
    ] {
        let answer = ann.post(&path, &json!({ "user_id": user_id })).await;
        assert_refused(&answer, 400, code);
    }
    let answer = ann.delete(&format!("{path}987654321")).await;
    assert_refused(&answer, 404, "participant_not_found");
    let answer = ann.delete(&format!("{path}x")).await;
    assert_refused(&answer, 400, "invalid_path");
    let (unknown, private) = (Uuid::now_v7().to_string(), campus.private().await);
    for (conversation, status, code) in [
        (unknown, 404, "chat_not_found"),
        (private, 400, "not_a_group"),
    ] {
        let answer = add(&ann, &conversation, &campus.eve).await;
        assert_refused(&answer, status, code);
        for user in [&campus.ann, &campus.bob] {
            let answer = remove(&ann, &conversation, user).await;
            assert_refused(&answer, status, code);
        }
    }
}
