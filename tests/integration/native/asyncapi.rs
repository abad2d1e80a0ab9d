//! The frames of the stream are those of the AsyncAPI document.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::stream::act;
use super::{NativeFixture, put_json};
use crate::support::wait::within;
use crate::support::{Client, EventStream};

/// The document of a server.
struct Document(Value);

impl Document {
    async fn of(client: &Client) -> Self {
        Self(client.get("/v1/asyncapi.json").await.expect(200))
    }

    fn events(&self) -> BTreeSet<String> {
        let messages = self.0["channels"]["events"]["messages"].as_object();
        messages.expect("messages").keys().cloned().collect()
    }

    /// Asserts that the data of an event is as documented.
    fn check(&self, event: &str, data: &Value) {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.0["components"],
            "allOf": [{ "$ref": format!("#/components/messages/{event}/payload") }],
        });
        let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
        let errors = validator.iter_errors(data).map(|error| error.to_string());
        let errors: Vec<_> = errors.collect();
        assert!(errors.is_empty(), "{event}: {errors:?}\n{data:#}");
    }
}

/// Reads events until one of each of these names has come.
async fn read_all(stream: &mut EventStream, document: &Document, mut missing: BTreeSet<String>) {
    while !missing.is_empty() {
        let what = format!("{missing:?}");
        let frame = within(&what, stream.try_next_frame()).await;
        let frame = frame.expect("the stream goes on");
        assert!(document.events().contains(&frame.event), "{}", frame.event);
        document.check(&frame.event, &frame.data);
        missing.remove(&frame.event);
    }
}

#[tokio::test]
async fn every_event_is_as_documented() {
    let fixture = NativeFixture::new().await;
    let document = Document::of(&fixture.replica.anonymous_client()).await;
    let two = fixture.two("campus").await;
    let mut stream = two.one.open_stream_at(&two.path("/events")).await;
    let others = two.other.open_stream_at(&two.path("/events")).await;
    act(&two).await;
    two.other
        .post(&two.chat("/typing"), &json!({ "is_typing": true }))
        .await
        .expect(204);
    put_json(&two.one, &two.chat("/draft"), &json!({ "text": "…" }))
        .await
        .expect(204);
    two.one.delete(&two.chat("")).await.expect(204);
    drop(others);
    let mut expected = document.events();
    // `EventStream` reads `ready` itself, and `reset` needs another log.
    for name in ["ready", "reset"] {
        assert!(expected.remove(name), "{name}");
    }
    read_all(&mut stream, &document, expected).await;
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
