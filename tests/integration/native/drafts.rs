//! Drafts: on all of one's own devices, and nowhere else.

use serde_json::{Value, json};

use super::{NativeFixture, REALMS, SETTINGS, Two, put_json};
use crate::support::wait::within;
use crate::support::{Client, EventStream, Frame, Replica, assert_refused, eventually};

impl Two {
    async fn draft(&self, who: &Client, text: &str) {
        let body = json!({ "text": text });
        put_json(who, &self.chat("/draft"), &body).await.expect(204);
    }

    async fn shown_draft(&self, who: &Client) -> Value {
        self.shown(who).await["me"]["draft"].clone()
    }
}

fn of_text(text: &str) -> Value {
    json!({ "text": text, "reply_to_id": null })
}

#[tokio::test]
async fn draft_is_shown_to_its_author_alone() {
    let fixture = NativeFixture::new().await;
    for realm in ["school", "campus", "messenger", "direct"] {
        let two = fixture.two(realm).await;
        let quoted = two.send(&two.other, "?").await;
        let head = fixture.database.head().await;
        let body = json!({ "text": "Привет", "reply_to_id": quoted });
        put_json(&two.one, &two.chat("/draft"), &body)
            .await
            .expect(204);
        assert_eq!(two.shown_draft(&two.one).await, body, "{realm}");
        let list = two.one.get(&two.path("/chats")).await.expect(200);
        assert_eq!(list["chats"][0]["me"]["draft"], body);
        assert_eq!(two.shown_draft(&two.other).await, Value::Null);
        two.draft(&two.one, "changed").await;
        assert_eq!(two.shown_draft(&two.one).await, of_text("changed"));
        two.draft(&two.one, " ").await;
        assert_eq!(two.shown_draft(&two.one).await, Value::Null);
        assert_eq!(fixture.database.head().await, head, "nothing is in the log");
    }
}

#[tokio::test]
async fn sending_on_any_way_ends_ones_own_draft() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    two.draft(&two.one, "mine").await;
    two.draft(&two.other, "theirs").await;
    two.send(&two.one, "sent").await;
    assert_eq!(two.shown_draft(&two.one).await, Value::Null);
    assert_eq!(two.shown_draft(&two.other).await, of_text("theirs"));
    two.other
        .send_message(two.chat_id, "by the old contract")
        .await;
    assert_eq!(two.shown_draft(&two.other).await, Value::Null);
}

#[tokio::test]
async fn draft_ends_with_membership_and_with_its_user() {
    let fixture = NativeFixture::new().await;
    let (left, deleted) = (fixture.group("campus").await, fixture.group("campus").await);
    for group in [&left, &deleted] {
        group.draft(&group.one, "a secret").await;
        group.draft(&group.other, "a secret").await;
    }
    let count = "SELECT count(*) FROM drafts";
    assert_eq!(fixture.database.number(count).await, 4);
    left.other
        .delete(&left.chat("/members/me"))
        .await
        .expect(204);
    assert_eq!(fixture.database.number(count).await, 3);
    deleted.one.delete(&deleted.chat("")).await.expect(204);
    assert_eq!(fixture.database.number(count).await, 1);
    let erase = format!("CALL audit.erase_user({})", left.one_id);
    fixture.database.execute(&erase).await;
    assert_eq!(fixture.database.number(count).await, 0);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn foreign_and_malformed_drafts_are_refused() {
    let fixture = NativeFixture::new().await;
    let body = json!({ "text": "!" });
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let path = two.chat("/draft");
        if realm == "market" {
            let refused = put_json(&two.one, &path, &body).await;
            assert_refused(&refused, 403, "not_in_this_realm");
            continue;
        }
        let refused = put_json(&two.stranger, &path, &body).await;
        assert_refused(&refused, 403, "not_a_participant");
        put_json(&two.one, &path, &json!({ "text": "ж".repeat(10_000) }))
            .await
            .expect(204);
        for invalid in ["ж".repeat(10_001), "\0".to_owned()] {
            let refused = put_json(&two.one, &path, &json!({ "text": invalid })).await;
            assert_refused(&refused, 400, "invalid_content");
        }
        for invalid in [
            json!({}),
            json!({ "text": null }),
            json!({ "text": "", "reply_to_id": "x" }),
        ] {
            let refused = put_json(&two.one, &path, &invalid).await;
            assert_refused(&refused, 400, "invalid_body");
        }
        let foreign = json!({ "text": "!", "reply_to_id": two.chat_id });
        let refused = put_json(&two.one, &path, &foreign).await;
        assert_refused(&refused, 400, "reply_not_found");
    }
}

async fn next_draft(stream: &mut EventStream) -> Frame {
    loop {
        let frame = within("a draft", stream.try_next_frame()).await;
        let frame = frame.expect("the stream is open");
        if frame.event == "draft" {
            return frame;
        }
    }
}

#[tokio::test]
async fn drafts_reach_ones_devices_on_every_replica() {
    let fixture = NativeFixture::new().await;
    let second = Replica::spawn_with(&fixture.database, SETTINGS).await;
    for realm in ["school", "direct"] {
        let two = fixture.two(realm).await;
        let person = match realm {
            "school" => &fixture.pair.teacher,
            _ => &fixture.ann,
        };
        let path = two.path("/events");
        let mut streams = [
            two.one.open_stream_at(&path).await,
            second.client(person).open_stream_at(&path).await,
        ];
        let mut others = two.other.open_stream_at(&path).await;
        let long = "ж".repeat(10_000);
        for (text, expected) in [(long.as_str(), of_text(&long)), ("", Value::Null)] {
            two.draft(&two.one, text).await;
            for stream in &mut streams {
                let frame = next_draft(stream).await;
                let expected = json!({ "chat_id": two.chat_id, "draft": expected });
                assert_eq!((frame.id.as_str(), &frame.data), ("", &expected));
            }
        }
        // The counterpart receives typing, which is sent later, but no draft.
        eventually("typing to arrive", async || {
            let body = json!({ "typing": true });
            two.one.post(&two.chat("/typing"), &body).await.expect(204);
            let frame = others.try_next_frame().await?;
            assert_ne!(frame.event, "draft");
            (frame.event == "typing").then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn drafts_of_a_user_are_limited_in_a_second() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let path = two.chat("/draft");
    let body = json!({ "text": "!" });
    let together = (0..80).map(|_| put_json(&two.one, &path, &body));
    let answers = futures::future::join_all(together).await;
    let refused = answers.iter().find(|answer| answer.status != 204);
    assert_refused(refused.expect("a limit"), 429, "rate_limited");
    two.draft(&two.other, "of another user").await;
}

#[tokio::test]
async fn a_user_has_500_drafts_at_most() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let fill = format!(
        "INSERT INTO drafts (user_id, chat_id, text, saved_at)
         SELECT {}, 1000000 + n, '!', now() - n * interval '1 second'
         FROM generate_series(1, 500) AS n",
        two.one_id
    );
    fixture.database.execute(&fill).await;
    two.draft(&two.one, "newest").await;
    let count = "SELECT count(*) FROM drafts";
    assert_eq!(fixture.database.number(count).await, 500);
    let first = "SELECT count(*) FROM drafts WHERE chat_id = 1000500";
    assert_eq!(fixture.database.number(first).await, 0);
    assert_eq!(two.shown_draft(&two.one).await, of_text("newest"));
}

#[tokio::test]
async fn message_that_ends_a_draft_tells_all_own_devices() {
    let fixture = NativeFixture::new().await;
    let elsewhere = Replica::spawn_with(&fixture.database, SETTINGS).await;
    for realm in ["school", "campus", "messenger", "direct"] {
        let two = fixture.two(realm).await;
        let person = match realm {
            "school" => &fixture.pair.teacher,
            _ => &fixture.ann,
        };
        let mut own = Vec::new();
        for client in [two.one.clone(), elsewhere.client(person)] {
            own.push(client.open_stream_at(&two.path("/events")).await);
        }
        let mut other = two.other.open_stream_at(&two.path("/events")).await;
        two.draft(&two.one, "soon sent").await;
        for stream in &mut own {
            let saved = next_draft(stream).await.data;
            assert_eq!(saved["draft"], of_text("soon sent"), "{realm}");
        }
        two.send(&two.one, "sent").await;
        for stream in &mut own {
            let ended = next_draft(stream).await.data;
            let expected = json!({ "chat_id": two.chat_id, "draft": null });
            assert_eq!(ended, expected, "{realm}");
        }
        // Nobody else learns of it, and a message without a draft ends none.
        two.send(&two.one, "without a draft").await;
        two.draft(&two.one, "later").await;
        for stream in &mut own {
            let saved = next_draft(stream).await.data;
            assert_eq!(saved["draft"], of_text("later"), "{realm}");
        }
        two.send(&two.other, "last").await;
        loop {
            let frame = other.try_next_frame().await.expect("the stream is open");
            assert_ne!(frame.event, "draft", "{realm}");
            if frame.data["message"]["text"] == "last" {
                break;
            }
        }
    }
}

#[tokio::test]
async fn deleting_a_group_of_many_drafts_succeeds() {
    let fixture = NativeFixture::new().await;
    let crowd = fixture.database.crowd("member", 300).await;
    let members: Vec<i64> = crowd.iter().map(|member| member.id).collect();
    let ann = fixture.client(&fixture.ann);
    let new = json!({ "type": "group", "title": "G", "user_ids": members });
    let group = ann.post("/v1/campus/chats", &new).await.expect(201);
    let sql = format!(
        "INSERT INTO drafts (user_id, chat_id, text)
         SELECT user_id, chat_id, 'mine' FROM chat_participants WHERE chat_id = {}",
        group["id"]
    );
    fixture.database.execute(&sql).await;
    let path = format!("/v1/campus/chats/{}", group["id"]);
    assert_eq!(ann.delete(&path).await.status, 204);
    let left = "SELECT count(*) FROM drafts";
    assert_eq!(fixture.database.number(left).await, 0);
}
