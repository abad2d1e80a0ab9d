//! The conversation list, read marks, and both forms of each path.

use serde_json::{Value, json};

use super::{API, CampusFixture, assert_refused, id, list, mark_read, send_message, show};
use crate::support::{Client, Person};

#[tokio::test]
async fn campus_list_shows_latest_activity_newest_message_and_unread_count() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let quiet = campus.private().await;
    let busy = campus.group(&[&campus.bob, &campus.eve]).await;
    assert_eq!(id(&list(&bob).await[0]), busy);

    send_message(&ann, &quiet, "1").await;
    let two = send_message(&ann, &quiet, "2").await;
    send_message(&bob, &busy, "mine").await;
    send_message(&ann, &quiet, "3").await;

    let shown = list(&bob).await;
    assert_eq!(
        shown.iter().map(id).collect::<Vec<_>>(),
        [quiet.clone(), busy]
    );
    assert_eq!(shown[0]["last_message"]["text"], "3");
    assert_eq!(shown[0]["unread_count"], 3);
    assert_eq!(shown[1]["last_message"]["text"], "mine");
    assert_eq!(shown[1]["unread_count"], 0);

    super::delete(&ann, &id(&two)).await.expect(204);
    assert_eq!(list(&bob).await[0]["unread_count"], 2);
    let answer = mark_read(&bob, &quiet).await;
    assert_eq!((answer.status, answer.body), (204, Value::Null));
    assert_eq!(list(&bob).await[0]["unread_count"], 0);
}

/// The UUID of the last message a user has read, as `reader` sees it.
async fn mark_of(reader: &Client, conversation: &str, user: &Person) -> Value {
    let shown = show(reader, conversation).await.expect(200);
    let listed = list(reader).await;
    let listed = listed.iter().find(|one| id(one) == conversation);
    assert_eq!(listed, Some(&shown));
    let participants = shown["participants"].as_array().expect("an array");
    let found = participants.iter().find(|one| one["user_id"] == user.id);
    let mark = found.and_then(|one| one.get("last_read_message_id"));
    mark.expect("a mark or null").clone()
}

#[tokio::test]
async fn participants_show_their_last_read_message() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let conversation = campus.private().await;
    assert_eq!(mark_of(&ann, &conversation, &campus.bob).await, Value::Null);

    let one = send_message(&ann, &conversation, "1").await;
    let two = send_message(&ann, &conversation, "2").await;
    assert_eq!(mark_of(&ann, &conversation, &campus.bob).await, Value::Null);
    // Sending marks the conversation read.
    assert_eq!(mark_of(&bob, &conversation, &campus.ann).await, two["id"]);

    mark_read(&bob, &conversation).await.expect(204);
    assert_eq!(mark_of(&ann, &conversation, &campus.bob).await, two["id"]);
    super::delete(&ann, &id(&two)).await.expect(204);
    assert_eq!(mark_of(&ann, &conversation, &campus.bob).await, two["id"]);
    let three = send_message(&bob, &conversation, "3").await;
    assert_eq!(mark_of(&ann, &conversation, &campus.bob).await, three["id"]);
    assert_ne!(three["id"], one["id"]);
}

#[tokio::test]
async fn paths_work_with_and_without_a_trailing_slash() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob.id);
    for slash in ["", "/"] {
        let wanted = json!({ "type": "group", "title": "t", "participant_ids": [bob] });
        let path = format!("{API}/conversations{slash}");
        let group = id(&ann.post(&path, &wanted).await.expect(201));
        ann.get(&path).await.expect(200);
        let one = format!("{API}/conversations/{group}");
        ann.get(&format!("{one}{slash}")).await.expect(200);
        let read = ann.request(reqwest::Method::POST, &format!("{one}/read{slash}"));
        ann.send(read).await.expect(204);
        let participants = format!("{one}/participants");
        let eve = json!({ "user_id": campus.eve.id });
        ann.post(&format!("{participants}{slash}"), &eve)
            .await
            .expect(201);
        let path = format!("{participants}/{}{slash}", campus.eve.id);
        ann.delete(&path).await.expect(204);

        let body = json!({ "conversation_id": group, "text": "t" });
        let path = format!("{API}/messages{slash}");
        let message = id(&ann.post(&path, &body).await.expect(201));
        ann.get(&format!("{API}/messages/{group}{slash}"))
            .await
            .expect(200);
        let path = format!("{API}/messages/{message}{slash}");
        let put = ann
            .request(reqwest::Method::PUT, &path)
            .json(&json!({ "text": "u" }));
        ann.send(put).await.expect(200);
        ann.delete(&path).await.expect(204);
        ann.delete(&format!("{one}{slash}")).await.expect(204);
    }
    let answer = ann.delete(&format!("{API}/conversations/")).await;
    assert_refused(&answer, 405, "method_not_allowed");
}
