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

#[tokio::test]
async fn only_authors_and_group_creators_can_delete() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let group = campus.group(&[&campus.bob, &campus.eve]).await;
    let [first, second] = [
        id(&send_message(&bob, &group, "bob's first").await),
        id(&send_message(&bob, &group, "bob's second").await),
    ];
    let anns = id(&send_message(&ann, &group, "ann's").await);
    let private = campus.private().await;
    let in_private = id(&send_message(&bob, &private, "bob's").await);

    for (caller, message, code) in [
        (&campus.eve(), &first, "not_the_author"),
        (&campus.stranger(), &first, "not_a_participant"),
        (&bob, &anns, "not_the_author"),
        (&ann, &in_private, "not_the_author"),
    ] {
        assert_refused(&delete(caller, message).await, 403, code);
    }
    delete(&ann, &first).await.expect(204);
    remove(&ann, &group, &campus.bob).await.expect(204);
    assert_refused(&delete(&bob, &second).await, 403, "not_a_participant");
    let page = history(&ann, &group, "").await;
    assert_eq!(texts(&page), ["bob's second", "ann's"]);
}
