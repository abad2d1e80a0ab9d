//! `GET /messages/{conversation_id}`.

use uuid::Uuid;

use super::{API, CampusFixture, assert_refused, delete, history, id, reply, send_message, texts};

#[tokio::test]
async fn campus_history_pages_back_in_chronological_order() {
    let campus = CampusFixture::new().await;
    let (ann, bob, conversation) = (campus.ann(), campus.bob(), campus.private().await);
    let mut sent = Vec::new();
    for n in 0..7 {
        let text = n.to_string();
        let by = if n % 2 == 0 { &ann } else { &bob };
        sent.push(id(&send_message(by, &conversation, &text).await));
    }

    let newest = history(&bob, &conversation, "?limit=3").await;
    assert_eq!(texts(&newest), ["4", "5", "6"]);
    let before = format!("?limit=3&before={}", id(&newest[0]));
    let older = history(&bob, &conversation, &before).await;
    assert_eq!(texts(&older), ["1", "2", "3"]);
    // The cursor's message is deleted before the next page is requested.
    delete(&bob, &sent[1]).await.expect(204);
    let before = format!("?limit=3&before={}", sent[1]);
    assert_eq!(texts(&history(&bob, &conversation, &before).await), ["0"]);
    let before = format!("?before={}", sent[0]);
    assert!(history(&bob, &conversation, &before).await.is_empty());
}

#[tokio::test]
async fn cursor_must_be_a_message_of_the_conversation() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    let elsewhere = campus.group(&[&campus.eve]).await;
    let other = id(&send_message(&ann, &elsewhere, "elsewhere").await);
    let own = id(&send_message(&ann, &conversation, "here").await);
    for before in [
        other.clone(),
        Uuid::now_v7().to_string(),
        conversation.clone(),
    ] {
        for client in [&ann, &campus.bob()] {
            let path = format!("{API}/messages/{conversation}?before={before}");
            assert_refused(&client.get(&path).await, 400, "invalid_cursor");
        }
    }
    for before in [own, other] {
        let path = format!("{API}/messages/{conversation}?before={before}");
        let answer = campus.stranger().get(&path).await;
        assert_refused(&answer, 403, "not_a_participant");
    }
}

#[tokio::test]
async fn deleted_message_with_replies_remains_as_a_placeholder() {
    let campus = CampusFixture::new().await;
    let (ann, bob, conversation) = (campus.ann(), campus.bob(), campus.private().await);
    let answered = send_message(&ann, &conversation, "answered").await;
    let unanswered = id(&send_message(&ann, &conversation, "unanswered").await);
    let answer = reply(&bob, &conversation, &id(&answered), "answer").await;

    for message in [&id(&answered), &unanswered] {
        delete(&ann, message).await.expect(204);
    }

    let mut deleted = answered.clone();
    deleted["text"] = serde_json::Value::Null;
    deleted["is_deleted"] = true.into();
    for reader in [&ann, &bob] {
        let page = history(reader, &conversation, "").await;
        assert_eq!(page, [deleted.clone(), answer.clone()]);
    }
}
