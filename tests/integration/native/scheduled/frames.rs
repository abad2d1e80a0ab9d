//! What the stream tells of scheduled messages, and whom.

use reqwest::Method;
use serde_json::{Value, json};

use super::{NativeFixture, Two, let_time_come, patch, path, schedule};
use crate::support::{Client, EventStream, Frame};

/// The next event that is about scheduled messages or is a message.
async fn next(stream: &mut EventStream) -> Frame {
    loop {
        let frame = stream.next().await;
        if frame.event.starts_with("scheduled") || frame.event == "message" {
            return frame;
        }
    }
}

fn shown(frame: &Frame) -> (&str, &Value) {
    (&frame.event, &frame.data["scheduled"]["state"])
}

async fn stream_of(two: &Two, who: &Client) -> EventStream {
    who.open_stream_at(&two.path("/events")).await
}

#[tokio::test]
async fn author_alone_hears_of_what_is_made_changed_sent_and_cancelled() {
    let fixture = NativeFixture::new().await;
    for two in [
        fixture.two("school").await,
        fixture.group("campus").await,
        fixture.two("market").await,
    ] {
        let mut own = stream_of(&two, &two.one).await;
        let mut others = stream_of(&two, &two.other).await;
        let made = schedule(&two, &two.one, json!({})).await;
        let frame = next(&mut own).await;
        assert_eq!(frame.data["scheduled"], made, "{}", two.realm);
        assert_eq!(frame.data["position"], made["id"]);
        assert!(frame.data["at"].is_string() && frame.data["users"].is_array());

        let change = json!({ "text": "changed" });
        let changed = patch(&two.one, &path(&two, &made), &change).await;
        let frame = next(&mut own).await;
        assert_eq!(frame.data["scheduled"], changed.expect(200));

        let dropped = schedule(&two, &two.one, json!({})).await;
        two.one.delete(&path(&two, &dropped)).await.expect(204);
        let frame = next(&mut own).await;
        assert_eq!(frame.data["scheduled"]["id"], dropped["id"]);
        assert_eq!(
            shown(&next(&mut own).await),
            ("scheduled", &json!("cancelled"))
        );

        let_time_come(&fixture.database, 0).await;
        next(&mut own).await;
        let sent = next(&mut own).await;
        assert_eq!(shown(&sent), ("scheduled", &json!("sent")));
        let message = next(&mut own).await;
        assert_eq!(message.event, "message");
        assert_eq!(message.data["message"]["text"], "changed");
        assert_eq!(message.data["marks_read"], false);
        assert_eq!(sent.data["position"], message.data["position"]);
        assert_ne!(sent.id, message.id);

        let first = next(&mut others).await;
        assert_eq!(first.data["message"]["id"], message.data["message"]["id"]);
        // A stream that was cut between the two frames of the event goes on with the second.
        let events = two.path("/events");
        let request = two.one.request(Method::GET, &events);
        let request = request.header("Last-Event-ID", &sent.id);
        let mut resumed = EventStream::open(request).await;
        assert_eq!(next(&mut resumed).await, message);
    }
}

#[tokio::test]
async fn author_who_left_the_chat_hears_of_the_failure() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let quoted = group.send(&group.one, "quoted").await;
    let mut stream = stream_of(&group, &group.other).await;
    let fields = json!({ "reply_to_id": quoted });
    let made = schedule(&group, &group.other, fields).await;
    next(&mut stream).await;
    let before = stream.last_event_id.clone();
    let member = group.chat(&format!("/members/{}", group.other_id));
    group.one.delete(&member).await.expect(204);
    let_time_come(&fixture.database, 0).await;

    let resume = format!("/events?types=scheduled_failed&last_event_id={before}");
    let mut resumed = group.other.open_stream_at(&group.path(&resume)).await;
    for stream in [&mut stream, &mut resumed] {
        let failed = loop {
            let frame = next(stream).await;
            if frame.event == "scheduled_failed" {
                break frame.data;
            }
        };
        assert_eq!(failed["code"], "not_a_participant");
        assert_eq!(failed["scheduled"]["id"], made["id"]);
        assert_eq!(failed["scheduled"]["state"], "failed");
        assert_eq!(failed["scheduled"]["reply_to"]["excerpt"], "");
    }
    // What its author does with it later is shown to them too.
    group.other.delete(&path(&group, &made)).await.expect(204);
    let frame = next(&mut stream).await;
    assert_eq!(shown(&frame), ("scheduled", &json!("cancelled")));
    fixture.assert_verified().await;
}

#[tokio::test]
async fn stream_of_these_events_alone_has_no_messages() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let only = format!("/events?types=scheduled&chat_id={}", two.chat_id);
    let mut stream = two.one.open_stream_at(&two.path(&only)).await;
    schedule(&two, &two.one, json!({})).await;
    two.send(&two.one, "now").await;
    let_time_come(&fixture.database, 0).await;
    let mut last = Value::Null;
    for _ in ["made", "changed", "sent"] {
        let frame = stream.next().await;
        assert_eq!(frame.event, "scheduled");
        last = frame.data["scheduled"]["state"].clone();
    }
    assert_eq!(last, "sent");
}
