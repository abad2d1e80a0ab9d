//! Forwarded messages: their text, files, origin, and who may forward what.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{NativeFixture, Two, patch, upload_with_preview};
use crate::support::{Client, assert_refused};

impl NativeFixture {
    /// A group of Bob's with Eve.
    async fn group_of_bob(&self, realm: &'static str) -> Two {
        let new = json!({ "type": "group", "title": "B", "user_ids": [self.eve.id] });
        let path = format!("/v1/{realm}/chats");
        let answer = self.client(&self.bob).post(&path, &new).await;
        Two {
            realm,
            chat_id: answer.expect(201)["id"].as_i64().unwrap(),
            one: self.client(&self.bob),
            other: self.client(&self.eve),
            stranger: self.client(&self.ann),
            one_id: self.bob.id,
            other_id: self.eve.id,
        }
    }
}

impl Two {
    async fn forward(&self, who: &Client, message_id: i64) -> Value {
        let body = json!({ "forward_id": message_id });
        who.post(&self.chat("/messages"), &body).await.expect(201)
    }
}

/// A text with a picture, of Ann's to Bob.
async fn original(from: &Two) -> Value {
    let file = upload_with_preview(&from.one, from.realm).await;
    let body = json!({ "text": "original", "attachment_ids": [file["id"]] });
    let sent = from.one.post(&from.chat("/messages"), &body).await;
    sent.expect(201)
}

#[tokio::test]
async fn forwarded_message_has_text_files_and_origin() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let (from, to) = (fixture.two(realm).await, fixture.group_of_bob(realm).await);
        let mut stream = to.other.open_stream_at(&to.path("/events")).await;
        let original = original(&from).await;
        let url = original["attachments"][0]["url"].as_str().unwrap();
        assert_eq!(to.other.get(url).await.status, 404, "{realm}");
        let sent = to.forward(&to.one, original["id"].as_i64().unwrap()).await;
        let expected = json!({
            "message_id": original["id"], "author_id": from.one_id, "chat_id": from.chat_id,
        });
        assert_eq!(sent["forwarded_from"], expected);
        assert_eq!(sent["author_id"], to.one_id);
        assert_eq!(sent["text"], "original");
        assert_eq!(
            sent["attachments"][0]["id"],
            original["attachments"][0]["id"]
        );
        let path = to.path(&format!("/messages/{}", sent["id"]));
        let shown = to.other.get(&path).await.expect(200);
        assert_eq!(shown, sent);
        assert_eq!(to.shown(&to.other).await["last_message"], sent);
        assert_eq!(stream.next().await.data["message"], sent);
        assert_eq!(to.other.get(url).await.status, 200, "{realm}");
        // The copy does not follow its original.
        let path = from.path(&format!("/messages/{}", original["id"]));
        assert_eq!(from.one.delete(&path).await.status, 204);
        assert_eq!(to.other.get(url).await.status, 200, "{realm}");
        assert_eq!(to.shown(&to.other).await["last_message"], sent);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn forwarding_into_a_chat_marks_nothing_read() {
    let fixture = NativeFixture::new().await;
    for realm in super::REALMS {
        let (two, from) = (fixture.two(realm).await, fixture.two(realm).await);
        let first = two.send(&two.one, "original").await;
        let unread = two.send(&two.other, "unread").await;
        let before = two.shown(&two.one).await;
        assert_eq!(before["unread_count"], 1, "{realm}");
        let mut streams = [
            two.one.open_stream_at(&two.path("/events")).await,
            two.other.open_stream_at(&two.path("/events")).await,
        ];
        let sent = from.forward(&two.one, first).await;
        assert_eq!(sent["chat_id"], two.chat_id);
        let after = two.shown(&two.one).await;
        for count in ["unread_count", "unread_mention_count"] {
            assert_eq!(after[count], before[count], "{realm}");
        }
        assert_eq!(after["me"]["last_read_id"], first, "{realm}");
        assert_eq!(two.shown(&two.other).await["unread_count"], 1, "{realm}");
        let path = format!("/messages/{unread}/readers");
        let readers = two.other.get(&two.path(&path)).await.expect(200);
        assert_eq!(readers["readers"], json!([]), "{realm}");

        // What is written in the chat does, and covers both.
        two.send(&two.one, "written").await;
        assert_eq!(two.shown(&two.one).await["unread_count"], 0, "{realm}");
        for stream in &mut streams {
            let mut marks = Vec::new();
            while marks.last() != Some(&json!(true)) {
                let data = super::next_of(stream, "message").await;
                marks.push(data["marks_read"].clone());
            }
            assert_eq!(marks, [json!(false), json!(true)], "{realm}");
        }
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn deleted_forwards_leave_exact_counts() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let first = two.send(&two.one, "original").await;
    two.send(&two.other, "unread").await;
    let [one, other] = [
        two.forward(&two.one, first).await,
        two.forward(&two.other, first).await,
    ];
    assert_eq!(two.shown(&two.one).await["unread_count"], 2);
    // Its author has read the other user's first message alone.
    assert_eq!(two.shown(&two.other).await["unread_count"], 1);
    for (who, message, counts) in [(&two.one, &one, [2, 0]), (&two.other, &other, [1, 0])] {
        let path = two.path(&format!("/messages/{}", message["id"]));
        assert_eq!(who.delete(&path).await.status, 204);
        let shown = [two.shown(&two.one).await, two.shown(&two.other).await];
        assert_eq!(
            shown.map(|chat| chat["unread_count"].clone()),
            counts.map(|n| json!(n))
        );
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn only_visible_messages_can_be_forwarded() {
    let fixture = NativeFixture::new().await;
    let (from, to) = (
        fixture.two("campus").await,
        fixture.group_of_bob("campus").await,
    );
    let elsewhere = fixture.two("direct").await;
    let id = from.send(&from.one, "secret").await;
    let deleted = from.send(&from.one, "deleted").await;
    let path = from.path(&format!("/messages/{deleted}"));
    assert_eq!(from.one.delete(&path).await.status, 204);
    let other_realm = elsewhere.send(&elsewhere.one, "elsewhere").await;
    let refused = async |who: &Client, forward: i64| {
        let body = json!({ "forward_id": forward });
        who.post(&to.chat("/messages"), &body).await
    };
    assert_refused(&refused(&to.other, id).await, 404, "message_not_found");
    for missing in [deleted, other_realm, 9_999_999, 0, -1] {
        assert_refused(&refused(&to.one, missing).await, 404, "message_not_found");
    }
    // A chat that the sender is not in.
    assert_refused(&refused(&to.stranger, id).await, 403, "not_a_participant");
    for more in ["text", "attachment_ids", "reply_to_id", "mention_ids"] {
        let value = match more {
            "text" => json!("more"),
            "reply_to_id" => json!(id),
            _ => json!([1]),
        };
        let body = json!({ "forward_id": id, more: value });
        let answer = to.one.post(&to.chat("/messages"), &body).await;
        assert_refused(&answer, 400, "invalid_content");
    }
    // What is empty is the same as absent.
    let body = json!({
        "forward_id": id, "text": "", "attachment_ids": [], "mention_ids": [], "reply_to_id": null
    });
    let sent = to.one.post(&to.chat("/messages"), &body).await.expect(201);
    assert_eq!(sent["text"], "secret");
}

#[tokio::test]
async fn repeated_forward_sends_nothing_even_after_changes() {
    let fixture = NativeFixture::new().await;
    let (from, to) = (
        fixture.two("campus").await,
        fixture.group_of_bob("campus").await,
    );
    let (id, other) = (
        from.send(&from.one, "first").await,
        from.send(&from.one, "other").await,
    );
    let key = Uuid::new_v4();
    let post = async |forward: i64| {
        let body = json!({ "forward_id": forward, "client_id": key });
        to.one.post(&to.chat("/messages"), &body).await
    };
    let sent = post(id).await.expect(201);
    let path = from.path(&format!("/messages/{id}"));
    let edited = patch(&from.one, &path, &json!({ "text": "changed" })).await;
    assert_eq!(edited.status, 200);
    assert_eq!(post(id).await.expect(200), sent);
    assert_eq!(from.one.delete(&path).await.status, 204);
    assert_eq!(post(id).await.expect(200), sent);
    assert_refused(&post(other).await, 409, "idempotency_conflict");
    let body = json!({ "text": "first", "client_id": key });
    let text = to.one.post(&to.chat("/messages"), &body).await;
    assert_refused(&text, 409, "idempotency_conflict");
}

#[tokio::test]
async fn text_of_a_forwarded_message_cannot_be_edited() {
    let fixture = NativeFixture::new().await;
    let (from, to) = (
        fixture.two("campus").await,
        fixture.group_of_bob("campus").await,
    );
    let id = from.send(&from.one, "as Ann wrote it").await;
    let sent = to.forward(&to.one, id).await;
    let path = to.path(&format!("/messages/{}", sent["id"]));
    let edited = patch(&to.one, &path, &json!({ "text": "forged" })).await;
    assert_refused(&edited, 403, "not_the_author");
    assert_eq!(to.one.delete(&path).await.status, 204);
    let gone = to.other.get(&path).await.expect(200);
    assert_eq!(
        (&gone["text"], &gone["forwarded_from"]),
        (&json!(""), &Value::Null)
    );
}

#[tokio::test]
async fn forwarding_within_every_realm_shows_in_its_own_contract() {
    let fixture = NativeFixture::new().await;
    for realm in super::REALMS {
        let two = fixture.two(realm).await;
        let id = two.send(&two.one, "again").await;
        let sent = two.forward(&two.other, id).await;
        assert_eq!(
            (&sent["text"], &sent["author_id"]),
            (&json!("again"), &json!(two.other_id))
        );
    }
    let school = fixture.two("school").await;
    let path = format!("/api/chats/{}/messages", school.chat_id);
    let history = school.one.get(&path).await.expect(200);
    assert_eq!(history["messages"][1]["content"], "again");
    let admin = fixture.client(&fixture.admin);
    let id = history["messages"][0]["id"].as_i64();
    let body = json!({ "forward_id": id });
    let refused = admin.post(&school.chat("/messages"), &body).await;
    assert_refused(&refused, 403, "read_only_role");
}
