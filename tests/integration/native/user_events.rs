//! The event `user`: somebody who shares a chat with the reader has another name, role or picture, or was
//! deleted.

use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::api_keys::add_key;
use super::frame_rules::unplaced;
use super::known::open;
use super::{NativeFixture, REALMS, SETTINGS, next_of, patch, put, upload_with_preview};
use crate::support::{Client, EventStream, Frame, Replica, eventually};

/// The next frame of the log, which is a `user`.
async fn next_user(stream: &mut EventStream) -> Value {
    let frame = stream.next().await;
    assert_eq!(frame.event, "user", "{frame:?}");
    let mut data = unplaced(&frame);
    data["user"].take()
}

/// The frames up to a message with this text, without that.
async fn until_text(stream: &mut EventStream, text: &str) -> Vec<Frame> {
    let mut frames = Vec::new();
    loop {
        let frame = stream.next().await;
        if frame.data["message"]["text"] == text {
            return frames;
        }
        frames.push(frame);
    }
}

fn users(frames: &[Frame]) -> Vec<&Value> {
    let users = frames.iter().filter(|frame| frame.event == "user");
    users.map(|frame| &frame.data["user"]).collect()
}

async fn rename(who: &Client, realm: &str, name: &str) {
    let path = format!("/v1/{realm}/me");
    let answer = patch(who, &path, &json!({ "name": name })).await;
    answer.expect(200);
}

#[tokio::test]
async fn change_reaches_who_shares_a_chat_once_and_oneself() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        if ["campus", "messenger"].contains(&realm) {
            // They share two chats.
            fixture.group(realm).await;
        }
        let mut streams = [
            two.one.open_stream_at(&two.path("/events")).await,
            two.other.open_stream_at(&two.path("/events")).await,
        ];
        rename(&two.one, realm, &format!("New in {realm}")).await;
        two.send(&two.one, "the end").await;
        for stream in &mut streams {
            let user = next_user(stream).await;
            assert_eq!(user["id"], two.one_id, "{realm}");
            assert_eq!(user["name"], format!("New in {realm}"));
            let rest = until_text(stream, "the end").await;
            assert_eq!(users(&rest), [&Value::Null; 0], "{realm}");
        }
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn strangers_are_told_nothing() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let mut stream = two.stranger.open_stream_at(&two.path("/events")).await;
    rename(&two.one, "campus", "Anna").await;
    let own = json!({ "type": "private", "user_ids": [two.one_id] });
    let own = two.stranger.post(&two.path("/chats"), &own).await;
    own.expect(201);
    assert_eq!(stream.next().await.event, "chat");
}

#[tokio::test]
async fn every_change_of_what_others_see_is_told() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let mut stream = group.other.open_stream_at(&group.path("/events")).await;
    let picture = upload_with_preview(&group.one, "campus").await["id"].clone();
    for (id, expected) in [
        (&picture, json!(format!("/v1/campus/avatars/{picture}"))),
        (&Value::Null, Value::Null),
    ] {
        let picture = json!({ "avatar_id": id });
        patch(&group.one, &group.path("/me"), &picture)
            .await
            .expect(200);
        let user = next_user(&mut stream).await;
        assert_eq!(user["avatar_url"], expected);
        assert_eq!(user["name"], fixture.ann.name);
    }
    let id = group.one_id;
    let change = async |change: &str| {
        let sql = format!("UPDATE users SET {change} WHERE id = {id}");
        fixture.database.execute(&sql).await;
    };
    change("avatar_url = 'https://a.test/1.png'").await;
    let user = next_user(&mut stream).await;
    assert_eq!(user["avatar_url"], "https://a.test/1.png");
    change("role = 'teacher'").await;
    assert_eq!(next_user(&mut stream).await["role"], "teacher");
    // Another address, and who may not sign in, look the same.
    change("email = 'other@school.test'").await;
    change("former_realms = realms, realms = '{}', deactivated_at = now()").await;
    change("name = 'Gone'").await;
    assert_eq!(next_user(&mut stream).await["name"], "Gone");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn deleted_and_erased_people_lose_their_names() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let eve = fixture.eve.id;
    group.add(&group.one, eve, "member").await.expect(200);
    let start = fixture.database.now().await;
    let mut live = group.other.open_stream_at(&group.path("/events")).await;
    fixture.database.delete_user(&fixture.eve).await;
    let erase = format!("CALL audit.erase_user({})", group.one_id);
    fixture.database.execute(&erase).await;
    group.send(&group.other, "the end").await;
    let elsewhere = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let mut resumed = open(&elsewhere.client(&fixture.bob), "campus", &start).await;
    for stream in [&mut live, &mut resumed] {
        let frames = until_text(stream, "the end").await;
        // They are no members any more when it is read from the log.
        assert_eq!(frames[0].event, "user", "{frames:?}");
        let users = users(&frames);
        let erased = |id: i64| {
            json!({
                "id": id, "name": "", "role": null, "avatar_url": null, "online": false, "last_seen": null
            })
        };
        assert_eq!(users, [&erased(eve), &erased(group.one_id)]);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn every_realm_of_a_user_shows_the_change() {
    let fixture = NativeFixture::new().await;
    let chats = [fixture.two("direct").await, fixture.group("campus").await];
    let start = fixture.database.now().await;
    let mut streams = Vec::new();
    for two in &chats {
        streams.push(two.other.open_stream_at(&two.path("/events")).await);
    }
    let sql = format!(
        "UPDATE users SET name = 'Anna' WHERE id = {}",
        fixture.ann.id
    );
    fixture.database.execute(&sql).await;
    let elsewhere = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let mut ids = Vec::new();
    for (two, stream) in chats.iter().zip(&mut streams) {
        let live = stream.next().await;
        assert_eq!(live.data["user"]["name"], "Anna", "{}", two.realm);
        ids.push(live.id.clone());
        // From memory, and from the log.
        for client in [&two.other, &elsewhere.client(&fixture.bob)] {
            let mut resumed = open(client, two.realm, &start).await;
            assert_eq!(resumed.next().await, live, "{}", two.realm);
        }
    }
    assert_eq!(ids[0], ids[1], "it is one event");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn who_shares_no_chat_any_more_is_told_nothing() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let start = fixture.database.now().await;
    let mut live = group.other.open_stream_at(&group.path("/events")).await;
    let leave = group.other.delete(&group.chat("/members/me")).await;
    leave.expect(204);
    next_of(&mut live, "chat_removed").await;
    rename(&group.one, "campus", "Anna").await;
    let own = json!({ "type": "private", "user_ids": [fixture.eve.id] });
    let own = group.other.post(&group.path("/chats"), &own).await;
    own.expect(201);
    let elsewhere = Replica::spawn_with(&fixture.database, SETTINGS).await;
    for client in [&group.other, &elsewhere.client(&fixture.bob)] {
        let mut resumed = open(client, "campus", &start).await;
        let mut frame = resumed.next().await;
        while frame.event != "chat" {
            assert_ne!(frame.event, "user", "{frame:?}");
            frame = resumed.next().await;
        }
    }
    assert_eq!(live.next().await.event, "chat");
}

#[tokio::test]
async fn who_blocks_the_reader_shows_no_presence() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let mut streams = [
        two.one.open_stream_at(&two.path("/events")).await,
        two.other.open_stream_at(&two.path("/events")).await,
    ];
    let shown = two.path(&format!("/users/{}", two.one_id));
    eventually("Ann online", async || {
        let shown = two.other.get(&shown).await.expect(200);
        (shown["online"] == true).then_some(())
    })
    .await;
    let block = two.path(&format!("/users/{}/block", two.other_id));
    put(&two.one, &block).await.expect(204);
    rename(&two.one, "campus", "Anna").await;
    let [own, others] = &mut streams;
    assert_eq!(next_of(own, "user").await["user"]["online"], true);
    let shown = next_of(others, "user").await;
    assert_eq!(shown["user"]["name"], "Anna");
    assert_eq!(shown["user"]["online"], false);
    assert_eq!(shown["user"]["last_seen"], Value::Null);
}

#[tokio::test]
async fn clients_ask_for_these_alone_or_for_one_chat() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let start = fixture.database.now().await;
    let of_type = two.path(&format!("/events?types=user&last_event_id={start}"));
    let of_chat = format!("/events?chat_id={}&last_event_id={start}", two.chat_id);
    let mut of_type = two.other.open_stream_at(&of_type).await;
    let mut of_chat = two.other.open_stream_at(&two.path(&of_chat)).await;
    two.send(&two.one, "first").await;
    rename(&two.one, "campus", "Anna").await;
    two.send(&two.one, "the end").await;
    assert_eq!(next_user(&mut of_type).await["name"], "Anna");
    let frames = until_text(&mut of_chat, "the end").await;
    assert_eq!(users(&frames), [&Value::Null; 0]);
}

#[tokio::test]
async fn keys_and_admins_follow_all_people_of_the_realm() {
    let fixture = NativeFixture::new().await;
    let (key, _) = add_key(&fixture.database, "bot", "campus", &[KeyScope::Read]).await;
    let key = fixture.replica.anonymous_client().with_token(&key);
    let start = fixture.database.now().await;
    let mut live = key.open_stream_at("/v1/campus/events?all=true").await;
    let admin = fixture.client(&fixture.admin);
    let mut observer = admin.open_stream_at("/v1/school/events").await;
    // In no chat, and of another realm alone.
    let (eve, elsewhere) = (fixture.eve.id, fixture.database.person("member").await.id);
    let sql = format!(
        "UPDATE users SET realms = '{{direct}}' WHERE id = {elsewhere};
         UPDATE users SET name = 'Elsewhere' WHERE id = {elsewhere};
         UPDATE users SET name = 'Eve' WHERE id = {eve}"
    );
    fixture.database.execute(&sql).await;
    let replica = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let path = format!("/v1/campus/events?all=true&last_event_id={start}");
    let (second, _) = add_key(&fixture.database, "second", "campus", &[KeyScope::Read]).await;
    let second = replica.anonymous_client().with_token(&second);
    let mut resumed = second.open_stream_at(&path).await;
    for stream in [&mut live, &mut observer, &mut resumed] {
        let user = next_user(stream).await;
        assert_eq!((&user["id"], &user["name"]), (&json!(eve), &json!("Eve")));
    }
}
