//! `PUT /messages/{message_id}`.

use serde_json::json;
use uuid::Uuid;

use super::{
    API, CampusFixture, assert_refused, delete, delete_conversation, edit, history, id, list,
    remove, reply, send_message,
};

#[tokio::test]
async fn author_can_edit_a_message() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    let question = id(&send_message(&ann, &conversation, "?").await);
    let sent = reply(&ann, &conversation, &question, "first").await;

    let edited = edit(&ann, &id(&sent), "second").await.expect(200);

    let mut expected = sent.clone();
    expected["text"] = "second".into();
    expected["is_edited"] = true.into();
    assert_eq!(edited, expected);
    assert_eq!(history(&campus.bob(), &conversation, "").await[1], expected);
    assert_eq!(list(&campus.bob()).await[0]["last_message"], expected);

    edit(&ann, &id(&sent), "third").await.expect(200);
    let head = campus.database.head().await;
    let same = edit(&ann, &id(&sent), "third").await.expect(200);
    assert_eq!(
        (&same["text"], &same["is_edited"]),
        (&"third".into(), &true.into())
    );
    assert_eq!(
        campus.database.head().await,
        head,
        "an unchanged text appends no event"
    );
}

#[tokio::test]
async fn only_a_participating_author_can_edit() {
    let campus = CampusFixture::new().await;
    let group = campus.group(&[&campus.bob, &campus.eve]).await;
    let message = id(&send_message(&campus.bob(), &group, "bob's").await);

    for (caller, code) in [
        (campus.ann(), "not_the_author"),
        (campus.eve(), "not_the_author"),
        (campus.stranger(), "not_a_participant"),
    ] {
        assert_refused(&edit(&caller, &message, "x").await, 403, code);
    }
    remove(&campus.ann(), &group, &campus.bob).await.expect(204);
    let answer = edit(&campus.bob(), &message, "x").await;
    assert_refused(&answer, 403, "not_a_participant");
    assert_eq!(history(&campus.ann(), &group, "").await[0]["text"], "bob's");
}

#[tokio::test]
async fn invalid_edits_are_refused() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    let deleted = id(&send_message(&ann, &conversation, "deleted").await);
    let other = id(&send_message(&ann, &conversation, "other").await);
    delete(&ann, &deleted).await.expect(204);
    for message in [deleted, Uuid::now_v7().to_string(), conversation.clone()] {
        let answer = edit(&ann, &message, "x").await;
        assert_refused(&answer, 404, "message_not_found");
    }
    for text in ["", " ", &"a".repeat(10_001)] {
        assert_refused(&edit(&ann, &other, text).await, 400, "invalid_content");
    }
    let path = format!("{API}/messages/7");
    let request = ann.request(reqwest::Method::PUT, &path);
    let answer = ann.send(request.json(&json!({ "text": "x" }))).await;
    assert_refused(&answer, 400, "invalid_path");
    // Deleting a conversation makes its messages unavailable.
    delete_conversation(&ann, &conversation).await.expect(204);
    for client in [&ann, &campus.stranger()] {
        let answer = edit(client, &other, "x").await;
        assert_refused(&answer, 404, "message_not_found");
    }
}
