//! Custom data: what an application keeps with chats and messages.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::api_keys::{acting, add_key};
use super::{NativeFixture, Two, next_of, patch};
use crate::support::{Answer, Client, assert_refused};

/// A message of one's own with these custom data.
async fn sent(two: &Two, custom: Value) -> Value {
    let body = json!({ "text": "!", "custom": custom });
    let sent = two.one.post(&two.chat("/messages"), &body).await;
    sent.expect(201)
}

async fn key_of(fixture: &NativeFixture, name: &str, realm: &str, scopes: &[KeyScope]) -> Client {
    let (key, _) = add_key(&fixture.database, name, realm, scopes).await;
    fixture.replica.anonymous_client().with_token(&key)
}

/// Asserts that the custom data of a request are refused.
#[track_caller]
fn assert_custom_refused(answer: &Answer, status: u16, code: &str) {
    assert_refused(answer, status, code);
    assert_eq!(answer.body["errors"][0]["pointer"], "/custom", "{code}");
}

#[tokio::test]
async fn message_has_the_custom_data_of_its_author() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    let custom = json!({ "order": 7, "tags": ["a", null], "sum": 0.1, "of": { "b": 1, "c": 2 } });
    let message = sent(&group, custom.clone()).await;
    let path = group.path(&format!("/messages/{}", message["id"]));
    assert_eq!(message["custom"], custom);
    let frame = next_of(&mut stream, "message").await;
    assert_eq!(frame["message"]["custom"], custom);
    let page = group.other.get(&group.chat("/messages")).await.expect(200);
    assert_eq!(page["messages"][1]["custom"], custom);
    assert_eq!(page["messages"][0]["custom"], json!({}));
    for (change, expected) in [
        (
            json!({ "order": null, "of": { "c": 3 } }),
            json!({ "tags": ["a", null], "sum": 0.1, "of": { "b": 1, "c": 3 } }),
        ),
        (
            json!({ "tags": { "d": null }, "of": 1, "sum": null }),
            json!({ "tags": {}, "of": 1 }),
        ),
        (Value::Null, json!({})),
    ] {
        let changed = patch(&group.one, &path, &json!({ "custom": change })).await;
        let changed = changed.expect(200);
        let found = (&changed["custom"], &changed["edited_at"], &changed["text"]);
        assert_eq!(found, (&expected, &Value::Null, &json!("!")), "{change}");
        let frame = next_of(&mut stream, "message_edited").await;
        assert_eq!(frame["message"]["custom"], expected, "{change}");
        assert_eq!(frame["message"]["edited_at"], Value::Null, "{change}");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn change_of_custom_data_that_changes_nothing_is_silent() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let message = sent(&group, json!({ "a": 1 })).await;
    let path = group.path(&format!("/messages/{}", message["id"]));
    let head = fixture.database.head().await;
    for (path, custom) in [
        (&path, json!({ "a": 1 })),
        (&path, json!({})),
        (&path, json!({ "b": null })),
        (&group.chat(""), json!({})),
        (&group.chat(""), Value::Null),
    ] {
        let same = patch(&group.one, path, &json!({ "custom": custom })).await;
        same.expect(200);
    }
    assert_eq!(fixture.database.head().await, head);
}

#[tokio::test]
async fn text_and_custom_data_change_together() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let message = sent(&group, json!({ "a": "x".repeat(3_000) })).await;
    let path = group.path(&format!("/messages/{}", message["id"]));
    let too_large = json!({ "text": "?", "custom": { "b": "x".repeat(3_000) } });
    let refused = patch(&group.one, &path, &too_large).await;
    assert_custom_refused(&refused, 400, "custom_too_large");
    assert_eq!(group.one.get(&path).await.expect(200), message);
    let both = json!({ "text": "?", "custom": { "a": 1 } });
    let changed = patch(&group.one, &path, &both).await.expect(200);
    assert_eq!(
        (&changed["text"], &changed["custom"]),
        (&json!("?"), &json!({ "a": 1 }))
    );
    assert!(changed["edited_at"].is_string());
    // Without an edit, whose text would be refused.
    let forwarded = json!({ "forward_id": message["id"], "custom": { "copy": true } });
    let forwarded = group.one.post(&group.chat("/messages"), &forwarded).await;
    let forwarded = forwarded.expect(201);
    assert_eq!(forwarded["custom"], json!({ "copy": true }));
    let path = group.path(&format!("/messages/{}", forwarded["id"]));
    let both = json!({ "text": "mine", "custom": { "a": 1 } });
    assert_refused(
        &patch(&group.one, &path, &both).await,
        403,
        "not_the_author",
    );
    assert_eq!(group.one.get(&path).await.expect(200), forwarded);
    assert_eq!(
        patch(&group.one, &path, &json!({})).await.expect(200),
        forwarded
    );
}

#[tokio::test]
async fn only_the_author_changes_the_custom_data_of_a_message() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "school", "market"] {
        let two = fixture.two(realm).await;
        let message = sent(&two, json!({ "a": 1 })).await;
        let path = two.path(&format!("/messages/{}", message["id"]));
        let change = json!({ "custom": { "a": 2 } });
        assert_refused(
            &patch(&two.other, &path, &change).await,
            403,
            "not_the_author",
        );
        let stranger = patch(&two.stranger, &path, &change).await;
        assert_refused(&stranger, 403, "not_a_participant");
        // Also where texts are not edited.
        let changed = patch(&two.one, &path, &change).await.expect(200);
        assert_eq!(changed["custom"], json!({ "a": 2 }), "{realm}");
        two.one.delete(&path).await.expect(204);
        let deleted = two.other.get(&path).await.expect(200);
        assert_eq!(deleted["custom"], json!({}), "{realm}");
        let gone = patch(&two.one, &path, &change).await;
        assert_refused(&gone, 404, "message_not_found");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn group_has_the_custom_data_of_those_who_may_rename_it() {
    let fixture = NativeFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    let mut stream = bob.open_stream_at("/v1/campus/events").await;
    let new = json!({
        "type": "group", "title": "G", "user_ids": [fixture.bob.id], "custom": { "course": 5 }
    });
    let group = ann.post("/v1/campus/chats", &new).await.expect(201);
    assert_eq!(group["custom"], json!({ "course": 5 }));
    let frame = next_of(&mut stream, "chat").await;
    assert_eq!(frame["chat"]["custom"], json!({ "course": 5 }));
    let path = format!("/v1/campus/chats/{}", group["id"]);
    let change = json!({ "custom": { "year": 2026 } });
    assert_refused(&patch(&bob, &path, &change).await, 403, "not_the_creator");
    let changed = patch(&ann, &path, &change).await.expect(200);
    let expected = json!({ "course": 5, "year": 2026 });
    assert_eq!(changed["custom"], expected);
    let frame = next_of(&mut stream, "chat").await;
    assert_eq!(frame["chat"]["custom"], expected);
    let listed = bob.get("/v1/campus/chats").await.expect(200);
    assert_eq!(listed["chats"][0]["custom"], expected);
    let removed = patch(&ann, &path, &json!({ "custom": null })).await;
    assert_eq!(removed.expect(200)["custom"], json!({}));
    fixture.assert_verified().await;
}

#[tokio::test]
async fn custom_data_of_other_chats_are_set_by_keys() {
    let fixture = NativeFixture::new().await;
    for (realm, new) in [
        (
            "campus",
            json!({ "type": "private", "user_ids": [fixture.eve.id] }),
        ),
        (
            "market",
            json!({ "type": "listing", "listing_id": 9, "user_ids": [fixture.eve.id] }),
        ),
    ] {
        let two = fixture.two(realm).await;
        let mut new = new;
        new["custom"] = json!({ "a": 1 });
        let refused = two.one.post(&two.path("/chats"), &new).await;
        assert_custom_refused(&refused, 403, "key_required");
        let change = json!({ "custom": { "a": 1 } });
        let refused = patch(&two.one, &two.chat(""), &change).await;
        assert_custom_refused(&refused, 403, "key_required");
        let key = key_of(&fixture, realm, realm, &KeyScope::ALL).await;
        let refused = acting(&key, two.one_id, Method::PATCH, &two.chat(""), &change).await;
        assert_custom_refused(&refused, 403, "key_required");
        let mut stream = two.other.open_stream_at(&two.path("/events")).await;
        let changed = patch(&key, &two.chat(""), &change).await.expect(200);
        assert_eq!(changed["custom"], json!({ "a": 1 }), "{realm}");
        let frame = next_of(&mut stream, "chat").await;
        assert_eq!(frame["chat"]["custom"], json!({ "a": 1 }), "{realm}");
        new["user_ids"] = json!([two.one_id, fixture.eve.id]);
        let begun = key.post(&two.path("/chats"), &new).await.expect(201);
        assert_eq!(begun["custom"], json!({ "a": 1 }), "{realm}");
        new["custom"] = json!({ "a": 2 });
        let found = key.post(&two.path("/chats"), &new).await.expect(200);
        assert_eq!(found["custom"], json!({ "a": 1 }), "{realm}");
    }
}

#[tokio::test]
async fn keys_change_the_custom_data_of_any_message() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let message = sent(&two, json!({ "a": 1 })).await;
    let path = two.path(&format!("/messages/{}", message["id"]));
    let change = json!({ "custom": { "b": 2 } });
    let scopes = [KeyScope::Messages];
    let blind = key_of(&fixture, "blind", "campus", &scopes).await;
    assert_refused(&patch(&blind, &path, &change).await, 403, "missing_scope");
    let elsewhere = key_of(&fixture, "elsewhere", "direct", &KeyScope::ALL).await;
    let foreign = format!("/v1/direct/messages/{}", message["id"]);
    let foreign = patch(&elsewhere, &foreign, &change).await;
    assert_refused(&foreign, 404, "message_not_found");
    let key = key_of(&fixture, "whole", "campus", &KeyScope::ALL).await;
    let mut stream = two.one.open_stream_at(&two.path("/events")).await;
    let changed = patch(&key, &path, &change).await.expect(200);
    assert_eq!(changed["custom"], json!({ "a": 1, "b": 2 }));
    let frame = next_of(&mut stream, "message_edited").await;
    assert_eq!(frame["message"]["custom"], json!({ "a": 1, "b": 2 }));
    // What others wrote was shown to it.
    let accesses = "SELECT count(*) FROM events WHERE kind = 'accessed'";
    assert_eq!(fixture.database.number(accesses).await, 1);
    let text = json!({ "text": "of the key", "custom": { "b": 3 } });
    assert_refused(&patch(&key, &path, &text).await, 403, "not_a_participant");
    let notice = json!({ "type": "system", "text": "!", "custom": { "c": 1 } });
    let notice = key.post(&two.chat("/messages"), &notice).await.expect(201);
    assert_eq!(notice["custom"], json!({ "c": 1 }));
    fixture.assert_verified().await;
}

#[tokio::test]
async fn custom_data_are_bounded() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let messages = group.chat("/messages");
    let (chat, chats) = (group.chat(""), group.path("/chats"));
    let own = sent(&group, json!({ "a": "ё".repeat(2_044) })).await;
    let own = group.path(&format!("/messages/{}", own["id"]));
    for (custom, code) in [
        (json!({ "a": "x".repeat(4_089) }), "custom_too_large"),
        (json!({ "a": vec![1e300; 14] }), "custom_too_large"),
        (json!({ "a": 1e301 }), "invalid_content"),
        (json!({ "a": "\0" }), "invalid_content"),
        (
            serde_json::from_str(&format!("{{\"a\":{}{}}}", "[".repeat(32), "]".repeat(32)))
                .unwrap(),
            "invalid_content",
        ),
    ] {
        let mut group_of_bob =
            json!({ "type": "group", "title": "H", "user_ids": [group.other_id] });
        group_of_bob["custom"] = custom.clone();
        for answer in [
            group
                .one
                .post(&messages, &json!({ "text": "!", "custom": custom }))
                .await,
            group.one.post(&chats, &group_of_bob).await,
            patch(&group.one, &own, &json!({ "custom": custom })).await,
            patch(&group.one, &chat, &json!({ "custom": custom })).await,
        ] {
            assert_custom_refused(&answer, 400, code);
        }
    }
    let more = patch(&group.one, &own, &json!({ "custom": { "b": 1 } })).await;
    assert_custom_refused(&more, 400, "custom_too_large");
    for custom in [json!([]), json!("x"), json!(1)] {
        let body = json!({ "text": "!", "custom": custom });
        let refused = group.one.post(&messages, &body).await;
        assert_custom_refused(&refused, 400, "invalid_body");
    }
}

#[tokio::test]
async fn custom_data_do_not_make_another_message_of_a_client_id() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let id = uuid::Uuid::new_v4();
    let body = |custom: Value| json!({ "text": "!", "client_id": id, "custom": custom });
    let messages = group.chat("/messages");
    let first = group.one.post(&messages, &body(json!({ "a": 1 }))).await;
    let first = first.expect(201);
    for custom in [json!({ "a": 1 }), json!({ "a": 2 }), Value::Null] {
        let again = group.one.post(&messages, &body(custom)).await;
        assert_eq!(again.expect(200), first);
    }
}

#[tokio::test]
async fn concurrent_changes_of_custom_data_all_count() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let message = sent(&group, json!({})).await;
    let path = group.path(&format!("/messages/{}", message["id"]));
    let change = |n: usize| {
        let (client, path) = (group.one.clone(), path.clone());
        let custom = json!({ "custom": { n.to_string(): n } });
        async move { patch(&client, &path, &custom).await.expect(200) }
    };
    tokio::join!(change(1), change(2), change(3));
    let shown = group.one.get(&path).await.expect(200);
    assert_eq!(shown["custom"], json!({ "1": 1, "2": 2, "3": 3 }));
}

#[tokio::test]
async fn older_contracts_show_no_custom_data() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    sent(&two, json!({ "secret": "of the application" })).await;
    let uuid = two.shown(&two.one).await["uuid"].clone();
    for path in [
        "/api/unet-chat/conversations/".to_owned(),
        format!("/api/unet-chat/messages/{}", uuid.as_str().unwrap()),
    ] {
        let shown = two.other.get(&path).await.expect(200).to_string();
        assert!(
            !shown.contains("custom") && !shown.contains("secret"),
            "{shown}"
        );
    }
}
