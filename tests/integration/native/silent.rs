//! Silent messages count, and nobody is notified of them. That they cause no push and no e-mail is tested with these.

use serde_json::{Value, json};

use super::{NativeFixture, next_of};

#[tokio::test]
async fn silent_message_counts_as_unread_and_says_so_in_the_stream() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    let messages = group.chat("/messages");
    let id = uuid::Uuid::new_v4();
    let first = json!({
        "text": "!", "silent": true, "mention_ids": [group.other_id], "client_id": id
    });
    let sent = group.one.post(&messages, &first).await.expect(201);
    assert!(sent.get("silent").is_none());
    let shown = group.shown(&group.other).await;
    let counts = ["unread_count", "unread_mention_count"].map(|name| &shown[name]);
    assert_eq!(counts, [1, 1]);
    let poll = json!({ "question": "?", "options": ["a", "b"] });
    for (body, silent) in [
        (
            json!({ "forward_id": sent["id"], "silent": true }),
            json!(true),
        ),
        (json!({ "poll": poll, "silent": true }), json!(true)),
        (json!({ "text": "?", "silent": false }), Value::Null),
        (json!({ "text": "?", "silent": null }), Value::Null),
    ] {
        let sent = group.one.post(&messages, &body).await.expect(201);
        let frame = loop {
            let frame = next_of(&mut stream, "message").await;
            if frame["message"]["id"] == sent["id"] {
                break frame;
            }
            assert_eq!(frame["silent"], true, "{frame}");
        };
        assert_eq!(frame["silent"], silent, "{body}");
    }
    // Another one makes no other message of it.
    let again = json!({ "text": "!", "client_id": id });
    let again = group.one.post(&messages, &again).await.expect(200);
    assert_eq!(again["id"], sent["id"]);
    fixture.assert_verified().await;
}
