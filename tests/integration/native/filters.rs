//! `types` and `chat_id` of the stream.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::api_keys::add_key;
use super::known::snapshot;
use super::stream::act;
use super::{NativeFixture, REALMS, SETTINGS, Two, put, put_json};
use crate::support::wait::within;
use crate::support::{Client, EventStream, Frame, Replica, assert_refused};

/// A stream with a query after an id.
async fn open(client: &Client, path: &str, after: &str) -> EventStream {
    let request = client.request(Method::GET, path);
    EventStream::open(request.header("Last-Event-ID", after)).await
}

/// The frames up to a message with a text, without those that have no id.
async fn frames_to(stream: &mut EventStream, text: &str) -> Vec<Frame> {
    let mut frames = Vec::new();
    loop {
        let frame = stream.next().await;
        let is_last = frame.data["message"]["text"] == text;
        frames.push(frame);
        if is_last {
            return frames;
        }
    }
}

/// A query, the text of the last message that it shows, and which frames it shows.
type Filter<'a> = (String, &'a str, &'a dyn Fn(&Frame) -> bool);

fn ids(frames: &[Frame]) -> Vec<&str> {
    frames.iter().map(|frame| frame.id.as_str()).collect()
}

/// The chat that a frame is about.
fn chat_of(frame: &Frame) -> Option<i64> {
    let data = &frame.data;
    let chat_id = [
        &data["chat_id"],
        &data["chat"]["id"],
        &data["message"]["chat_id"],
    ];
    chat_id.into_iter().find_map(Value::as_i64)
}

#[tokio::test]
async fn types_and_chat_leave_the_rest_out() {
    let fixture = NativeFixture::new().await;
    let bob = fixture.client(&fixture.bob);
    let (_, start) = snapshot(&bob, "campus").await;
    let (two, group) = (fixture.two("campus").await, fixture.group("campus").await);
    act(&two).await;
    act(&group).await;
    let added = group.add(&group.one, fixture.eve.id, "member").await;
    added.expect(200);
    two.send(&two.one, "in between").await;
    group.send(&group.one, "the end").await;
    two.send(&two.one, "the end of all").await;
    let path = "/v1/campus/events";
    let mut all = open(&bob, path, &start).await;
    let all = frames_to(&mut all, "the end of all").await;

    let of_group = |frame: &Frame| chat_of(frame) == Some(group.chat_id);
    let is_message = |frame: &Frame| frame.event == "message";
    let is_named = |frame: &Frame| ["member", "message", "read"].contains(&&*frame.event);
    let both = |frame: &Frame| is_message(frame) && of_group(frame);
    let filters: [Filter<'_>; 4] = [
        ("types=message".into(), "the end of all", &is_message),
        (
            "types=read,member,message".into(),
            "the end of all",
            &is_named,
        ),
        (format!("chat_id={}", group.chat_id), "the end", &of_group),
        (
            format!("chat_id={}&types=message", group.chat_id),
            "the end",
            &both,
        ),
    ];
    for (query, end, is_wanted) in filters {
        let is_end = |frame: &Frame| frame.data["message"]["text"] == end;
        let last = all.iter().position(is_end).expect("it is there");
        let expected = all[..=last].iter().filter(|frame| is_wanted(frame));
        let expected: Vec<Frame> = expected.cloned().collect();
        assert!(expected.len() > 2, "{query}");
        let mut filtered = open(&bob, &format!("{path}?{query}"), &start).await;
        let frames = frames_to(&mut filtered, end).await;
        assert_eq!(ids(&frames), ids(&expected), "{query}");
    }
}

#[tokio::test]
async fn filtered_stream_resumes_with_the_rest_once() {
    let fixture = NativeFixture::new().await;
    let bob = fixture.client(&fixture.bob);
    let (_, start) = snapshot(&bob, "messenger").await;
    let (two, group) = (
        fixture.two("messenger").await,
        fixture.group("messenger").await,
    );
    act(&group).await;
    two.send(&two.one, "elsewhere").await;
    let (ann, bob_id) = (group.one_id, group.other_id);
    group
        .set_role(&group.one, bob_id, "owner")
        .await
        .expect(200);
    group.set_role(&group.other, ann, "owner").await.expect(200);
    group.send(&group.one, "the end").await;
    let elsewhere = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let clients = [bob, elsewhere.client(&fixture.bob)];
    let all = "/v1/messenger/events";
    let all = frames_to(&mut open(&clients[0], all, &start).await, "the end").await;
    for query in [
        "types=message".to_owned(),
        format!("types=message,chat,member&chat_id={}", group.chat_id),
    ] {
        let path = format!("/v1/messenger/events?{query}");
        let frames = frames_to(&mut open(&clients[0], &path, &start).await, "the end").await;
        // After each frame, also one that the filter leaves out.
        for (seen, cut) in all[..all.len() - 1].iter().enumerate() {
            let client = &clients[seen % 2];
            let rest = frames_to(&mut open(client, &path, &cut.id).await, "the end").await;
            let later = all[seen + 1..].iter().map(|frame| &frame.id);
            let later: Vec<&String> = later.collect();
            let expected = frames.iter().filter(|frame| later.contains(&&frame.id));
            let expected: Vec<&str> = expected.map(|frame| frame.id.as_str()).collect();
            assert_eq!(ids(&rest), expected, "{query} after {}", cut.id);
        }
    }
}

#[tokio::test]
async fn unknown_type_is_refused() {
    let fixture = NativeFixture::new().await;
    let client = fixture.client(&fixture.ann);
    for types in ["massage", "message,", "message,%20read", "Message"] {
        let path = format!("/v1/campus/events?types={types}");
        let refused = client.get(&path).await;
        assert_refused(&refused, 400, "invalid_query");
        assert_eq!(refused.body["errors"][0]["parameter"], "types", "{types}");
    }
    let refused = client.get("/v1/campus/events?chat_id=x").await;
    assert_refused(&refused, 400, "invalid_query");
}

#[tokio::test]
async fn stream_of_a_foreign_chat_is_refused() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let path = two.path(&format!("/events?chat_id={}", two.chat_id));
        let refused = two.stranger.get(&path).await;
        assert_refused(&refused, 403, "not_a_participant");
        let missing = two.one.get(&two.path("/events?chat_id=987654321")).await;
        let expected = match realm {
            "school" => (403, "not_a_participant"),
            _ => (404, "chat_not_found"),
        };
        assert_refused(&missing, expected.0, expected.1);
    }
    // A chat of another realm is unknown here.
    let elsewhere = fixture.two("direct").await.chat_id;
    let path = format!("/v1/campus/events?chat_id={elsewhere}");
    let refused = fixture.client(&fixture.ann).get(&path).await;
    assert_refused(&refused, 404, "chat_not_found");
}

/// Reads frames, which all have this name, up to one of a chat.
async fn only_until(stream: &mut EventStream, name: &str, chat_id: i64) {
    loop {
        let frame = within(name, stream.try_next_frame()).await;
        let frame = frame.expect("the stream is open");
        assert_eq!(frame.event, name, "{frame:?}");
        if chat_of(&frame) == Some(chat_id) {
            return;
        }
    }
}

#[tokio::test]
async fn signals_are_filtered_too() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("messenger").await;
    let group = fixture.group("messenger").await;
    let _online = two.one.open_stream_at(&two.path("/events")).await;
    let open = async |query: &str| {
        let path = two.path(&format!("/events?{query}"));
        two.other.open_stream_at(&path).await
    };
    let mut typing = open("types=typing").await;
    let mut drafts = open("types=draft").await;
    let mut messages = open("types=message").await;
    let mut of_group = open(&format!("chat_id={}", group.chat_id)).await;
    let is_typing = json!({ "typing": true });
    // Each is awaited before the next one: a message ends the typing before it.
    for chat in [&two, &group] {
        let typed = chat.one.post(&chat.chat("/typing"), &is_typing).await;
        typed.expect(204);
        only_until(&mut typing, "typing", chat.chat_id).await;
        let draft = json!({ "text": "…" });
        let saved = put_json(&chat.other, &chat.chat("/draft"), &draft).await;
        saved.expect(204);
        only_until(&mut drafts, "draft", chat.chat_id).await;
        chat.send(&chat.one, "!").await;
        only_until(&mut messages, "message", chat.chat_id).await;
    }
    let mut missing = vec!["typing", "draft", "message"];
    while !missing.is_empty() {
        let frame = within("the group's", of_group.try_next_frame()).await;
        let frame = frame.expect("the stream is open");
        assert_eq!(chat_of(&frame), Some(group.chat_id), "{frame:?}");
        missing.retain(|name| *name != frame.event);
    }
}

#[tokio::test]
async fn blocks_show_the_chat_of_the_filter_alone() {
    let fixture = NativeFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    let mut chats = Vec::new();
    for listing_id in [7, 8, 9] {
        let new = json!({
            "type": "listing", "listing_id": listing_id, "user_ids": [fixture.bob.id]
        });
        let chat = ann.post("/v1/market/chats", &new).await.expect(201);
        let path = format!("/v1/market/chats/{}/messages", chat["id"]);
        ann.post(&path, &json!({ "text": "!" })).await.expect(201);
        chats.push(chat["id"].as_i64().unwrap());
    }
    let path = format!("/v1/market/events?chat_id={}", chats[1]);
    let mut stream = bob.open_stream_at(&path).await;
    let start = stream.last_event_id.clone();
    let block = format!("/v1/market/users/{}/block", fixture.bob.id);
    put(&ann, &block).await.expect(204);
    ann.delete(&block).await.expect(204);
    let mut resumed = open(&bob, &path, &start).await;
    for stream in [&mut stream, &mut resumed] {
        for _ in 0..2 {
            let frame = stream.next().await;
            let shown = (frame.event.as_str(), chat_of(&frame));
            assert_eq!(shown, ("chat", Some(chats[1])));
        }
    }
}

#[tokio::test]
async fn filter_outlives_the_membership_and_shows_nothing_after_it() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let path = group.path(&format!("/events?chat_id={}", group.chat_id));
    let mut bob = group.other.open_stream_at(&path).await;
    assert_eq!(
        group.one.delete(&group.member(group.other_id)).await.status,
        204
    );
    let removed = bob.next().await;
    assert_eq!(removed.event, "chat_removed");
    group.send(&group.one, "secret").await;
    group
        .add(&group.one, group.other_id, "member")
        .await
        .expect(200);
    let again = bob.next().await;
    assert_eq!(again.event, "chat", "{again:?}");
}

/// The texts of the next messages of a stream.
async fn texts(stream: &mut EventStream, count: usize) -> Vec<Value> {
    let frames = stream.take("message", count).await;
    let texts = frames
        .iter()
        .map(|frame| frame.data["message"]["text"].clone());
    texts.collect()
}

#[tokio::test]
async fn those_who_see_all_chats_follow_one() {
    let fixture = NativeFixture::new().await;
    let (two, school) = (fixture.two("campus").await, fixture.two("school").await);
    let other = fixture.group("campus").await;
    let class = fixture
        .class(&fixture.pair.teacher, &fixture.pair.student)
        .await;
    let (key, _) = add_key(&fixture.database, "bot", "campus", &[KeyScope::Read]).await;
    let key = fixture.replica.anonymous_client().with_token(&key);
    let admin = fixture.client(&fixture.admin);
    let followed: [(&Client, &Two, &Two, &str); 2] = [
        (&key, &two, &other, "&all=true"),
        (&admin, &school, &class, ""),
    ];
    for (client, followed, other, query) in followed {
        let path = followed.path(&format!("/events?chat_id={}{query}", followed.chat_id));
        let mut stream = client.open_stream_at(&path).await;
        other.send(&other.one, "elsewhere").await;
        followed.send(&followed.one, "here").await;
        followed.send(&followed.one, "and here").await;
        assert_eq!(texts(&mut stream, 2).await, ["here", "and here"]);
    }
}
