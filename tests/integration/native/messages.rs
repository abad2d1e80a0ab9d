//! Messages: pages of history, replies, mentions, edits, deletions, readers.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{NativeFixture, PNG, REALMS, ids, patch, upload};
use crate::support::assert_refused;

#[tokio::test]
async fn pages_lead_in_both_directions() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let mut sent = Vec::new();
    for number in 0..7 {
        sent.push(two.send(&two.one, &number.to_string()).await);
    }
    let page = async |query: &str| {
        let path = two.chat(&format!("/messages?{query}"));
        let page = two.other.get(&path).await.expect(200);
        let (older, newer) = (&page["has_older"], &page["has_newer"]);
        let more = (older.as_bool().unwrap(), newer.as_bool().unwrap());
        (ids(&page["messages"]), more)
    };
    assert_eq!(page("").await, (sent.clone(), (false, false)));
    assert_eq!(page("limit=3").await, (sent[4..].to_vec(), (true, false)));
    let before = format!("limit=3&before_id={}", sent[4]);
    assert_eq!(page(&before).await, (sent[1..4].to_vec(), (true, true)));
    let after = format!("limit=3&after_id={}", sent[1]);
    assert_eq!(page(&after).await, (sent[2..5].to_vec(), (true, true)));
    let after = format!("limit=3&after_id={}", sent[3]);
    assert_eq!(page(&after).await, (sent[4..].to_vec(), (true, false)));
    let around = format!("limit=4&around_id={}", sent[3]);
    assert_eq!(page(&around).await, (sent[1..5].to_vec(), (true, true)));
    assert_eq!(page("at=2000-01-01T00:00:00Z").await.0, sent);
    assert_eq!(page("at=2100-01-01T00:00:00Z").await.0, [0_i64; 0]);
    let path = two.path(&format!("/messages/{}", sent[3]));
    let third = two.one.get(&path).await.expect(200)["created_at"].clone();
    let at = page(&format!("at={}", third.as_str().unwrap())).await.0;
    assert!(at.len() >= 4 && at.ends_with(&sent[3..]), "{at:?}");
    // Reading a page marks nothing read.
    assert_eq!(two.shown(&two.other).await["unread_count"], 7);
    let two_bounds = two.chat("/messages?before_id=9&after_id=1");
    assert_refused(&two.one.get(&two_bounds).await, 400, "invalid_query");
}

#[tokio::test]
async fn deleted_message_keeps_its_place() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let deleted = two.send(&two.one, "secret").await;
        let kept = two.send(&two.one, "kept").await;
        let path = two.path(&format!("/messages/{deleted}"));
        assert_refused(&two.other.delete(&path).await, 403, "not_the_author");
        for _ in 0..2 {
            assert_eq!(two.one.delete(&path).await.status, 204, "{realm}");
        }
        let page = two.other.get(&two.chat("/messages")).await.expect(200);
        assert_eq!(ids(&page["messages"]), [deleted, kept]);
        assert_eq!(page["messages"][0]["text"], "");
        assert!(page["messages"][0]["deleted_at"].is_string());
        assert_eq!(page["messages"][1]["deleted_at"], Value::Null);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn quotes_end_with_a_whole_emoji() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let family = "👨‍👩‍👧‍👦";
    let quoted = two.send(&two.one, &family.repeat(40)).await;
    let body = json!({ "text": "reply", "reply_to_id": quoted });
    let reply = two.other.post(&two.chat("/messages"), &body).await;
    let excerpt = &reply.expect(201)["reply_to"]["excerpt"];
    assert_eq!(*excerpt, family.repeat(28));
}

#[tokio::test]
async fn quotes_follow_their_message() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let quoted = two.send(&two.one, &"ё".repeat(300)).await;
    let body = json!({ "text": "reply", "reply_to_id": quoted });
    let reply = two.other.post(&two.chat("/messages"), &body).await;
    let reply = reply.expect(201);
    let excerpt = "ё".repeat(200);
    let quote = &reply["reply_to"];
    assert_eq!(quote["id"], quoted);
    assert_eq!(quote["author_id"], two.one_id);
    assert_eq!(quote["excerpt"], excerpt);
    let path = two.path(&format!("/messages/{quoted}"));
    let edited = patch(&two.one, &path, &json!({ "text": "new" })).await;
    let edited = edited.expect(200);
    assert_eq!(edited["text"], "new");
    assert!(edited["edited_at"].is_string());
    let shown = async || {
        let path = two.path(&format!("/messages/{}", reply["id"]));
        two.one.get(&path).await.expect(200)["reply_to"]["excerpt"].clone()
    };
    assert_eq!(shown().await, "new");
    assert_eq!(two.one.delete(&path).await.status, 204);
    assert_eq!(shown().await, "");
    let elsewhere = fixture.two("campus").await;
    let foreign = elsewhere.send(&elsewhere.one, "!").await;
    let body = json!({ "text": "reply", "reply_to_id": foreign });
    let refused = two.other.post(&two.chat("/messages"), &body).await;
    assert_refused(&refused, 400, "reply_not_found");
}

#[tokio::test]
async fn repeated_client_id_sends_once() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let client_id = Uuid::new_v4();
        let body = json!({ "text": "once", "client_id": client_id });
        let first = two
            .one
            .post(&two.chat("/messages"), &body)
            .await
            .expect(201);
        assert_eq!(first["client_id"], client_id.to_string());
        let again = two
            .one
            .post(&two.chat("/messages"), &body)
            .await
            .expect(200);
        assert_eq!(again, first, "{realm}");
        let other = json!({ "text": "another", "client_id": client_id });
        let refused = two.one.post(&two.chat("/messages"), &other).await;
        assert_refused(&refused, 409, "idempotency_conflict");
        // Only its author sees it.
        let path = two.path(&format!("/messages/{}", first["id"]));
        let seen = two.other.get(&path).await.expect(200);
        assert_eq!(seen["client_id"], Value::Null);
    }
}

#[tokio::test]
async fn mentions_are_counted_until_read() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("messenger").await;
    let body = json!({ "text": "Bob!", "mention_ids": [group.other_id] });
    let sent = group.one.post(&group.chat("/messages"), &body).await;
    let mention = json!({ "user_id": group.other_id, "start": null, "end": null });
    assert_eq!(sent.expect(201)["mentions"], json!([mention]));
    group.send(&group.one, "without a mention").await;
    let shown = group.shown(&group.other).await;
    assert_eq!(
        (&shown["unread_mention_count"], &shown["unread_count"]),
        (&json!(1), &json!(2))
    );
    let read = group.other.post(&group.chat("/read"), &json!({})).await;
    read.expect(204);
    let shown = group.shown(&group.other).await;
    assert_eq!(shown["unread_mention_count"], 0);
    let stranger = json!({ "text": "Eve!", "mention_ids": [fixture.eve.id] });
    let refused = group.one.post(&group.chat("/messages"), &stranger).await;
    assert_refused(&refused, 404, "participant_not_found");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn readers_are_those_whose_mark_passed_the_message() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let sent = group.send(&group.one, "!").await;
    let path = group.path(&format!("/messages/{sent}/readers"));
    let none = group.one.get(&path).await.expect(200);
    assert_eq!(
        none,
        json!({ "readers": [], "users": [], "next_cursor": null })
    );
    group
        .other
        .post(&group.chat("/read"), &json!({ "up_to_id": sent }))
        .await
        .expect(204);
    let readers = group.one.get(&path).await.expect(200);
    assert_eq!(readers["readers"][0]["user_id"], group.other_id);
    assert_eq!(ids(&readers["users"]), [group.other_id]);
    assert!(readers["readers"][0]["read_at"].is_string());
}

#[tokio::test]
async fn texts_are_bounded_by_the_realm() {
    let fixture = NativeFixture::new().await;
    for (realm, max) in [("campus", 10_000), ("market", 2_000)] {
        let two = fixture.two(realm).await;
        let send = async |text: String| {
            let body = json!({ "text": text });
            two.one.post(&two.chat("/messages"), &body).await
        };
        send("x".repeat(max)).await.expect(201);
        assert_refused(&send("x".repeat(max + 1)).await, 400, "invalid_content");
        assert_refused(&send(" ".to_owned()).await, 400, "invalid_content");
    }
}

#[tokio::test]
async fn markup_is_removed_where_clients_may_show_html() {
    let fixture = NativeFixture::new().await;
    let markup = "да<img src=x onerror=alert(1)>";
    for (realm, kept) in [("market", "да"), ("direct", markup)] {
        let two = fixture.two(realm).await;
        let body = json!({ "text": markup });
        let sent = two.one.post(&two.chat("/messages"), &body).await;
        assert_eq!(sent.expect(201)["text"], kept, "{realm}");
    }
}

#[tokio::test]
async fn page_at_any_time_is_answered() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let first = two.send(&two.one, "first").await;
    for (at, messages) in [
        ("-009999-06-01T00:00:00Z", 1),
        ("1969-12-31T23:59:59Z", 1),
        ("9999-12-30T00:00:00Z", 0),
    ] {
        let path = two.chat(&format!("/messages?at={at}"));
        let page = two.other.get(&path).await.expect(200);
        assert_eq!(page["messages"].as_array().unwrap().len(), messages, "{at}");
        assert_eq!(page["has_older"], messages == 0);
        if messages > 0 {
            assert_eq!(page["messages"][0]["id"], first);
        }
    }
}

#[tokio::test]
async fn repeated_client_id_compares_text_files_and_reply_as_first_sent() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let quoted = two.send(&two.other, "quoted").await;
        let mut files = Vec::new();
        for _ in 0..2 {
            let stored = upload(&two.one, realm, "a.png", PNG).await.expect(201);
            files.push(stored["id"].clone());
        }
        let first = json!({
            "text": "once", "attachment_ids": [files[0]], "reply_to_id": quoted,
            "client_id": Uuid::new_v4()
        });
        let post = async |changed: &Value| two.one.post(&two.chat("/messages"), changed).await;
        let sent = post(&first).await.expect(201);
        for (field, value) in [
            ("text", json!("another")),
            ("attachment_ids", json!([files[1]])),
            ("attachment_ids", json!([files[0], files[1]])),
            ("attachment_ids", Value::Null),
            ("reply_to_id", sent["id"].clone()),
            ("reply_to_id", Value::Null),
        ] {
            let mut changed = first.clone();
            changed[field] = value;
            assert_refused(&post(&changed).await, 409, "idempotency_conflict");
        }
        if realm != "market" {
            let path = two.path(&format!("/messages/{}", sent["id"]));
            patch(&two.one, &path, &json!({ "text": "edited" }))
                .await
                .expect(200);
        }
        let again = post(&first).await.expect(200);
        assert_eq!(again["id"], sent["id"], "{realm}");
        let edited = if realm == "market" { "once" } else { "edited" };
        assert_eq!(again["text"], edited, "{realm}");
    }
}

#[tokio::test]
async fn readers_are_listed_page_by_page() {
    let fixture = NativeFixture::new().await;
    let crowd = fixture.database.crowd("member", 5).await;
    let members: Vec<i64> = crowd.iter().map(|member| member.id).collect();
    let ann = fixture.client(&fixture.ann);
    let new = json!({ "type": "group", "title": "G", "user_ids": members });
    let group = ann.post("/v1/campus/chats", &new).await.expect(201);
    let chat = format!("/v1/campus/chats/{}", group["id"]);
    let sent = ann
        .post(&format!("{chat}/messages"), &json!({ "text": "!" }))
        .await;
    let readers = format!("/v1/campus/messages/{}/readers", sent.expect(201)["id"]);
    for member in &crowd {
        let path = format!("{chat}/read");
        let read = fixture.client(member).post(&path, &json!({})).await;
        read.expect(204);
    }
    for limit in [1, 2, 5, 100] {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = ann
                .get(&format!("{readers}?limit={limit}{cursor}"))
                .await
                .expect(200);
            let listed = page["readers"].as_array().unwrap().iter();
            found.extend(listed.map(|reader| reader["user_id"].as_i64().unwrap()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, members, "{limit}");
    }
}

#[tokio::test]
async fn limits_of_pages_hold_at_their_edges() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let sent = two.send(&two.one, "needle").await;
    for path in [
        "/chats?".to_owned(),
        "/users?".to_owned(),
        format!("/chats/{}/messages?", two.chat_id),
        format!("/chats/{}/members?", two.chat_id),
        format!("/messages/{sent}/readers?"),
        "/search?q=needle&".to_owned(),
    ] {
        for (limit, status, code) in [
            ("1", 200, ""),
            ("100", 200, ""),
            ("0", 400, "invalid_limit"),
            ("101", 400, "invalid_limit"),
            ("x", 400, "invalid_query"),
        ] {
            let answer = two
                .one
                .get(&two.path(&format!("{path}limit={limit}")))
                .await;
            let shown = (answer.status, answer.code());
            assert_eq!(shown, (status, code), "{path}{limit}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn lengths_of_texts_and_titles_hold_at_their_edges() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let max = if realm == "market" { 2_000 } else { 10_000 };
        for (length, status) in [(max, 201), (max + 1, 400)] {
            let text = json!({ "text": "ё".repeat(length) });
            let answer = two.one.post(&two.chat("/messages"), &text).await;
            assert_eq!(answer.status, status, "{realm}: {length}");
        }
    }
    let group = fixture.group("campus").await;
    for (length, status) in [(1, 200), (200, 200), (0, 400), (201, 400)] {
        let title = json!({ "title": "ё".repeat(length) });
        let answer = patch(&group.one, &group.chat(""), &title).await;
        assert_eq!(answer.status, status, "{length}: {}", answer.body);
    }
}
