//! `DELETE /messages/{message_id}`.

use serde_json::Value;
use uuid::Uuid;

use super::{
    CampusFixture, assert_refused, delete, history, id, list, remove, send_message, texts,
};

#[tokio::test]
async fn author_can_delete_a_message() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    send_message(&ann, &conversation, "stays").await;
    let message = id(&send_message(&ann, &conversation, "goes").await);

    let answer = delete(&ann, &message).await;

    assert_eq!((answer.status, answer.body), (204, Value::Null));
    let page = history(&campus.bob(), &conversation, "").await;
    assert_eq!(texts(&page), ["stays"]);
    assert_eq!(
        list(&campus.bob()).await[0]["last_message"]["text"],
        "stays"
    );
    let head = campus.database.head().await;
    assert_refused(&delete(&ann, &message).await, 404, "message_not_found");
    assert_eq!(campus.database.head().await, head);
}

#[tokio::test]
async fn only_group_creator_can_delete_messages_of_others() {
    let campus = CampusFixture::new().await;
    let group = campus.group(&[&campus.bob, &campus.eve]).await;
    let message = id(&send_message(&campus.bob(), &group, "bob's").await);
    let anns = id(&send_message(&campus.ann(), &group, "ann's").await);

    for (caller, code) in [
        (campus.eve(), "not_the_author"),
        (campus.stranger(), "not_a_participant"),
    ] {
        assert_refused(&delete(&caller, &message).await, 403, code);
    }
    let answer = delete(&campus.bob(), &anns).await;
    assert_refused(&answer, 403, "not_the_author");

    delete(&campus.ann(), &message).await.expect(204);
    let page = history(&campus.bob(), &group, "").await;
    assert_eq!(texts(&page), ["ann's"]);
}

#[tokio::test]
async fn private_conversation_creator_cannot_delete_messages_of_the_other() {
    let campus = CampusFixture::new().await;
    let conversation = campus.private().await;
    let message = id(&send_message(&campus.bob(), &conversation, "bob's").await);
    let answer = delete(&campus.ann(), &message).await;
    assert_refused(&answer, 403, "not_the_author");
}

#[tokio::test]
async fn removed_member_cannot_delete_messages() {
    let campus = CampusFixture::new().await;
    let group = campus.group(&[&campus.bob]).await;
    let message = id(&send_message(&campus.bob(), &group, "bob's").await);
    remove(&campus.ann(), &group, &campus.bob).await.expect(204);
    let answer = delete(&campus.bob(), &message).await;
    assert_refused(&answer, 403, "not_a_participant");
}

#[tokio::test]
async fn deleting_an_unknown_or_malformed_message_id_is_refused() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    for message in [Uuid::now_v7().to_string(), conversation] {
        assert_refused(&delete(&ann, &message).await, 404, "message_not_found");
    }
    for message in ["x", "7", "0192f0c4-1111-7222-8333"] {
        assert_refused(&delete(&ann, message).await, 400, "invalid_path");
    }
}
