//! `GET /api/v1/chat/conversations`, histories and read marks.

use serde_json::{Value, json};

use super::{DirectFixture, assert_error, bodies, send, text};
use crate::support::Person;

#[tokio::test]
async fn direct_list_shows_peer_last_message_and_unread_count() {
    let direct = DirectFixture::new().await;
    let message = direct.write("Привет!").await;
    send(
        &direct.boris(),
        &direct.stranger,
        &json!({ "body": "later" }),
    )
    .await
    .expect(201);

    let list = direct
        .boris()
        .get("/api/v1/chat/conversations")
        .await
        .expect(200);

    let list = list["conversations"].as_array().expect("a list");
    assert_eq!(list[0]["participant_id"], direct.stranger.id.to_string());
    assert_eq!(list[0]["unread_count"], 0);
    let last = &list[1]["last_message"];
    assert_eq!(
        list[1],
        json!({
            "id": message["conversation_id"],
            "created_at": list[1]["created_at"],
            "updated_at": message["created_at"],
            "participant_id": direct.anna.id.to_string(),
            "last_message": {
                "id": message["id"], "sender_id": direct.anna.id.to_string(),
                "body": "Привет!", "created_at": message["created_at"],
            },
            "unread_count": 1,
        }),
        "{last}"
    );
    assert_eq!(list.len(), 2);
}

#[tokio::test]
async fn out_of_range_paging_of_lists_and_histories_is_refused() {
    let direct = DirectFixture::new().await;
    let id = direct.conversation().await;
    for n in 2..=5 {
        direct.write(&format!("m{n}")).await;
    }
    let boris = direct.boris();
    let history = async |query: &str| {
        let path = format!("/api/v1/chat/conversations/{id}/messages{query}");
        boris.get(&path).await
    };

    let whole = history("").await.expect(200);
    assert_eq!(bodies(&whole), ["first", "m2", "m3", "m4", "m5"]);
    let page = history("?limit=2&offset=1").await.expect(200);
    assert_eq!(bodies(&page), ["m3", "m4"]);
    for far in [5, i64::MAX] {
        let query = format!("?limit=100&offset={far}");
        assert_eq!(bodies(&history(&query).await.expect(200)), [""; 0]);
    }
    let fourth = text(&whole["messages"][3]["id"]);
    let page = history(&format!("?limit=2&before_id={fourth}")).await;
    assert_eq!(bodies(&page.expect(200)), ["m2", "m3"]);

    for query in ["?limit=0", "?limit=101", "?limit=-1"] {
        assert_error(&history(query).await, 400, "invalid_limit");
        let list = boris
            .get(&format!("/api/v1/chat/conversations{query}"))
            .await;
        assert_error(&list, 400, "invalid_limit");
    }
    for query in [
        "?limit=x",
        "?offset=-1",
        "?offset=x",
        "?limit=9999999999999999999",
    ] {
        assert_error(&history(query).await, 400, "invalid_query");
        let list = boris
            .get(&format!("/api/v1/chat/conversations{query}"))
            .await;
        assert_error(&list, 400, "invalid_query");
    }
    let both = history(&format!("?offset=1&before_id={fourth}")).await;
    assert_error(&both, 400, "invalid_query");
    let to_stranger = format!("/api/v1/chat/direct/{}/send", direct.stranger.id);
    let message = json!({ "body": "x" });
    let elsewhere = direct.anna().post(&to_stranger, &message).await.expect(201);
    for before in [
        "m1",
        "0192f0c4-1111-7222-8333-4444deadbeef",
        text(&elsewhere["message"]["id"]),
    ] {
        let answer = history(&format!("?before_id={before}")).await;
        assert_error(&answer, 404, "message_not_found");
    }
}

#[tokio::test]
async fn direct_list_is_paged_by_offset() {
    let direct = DirectFixture::new().await;
    let anna = direct.anna();
    let mut others: Vec<Person> = Vec::new();
    for _ in 0..3 {
        let other = direct.database.person("member").await;
        send(&anna, &other, &json!({ "body": "hi" }))
            .await
            .expect(201);
        others.insert(0, other);
    }

    let page = anna
        .get("/api/v1/chat/conversations?limit=1&offset=1")
        .await
        .expect(200);

    let page = page["conversations"].as_array().expect("a list");
    let ids: Vec<&Value> = page.iter().map(|one| &one["participant_id"]).collect();
    assert_eq!(ids, [&json!(others[1].id.to_string())]);
}

#[tokio::test]
async fn repeated_read_mark_is_204_and_clears_the_count() {
    let direct = DirectFixture::new().await;
    let id = direct.conversation().await;
    let boris = direct.boris();
    let path = format!("/api/v1/chat/conversations/{id}/read");

    for _ in 0..2 {
        let answer = boris.post(&path, &json!({})).await;
        assert_eq!((answer.status, &answer.body), (204, &Value::Null));
    }

    let list = boris.get("/api/v1/chat/conversations").await.expect(200);
    assert_eq!(list["conversations"][0]["unread_count"], 0);
    let marks = "SELECT count(*) FROM events WHERE kind = 'chat_read' AND realm = 'direct'";
    assert_eq!(direct.database.number(marks).await, 1);
}

#[tokio::test]
async fn unknown_routes_use_the_realms_error_format() {
    let direct = DirectFixture::new().await;
    let boris = direct.boris();
    let nowhere = boris.get("/api/v1/chat/nowhere").await;
    assert_error(&nowhere, 404, "no_such_route");
    let method = boris.delete("/api/v1/chat/conversations").await;
    assert_error(&method, 405, "method_not_allowed");
}
