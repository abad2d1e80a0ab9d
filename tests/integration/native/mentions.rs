//! Mentions by name: `@` and the name of a member of the group.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{NativeFixture, REALMS, Two, next_of, patch};

impl NativeFixture {
    async fn rename(&self, id: i64, name: &str) {
        let sql = format!("UPDATE users SET name = '{name}' WHERE id = {id}");
        self.database.execute(&sql).await;
    }
}

/// The mentions of a text in a group.
async fn mentions_in(group: &Two, text: &str) -> Value {
    let body = json!({ "text": text });
    let sent = group.one.post(&group.chat("/messages"), &body).await;
    sent.expect(201)["mentions"].clone()
}

/// The users whom a text in a group mentions.
async fn mentioned(group: &Two, text: &str) -> Value {
    mentioned_by(&mentions_in(group, text).await)
}

/// The users of a list of mentions, each once, by id.
fn mentioned_by(mentions: &Value) -> Value {
    let mentions = mentions.as_array().unwrap().iter();
    let mentioned: BTreeSet<i64> = mentions
        .map(|mention| mention["user_id"].as_i64().unwrap())
        .collect();
    json!(mentioned)
}

/// A mention with its place in the text.
fn at(user_id: i64, start: usize, end: usize) -> Value {
    json!({ "user_id": user_id, "start": start, "end": end })
}

fn nowhere(user_id: i64) -> Value {
    json!({ "user_id": user_id, "start": null, "end": null })
}

#[tokio::test]
async fn name_after_an_at_sign_mentions_the_member() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, bob) = (group.one_id, group.other_id);
    fixture.rename(ann, "Анна").await;
    fixture.rename(bob, "Анна Соколова").await;
    fixture.rename(fixture.eve.id, "Eve").await;
    for (text, expected) in [
        ("привет, @Анна Соколова!", json!([bob])),
        ("@анна соколова, @АННА", json!([ann, bob])),
        ("@Анна Сок", json!([ann])),
        ("(@Анна)", json!([ann])),
        ("@Аннабель", json!([])),
        ("mail@Анна", json!([])),
        ("@Eve", json!([])),
        ("@ Анна", json!([])),
        ("@@Анна", json!([ann])),
        ("@", json!([])),
        ("@%_", json!([])),
    ] {
        assert_eq!(mentioned(&group, text).await, expected, "{text}");
    }
    let many = "@Анна ".repeat(1_000);
    assert_eq!(mentioned(&group, &many).await, json!([ann]));
    let body = json!({ "text": "@Анна", "mention_ids": [bob] });
    let sent = group.one.post(&group.chat("/messages"), &body).await;
    let both = json!([at(ann, 0, 5), nowhere(bob)]);
    assert_eq!(sent.expect(201)["mentions"], both);
}

#[tokio::test]
async fn mentions_have_their_places_in_the_text() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, bob) = (group.one_id, group.other_id);
    fixture.rename(ann, "Анна  Соколова").await;
    fixture.rename(bob, "Bob").await;
    for (text, expected) in [
        ("🌸 @bob, see", json!([at(bob, 3, 7)])),
        (
            "@Bob\n`@Bob` @bob!",
            json!([at(bob, 0, 4), at(bob, 12, 16)]),
        ),
        ("(@анна\u{a0}соколова)", json!([at(ann, 1, 15)])),
        (
            "@А\u{301}нна \u{ad} Соколова\u{200b}!",
            json!([at(ann, 0, 17)]),
        ),
        (
            "@Bob @Анна Соколова",
            json!([at(bob, 0, 4), at(ann, 5, 19)]),
        ),
        ("Bob", json!([])),
    ] {
        let mentions = mentions_in(&group, text).await;
        assert_eq!(mentions, expected, "{text}");
    }
    fixture.rename(ann, "Bob").await;
    let namesakes = json!([at(ann, 0, 4), at(bob, 0, 4)]);
    assert_eq!(mentions_in(&group, "@Bob").await, namesakes);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn places_outlive_the_names() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, bob) = (group.one_id, group.other_id);
    fixture.rename(ann, "Ann").await;
    fixture.rename(bob, "Bob").await;
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    let body = json!({ "text": "@Bob!" });
    let sent = group.one.post(&group.chat("/messages"), &body).await;
    let sent = sent.expect(201);
    // Now another has the name.
    fixture.rename(bob, "Robert").await;
    fixture.rename(ann, "Bob").await;
    let path = group.path(&format!("/messages/{}", sent["id"]));
    let expected = json!([at(bob, 0, 4)]);
    assert_eq!(
        next_of(&mut stream, "message").await["message"]["mentions"],
        expected
    );
    assert_eq!(
        group.other.get(&path).await.expect(200)["mentions"],
        expected
    );
    assert_eq!(
        group.shown(&group.other).await["last_message"]["mentions"],
        expected
    );
    for (text, expected) in [
        ("so, @bob", json!([at(bob, 4, 8)])),
        ("@Robert, @bob", json!([at(bob, 0, 7), at(bob, 9, 13)])),
        ("@Robert", json!([at(bob, 0, 7)])),
        ("@Bob", json!([at(ann, 0, 4)])),
    ] {
        let edited = patch(&group.one, &path, &json!({ "text": text })).await;
        assert_eq!(edited.expect(200)["mentions"], expected, "{text}");
        let frame = next_of(&mut stream, "message_edited").await;
        assert_eq!(frame["message"]["mentions"], expected, "{text}");
    }
    group.one.delete(&path).await.expect(204);
    assert_eq!(
        group.other.get(&path).await.expect(200)["mentions"],
        json!([])
    );
    fixture.assert_verified().await;
}

#[tokio::test]
async fn text_of_an_older_contract_mentions_at_places() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    fixture.rename(two.other_id, "Лев").await;
    let uuid = two.shown(&two.one).await["uuid"].clone();
    let text = json!({ "conversation_id": uuid, "text": "да, @лев" });
    let sent = two.one.post("/api/unet-chat/messages/", &text).await;
    assert!(sent.expect(201).get("mentions").is_none());
    let last = two.shown(&two.one).await["last_message"].clone();
    assert_eq!(last["mentions"], json!([at(two.other_id, 4, 8)]));
}

#[tokio::test]
async fn names_are_compared_as_people_read_them() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let bob = group.other_id;
    for (name, text) in [
        ("Фёдор", "@Федор"),
        ("Федор", "@Ф\u{435}\u{308}дор"),
        ("Фе\u{308}дор", "@фёдор!"),
        ("Андрей", "@Андреи\u{306}"),
        ("José", "@Jose\u{301}"),
        ("Анна Соколова", "@Анна\u{a0}Соколова"),
        ("Анна\u{a0}Соколова", "@анна соколова"),
        ("Анна  Соколова", "@Анна\u{202f}\u{2009}Соколова,"),
        ("Соколова", "@Со\u{ad}ко\u{200b}лова"),
        ("Jean O''Neil", "@jean o’neil"),
        ("Анна-Мария", "@Анна\u{2011}Мария"),
    ] {
        fixture.rename(bob, name).await;
        assert_eq!(
            mentioned(&group, text).await,
            json!([bob]),
            "{name}: {text}"
        );
    }
    fixture.rename(bob, "Анна Соколова").await;
    for text in [
        "@Анна\nСоколова",
        "@Анна_Соколова",
        "@АннаСоколова",
        "@Анной",
    ] {
        assert_eq!(mentioned(&group, text).await, json!([]), "{text}");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn code_mentions_nobody() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    fixture.rename(group.other_id, "Bob").await;
    for (text, is_mentioned) in [
        ("`@Bob`", false),
        ("see ``@Bob ` @Bob``", false),
        ("```\n@Bob\n```", false),
        ("```sql\nSELECT @Bob\n```\nso much", false),
        ("`@Eve` @Bob", true),
        ("`not closed @Bob", true),
        ("```\nnot closed @Bob", true),
        ("```\ncode\n```\n@Bob", true),
    ] {
        let expected = if is_mentioned {
            json!([group.other_id])
        } else {
            json!([])
        };
        assert_eq!(mentioned(&group, text).await, expected, "{text}");
    }
    // An edit that moves a name into code ends its mention.
    let body = json!({ "text": "@Bob" });
    let sent = group
        .one
        .post(&group.chat("/messages"), &body)
        .await
        .expect(201);
    let path = group.path(&format!("/messages/{}", sent["id"]));
    let edited = patch(&group.one, &path, &json!({ "text": "`@Bob`" })).await;
    assert_eq!(edited.expect(200)["mentions"], json!([]));
}

#[tokio::test]
async fn mention_ids_choose_among_people_of_one_name() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let new = json!({ "user_ids": [fixture.eve.id] });
    group
        .one
        .post(&group.chat("/members"), &new)
        .await
        .expect(200);
    let (bob, eve) = (group.other_id, fixture.eve.id);
    fixture.rename(bob, "Анна").await;
    fixture.rename(eve, "анна").await;
    assert_eq!(mentioned(&group, "@Анна").await, json!([bob, eve]));
    let body = json!({ "text": "@Анна", "mention_ids": [eve] });
    let sent = group
        .one
        .post(&group.chat("/messages"), &body)
        .await
        .expect(201);
    assert_eq!(sent["mentions"], json!([at(eve, 0, 5)]));
    // It stays the one who was meant.
    let path = group.path(&format!("/messages/{}", sent["id"]));
    for (text, expected) in [("@Анна, look", json!([eve])), ("nobody", json!([]))] {
        let edited = patch(&group.one, &path, &json!({ "text": text })).await;
        let mentions = &edited.expect(200)["mentions"];
        assert_eq!(mentioned_by(mentions), expected, "{text}");
    }
}

#[tokio::test]
async fn name_mentions_the_other_user_in_every_kind_of_chat() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        fixture.rename(two.other_id, "Лев").await;
        assert_eq!(
            mentioned(&two, "@лев!").await,
            json!([two.other_id]),
            "{realm}"
        );
        let shown = two.shown(&two.other).await;
        assert_eq!(shown["unread_mention_count"], 1, "{realm}");
        if realm == "market" {
            continue;
        }
        let sent = two.send(&two.one, "nobody").await;
        let path = two.path(&format!("/messages/{sent}"));
        let edited = patch(&two.one, &path, &json!({ "text": "@Лев" })).await;
        assert_eq!(
            edited.expect(200)["mentions"],
            json!([at(two.other_id, 0, 4)]),
            "{realm}"
        );
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn mention_by_name_is_counted_until_read() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("messenger").await;
    fixture.rename(group.other_id, "Bob").await;
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    let mentions = mentions_in(&group, "@bob: look").await;
    assert_eq!(mentions, json!([at(group.other_id, 0, 4)]));
    // `chat` precedes it, in case the chat was archived.
    let event = stream.take("message", 1).await.remove(0).data;
    assert_eq!(event["message"]["mentions"], mentions);
    assert_eq!(group.shown(&group.other).await["unread_mention_count"], 1);
    let read = group.other.post(&group.chat("/read"), &json!({})).await;
    assert_eq!(read.status, 204);
    assert_eq!(group.shown(&group.other).await["unread_mention_count"], 0);
}

#[tokio::test]
async fn edit_changes_the_mentions_by_name() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (ann, bob) = (group.one_id, group.other_id);
    fixture.rename(ann, "Ann").await;
    fixture.rename(bob, "Bob").await;
    let body = json!({ "text": "for @Bob", "mention_ids": [ann] });
    let sent = group.one.post(&group.chat("/messages"), &body).await;
    let path = group.path(&format!("/messages/{}", sent.expect(201)["id"]));
    for (text, expected, unread) in [
        ("for nobody", json!([ann]), 0),
        ("for @Bob again", json!([ann, bob]), 1),
        ("for @BOB, and more", json!([ann, bob]), 1),
        ("for @Ann", json!([ann]), 0),
        ("end", json!([]), 0),
    ] {
        let edited = patch(&group.one, &path, &json!({ "text": text })).await;
        let mentions = &edited.expect(200)["mentions"];
        assert_eq!(mentioned_by(mentions), expected, "{text}");
        let shown = group.shown(&group.other).await;
        assert_eq!(shown["unread_mention_count"], unread, "{text}");
    }
    fixture.assert_verified().await;
}
