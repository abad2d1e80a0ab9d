//! `users`: the people whom an answer names, beside what names them.

use serde_json::{Value, json};

use super::{NativeFixture, Two, ids, next_of, patch, put};
use crate::support::{Client, EventStream, eventually};

/// What `users` has of one.
fn person(answer: &Value, id: i64) -> Value {
    let users = answer["users"].as_array().expect("a list").iter();
    let mut of_id = users.filter(|user| user["id"] == id);
    let user = of_id.next().expect("the person is named").clone();
    assert!(of_id.next().is_none(), "each person once");
    user
}

async fn page(two: &Two, who: &Client) -> Value {
    who.get(&two.chat("/messages")).await.expect(200)
}

#[tokio::test]
async fn page_of_messages_has_everybody_whom_it_names() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, bob, eve) = (fixture.ann.id, fixture.bob.id, fixture.eve.id);
    let elsewhere = fixture.two("campus").await;
    let zoe = fixture.database.person("member").await;
    let add = async |id: i64| {
        let body = json!({ "user_ids": [id] });
        group
            .one
            .post(&group.chat("/members"), &body)
            .await
            .expect(200);
    };
    let send = async |who: &Client, body: Value| {
        let sent = who.post(&group.chat("/messages"), &body).await.expect(201);
        sent["id"].as_i64().unwrap()
    };
    add(eve).await;
    add(zoe.id).await;
    let quoted = group.send(&group.stranger, "quoted").await;
    let forwarded = elsewhere.send(&elsewhere.other, "forwarded").await;
    send(
        &group.one,
        json!({ "text": "reply", "reply_to_id": quoted }),
    )
    .await;
    send(&group.one, json!({ "forward_id": forwarded })).await;
    send(&group.one, json!({ "text": "!", "mention_ids": [zoe.id] })).await;
    let path = |id: i64| group.chat(&format!("/messages?around_id={id}&limit=1"));
    for (text, expected) in [("reply", vec![ann, eve]), ("!", vec![ann, zoe.id])] {
        let all = page(&group, &group.one).await;
        let mut messages = all["messages"].as_array().unwrap().iter();
        let found = messages.rfind(|one| one["text"] == text);
        let id = found.expect("the message is on the page")["id"].as_i64();
        let one = group.one.get(&path(id.unwrap())).await.expect(200);
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(ids(&one["users"]), expected, "{text}");
    }
    // The group was made by Ann, who added two.
    let mut everybody = vec![ann, bob, eve, zoe.id];
    everybody.sort_unstable();
    assert_eq!(ids(&page(&group, &group.one).await["users"]), everybody);
    let zoe_named = person(&page(&group, &group.other).await, zoe.id);
    assert_eq!(zoe_named["name"], zoe.name);
    assert_eq!(zoe_named["role"], "member");
}

#[tokio::test]
async fn who_left_or_was_erased_is_named_too() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let _online = group.other.open_stream_at(&group.path("/events")).await;
    group.send(&group.other, "of who leaves").await;
    let bob = fixture.bob.id;
    eventually("Bob online", async || {
        let named = person(&page(&group, &group.one).await, bob);
        (named["online"] == true).then_some(())
    })
    .await;
    group
        .other
        .delete(&group.chat("/members/me"))
        .await
        .expect(204);
    let left = person(&page(&group, &group.one).await, bob);
    assert_eq!(left["name"], fixture.bob.name);
    // Who is in the chat no longer shows no presence there.
    assert_eq!(left["online"], false);
    assert_eq!(left["last_seen"], Value::Null);
    fixture.database.delete_user(&fixture.bob).await;
    let erased = person(&page(&group, &group.one).await, bob);
    let expected = json!({
        "id": bob, "name": "", "role": null, "avatar_url": null, "online": false, "last_seen": null,
    });
    assert_eq!(erased, expected);
}

#[tokio::test]
async fn list_and_search_have_the_people_of_their_messages() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    group.send(&group.other, "needle").await;
    group
        .other
        .delete(&group.chat("/members/me"))
        .await
        .expect(204);
    let list = group.one.get(&group.path("/chats")).await.expect(200);
    // The newest is the system message that tells of Bob.
    assert_eq!(person(&list, fixture.bob.id)["name"], fixture.bob.name);
    let hits = group
        .one
        .get(&group.path("/search?q=needle"))
        .await
        .expect(200);
    assert_eq!(ids(&hits["users"]), [fixture.bob.id]);
    let none = group
        .one
        .get(&group.path("/search?q=nothing"))
        .await
        .expect(200);
    assert_eq!(none["users"], json!([]));
}

#[tokio::test]
async fn who_blocks_the_reader_shows_them_no_presence() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let _online = two.other.open_stream_at(&two.path("/events")).await;
    two.send(&two.other, "!").await;
    eventually("Bob online", async || {
        let named = person(&page(&two, &two.one).await, two.other_id);
        (named["online"] == true).then_some(())
    })
    .await;
    let block = two.path(&format!("/users/{}/block", two.one_id));
    put(&two.other, &block).await.expect(204);
    let named = person(&page(&two, &two.one).await, two.other_id);
    assert_eq!(
        (&named["online"], &named["last_seen"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(named["name"], fixture.bob.name);
}

/// The data of the next event of this name, and whom it names.
async fn next_named(stream: &mut EventStream, event: &str) -> (Value, Vec<i64>) {
    let data = next_of(stream, event).await;
    let named = ids(&data["users"]);
    (data, named)
}

/// These ids in their order.
fn sorted<const N: usize>(mut ids: [i64; N]) -> [i64; N] {
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn frames_have_everybody_whom_they_name() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, eve) = (fixture.ann.id, &fixture.eve);
    let [zoe, kim] = fixture.database.people("member").await;
    for id in [eve.id, zoe.id] {
        group.add(&group.one, id, "member").await.expect(200);
    }
    let quoted = group.send(&group.stranger, "quoted").await;
    let private = json!({ "type": "private", "user_ids": [ann] });
    let chats = group.path("/chats");
    let private = fixture.client(&kim).post(&chats, &private).await;
    let messages = format!("{chats}/{}/messages", private.expect(201)["id"]);
    let text = json!({ "text": "forwarded" });
    let forwarded = fixture.client(&kim).post(&messages, &text).await;
    let forwarded = forwarded.expect(201)["id"].clone();
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    let messages = group.chat("/messages");

    assert_eq!(group.one.delete(&group.member(eve.id)).await.status, 204);
    let (system, named) = next_named(&mut stream, "message").await;
    assert_eq!(system["message"]["type"], "system");
    assert_eq!(named, sorted([ann, eve.id]));
    assert_eq!(person(&system, eve.id)["name"], eve.name);

    let reply = json!({ "text": "reply", "reply_to_id": quoted, "mention_ids": [zoe.id] });
    let reply = group.one.post(&messages, &reply).await.expect(201);
    let (data, named) = next_named(&mut stream, "message").await;
    assert_eq!(named, sorted([ann, eve.id, zoe.id]));
    // Who left is named, and shows no presence.
    let gone = person(&data, eve.id);
    assert_eq!(
        (&gone["name"], &gone["online"]),
        (&json!(eve.name), &json!(false))
    );

    let pin = group.chat(&format!("/pins/{quoted}"));
    put(&group.one, &pin).await.expect(204);
    let (_, named) = next_named(&mut stream, "chat").await;
    assert_eq!(named, sorted([ann, eve.id, zoe.id]));

    let reply = group.path(&format!("/messages/{}", reply["id"]));
    let edit = json!({ "text": "edited" });
    patch(&group.one, &reply, &edit).await.expect(200);
    let (edited, named) = next_named(&mut stream, "message_edited").await;
    let mentions = edited["message"]["mentions"].as_array().unwrap();
    assert_eq!(named.len(), 2 + mentions.len(), "{edited}");

    let forward = json!({ "forward_id": forwarded });
    group.one.post(&messages, &forward).await.expect(201);
    let (_, named) = next_named(&mut stream, "message").await;
    assert_eq!(named, sorted([ann, kim.id]));
    let last = group.send(&group.other, "of Bob").await;
    let last = group.path(&format!("/messages/{last}"));
    group.other.delete(&last).await.expect(204);
    let (_, named) = next_named(&mut stream, "message_deleted").await;
    assert_eq!(named, sorted([ann, kim.id]));
}

#[tokio::test]
async fn frames_hide_the_presence_of_who_blocks_their_reader() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("messenger").await;
    group
        .add(&group.one, fixture.eve.id, "member")
        .await
        .expect(200);
    let block = group.path(&format!("/users/{}/block", group.other_id));
    put(&group.one, &block).await.expect(204);
    let mut blocked = group.stream(&group.other).await;
    let mut other = group.stream(&group.stranger).await;
    let _online = group.stream(&group.one).await;
    other.until_presence(&fixture.ann, true).await;
    group.send(&group.one, "!").await;
    for (stream, online) in [(&mut blocked, false), (&mut other, true)] {
        let (data, _) = next_named(stream, "message").await;
        let ann = person(&data, group.one_id);
        assert_eq!(ann["online"], online, "{data}");
        assert_eq!(ann["name"], fixture.ann.name);
    }
}
