//! The frames of the stream are those of the AsyncAPI document.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::stream::act;
use super::{NativeFixture, REALMS, Two, put_json, scheduled};
use crate::support::openapi::{assert_valid, close_schemas};
use crate::support::wait::within;
use crate::support::{Client, EventStream, Frame};

/// The document of a server.
struct Document(Value);

impl Document {
    async fn of(client: &Client) -> Self {
        let mut document = client.get("/v1/asyncapi.json").await.expect(200);
        // No event has a field that is not documented.
        close_schemas(&mut document);
        Self(document)
    }

    fn events(&self) -> BTreeSet<String> {
        let messages = self.0["channels"]["events"]["messages"].as_object();
        messages.expect("messages").keys().cloned().collect()
    }

    /// Asserts that an event and its data are as documented.
    fn check(&self, frame: &Frame) {
        let event = &frame.event;
        assert!(self.events().contains(event), "{event}");
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.0["components"],
            "allOf": [{ "$ref": format!("#/components/messages/{event}/payload") }],
        });
        let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
        assert_valid(&validator, event, &frame.data);
    }
}

/// What waits has failed.
const FAIL_SCHEDULED: &str = "
    INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT s.chat_id, 'scheduled_failed', s.user_id,
           jsonb_build_object('scheduled_id', s.id, 'code', 'blocked')
    FROM scheduled_messages AS s
    WHERE s.state = 'waiting'";

/// Reads events until one of each of these names has come.
async fn read_all(stream: &mut EventStream, document: &Document, mut missing: BTreeSet<String>) {
    document.check(&stream.ready);
    missing.remove("ready");
    while !missing.is_empty() {
        let what = format!("{missing:?}");
        let frame = within(&what, stream.try_next_frame()).await;
        let frame = frame.expect("the stream goes on");
        document.check(&frame);
        missing.remove(&frame.event);
    }
}

/// Causes every event of a chat but `reset`, as its first member sees them. A third user joins and leaves a
/// group, in which the second one has another role.
async fn cause_all(two: &Two, third: Option<i64>) {
    let later = json!({ "text": "later", "send_at": scheduled::in_minutes(60) });
    let later = two.one.post(&two.chat("/messages"), &later).await;
    later.expect(202);
    if let Some(third) = third {
        two.add(&two.one, third, "member").await.expect(200);
        let changed = two.set_role(&two.one, two.other_id, "admin").await;
        changed.expect(200);
        two.one.delete(&two.member(third)).await.expect(204);
    }
    act(two).await;
    let typing = json!({ "typing": true });
    let typed = two.other.post(&two.chat("/typing"), &typing).await;
    typed.expect(204);
    if two.realm != "market" {
        let draft = json!({ "text": "…" });
        let saved = put_json(&two.one, &two.chat("/draft"), &draft).await;
        saved.expect(204);
    }
    two.one.delete(&two.chat("")).await;
}

/// The events that a realm does not have, or not of a chat of two people.
fn absent(two: &Two) -> &'static [&'static str] {
    match two.realm {
        "market" => &["message_edited", "reaction", "poll", "draft"],
        "school" => &["chat_removed"],
        _ => &[],
    }
}

#[tokio::test]
async fn every_event_is_as_documented_in_every_realm() {
    for realm in REALMS {
        // Each with people who have not been online.
        let fixture = NativeFixture::new().await;
        read_all_of(&fixture, &fixture.two(realm).await, None).await;
    }
    for realm in ["campus", "messenger"] {
        let fixture = NativeFixture::new().await;
        let third = Some(fixture.eve.id);
        read_all_of(&fixture, &fixture.group(realm).await, third).await;
    }
}

async fn read_all_of(fixture: &NativeFixture, two: &Two, third: Option<i64>) {
    let document = Document::of(&fixture.replica.anonymous_client()).await;
    let mut stream = two.one.open_stream_at(&two.path("/events")).await;
    let others = two.other.open_stream_at(&two.path("/events")).await;
    cause_all(two, third).await;
    fixture.database.execute(FAIL_SCHEDULED).await;
    drop(others);
    let mut expected = document.events();
    let of_members: &[&str] = match third {
        Some(_) => &[],
        None => &["member", "member_removed"],
    };
    let absent = ["reset"].iter().chain(of_members).chain(absent(two));
    for name in absent {
        assert!(expected.remove(*name), "{name}");
    }
    read_all(&mut stream, &document, expected).await;
}

#[tokio::test]
async fn reset_is_as_documented() {
    let fixture = NativeFixture::new().await;
    let document = Document::of(&fixture.replica.anonymous_client()).await;
    let two = fixture.two("campus").await;
    let path = two.path("/events?last_event_id=0-00000001");
    let mut stream = two.one.open_stream_at(&path).await;
    read_all(&mut stream, &document, BTreeSet::from(["reset".to_owned()])).await;
}

#[tokio::test]
async fn document_names_what_opens_a_stream() {
    let fixture = NativeFixture::new().await;
    let client = fixture.replica.anonymous_client();
    let document = client.get("/v1/asyncapi.json").await.expect(200);
    let operation = &document["operations"]["followEvents"];
    let query = &operation["bindings"]["http"]["query"]["properties"];
    for parameter in ["token", "last_event_id", "all", "types", "chat_id"] {
        assert!(query[parameter]["description"].is_string(), "{query}");
    }
    let headers = &operation["x-headers"]["properties"];
    for header in ["Last-Event-ID", "Act-As"] {
        assert!(headers[header]["description"].is_string(), "{headers}");
    }
    assert!(document["components"]["securitySchemes"]["key"].is_object());
}

#[tokio::test]
async fn a_page_shows_every_event() {
    let fixture = NativeFixture::new().await;
    let client = fixture.replica.anonymous_client();
    let events = Document::of(&client).await.events();
    let answer = client.request(Method::GET, "/v1/docs/events").send().await;
    let answer = answer.expect("the server answers");
    assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
    let page = answer.text().await.expect("a text");
    for event in events {
        assert!(page.contains(&format!("<code>{event}</code>")), "{event}");
    }
}
