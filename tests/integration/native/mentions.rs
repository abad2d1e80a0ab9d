//! Mentions by name: `@` and the name of a member of the group.

use serde_json::{Value, json};

use super::{NativeFixture, REALMS, Two, patch};

impl NativeFixture {
    async fn rename(&self, id: i64, name: &str) {
        let sql = format!("UPDATE users SET name = '{name}' WHERE id = {id}");
        self.database.execute(&sql).await;
    }
}

/// The users whom a text in a group mentions.
async fn mentioned(group: &Two, text: &str) -> Value {
    let body = json!({ "text": text });
    let sent = group.one.post(&group.chat("/messages"), &body).await;
    sent.expect(201)["mentions"].clone()
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
    assert_eq!(sent.expect(201)["mentions"], json!([bob, ann]));
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
    assert_eq!(sent["mentions"], json!([eve]));
    // It stays the one who was meant.
    let path = group.path(&format!("/messages/{}", sent["id"]));
    for (text, expected) in [("@Анна, look", json!([eve])), ("nobody", json!([]))] {
        let edited = patch(&group.one, &path, &json!({ "text": text })).await;
        assert_eq!(edited.expect(200)["mentions"], expected, "{text}");
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
            json!([two.other_id]),
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
    let mentions = mentioned(&group, "@bob: look").await;
    assert_eq!(mentions, json!([group.other_id]));
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
        assert_eq!(edited.expect(200)["mentions"], expected, "{text}");
        let shown = group.shown(&group.other).await;
        assert_eq!(shown["unread_mention_count"], unread, "{text}");
    }
    fixture.assert_verified().await;
}
