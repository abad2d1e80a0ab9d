//! What programs do with an API key: chats of others, system messages, the stream of a whole realm.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::domain::KeyScope;

use super::api_keys::{acting, add_key};
use super::{NativeFixture, ids, next_of, put_json};
use crate::support::{Client, EventStream, assert_refused};

async fn key_of(fixture: &NativeFixture, realm: &str) -> (Client, i64) {
    let (key, bot) = add_key(&fixture.database, realm, realm, &KeyScope::ALL).await;
    (fixture.replica.anonymous_client().with_token(&key), bot)
}

fn member_ids(answer: &Value) -> Vec<i64> {
    let members = answer["members"].as_array().unwrap().iter();
    members
        .map(|member| member["user"]["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn keys_create_chats_of_any_members() {
    let fixture = NativeFixture::new().await;
    let (ann, bob) = (fixture.ann.id, fixture.bob.id);
    for realm in ["school", "campus", "messenger", "direct"] {
        let (key, bot) = key_of(&fixture, realm).await;
        let external = format!("ext-{realm}");
        let path = format!("/v1/{realm}/users/{external}");
        let created = put_json(&key, &path, &json!({ "name": "E" }))
            .await
            .expect(200);
        let created = created["id"].as_i64().unwrap();
        let chats = format!("/v1/{realm}/chats");
        let named = |user_ids: Value, external_ids: Value| json!({ "type": "private", "user_ids": user_ids, "external_ids": external_ids });
        let new = |members: Value| named(members, Value::Null);
        let both = key
            .post(&chats, &named(json!([ann]), json!([external])))
            .await
            .expect(201);
        assert_eq!(member_ids(&both), [ann, created], "{realm}");
        let again = key
            .post(&chats, &new(json!([created, ann])))
            .await
            .expect(200);
        assert_eq!(again["id"], both["id"]);
        let own = key.post(&chats, &new(json!([bob]))).await.expect(201);
        assert_eq!(member_ids(&own), [bob, bot]);
        let acted = acting(&key, ann, Method::POST, &chats, &new(json!([bob]))).await;
        assert_eq!(member_ids(&acted.expect(201)), [ann, bob]);
        let unknown = named(Value::Null, json!([external, "nobody"]));
        let unknown = key.post(&chats, &unknown).await;
        assert_refused(&unknown, 404, "user_not_found");
        let parts = unknown.body["errors"].as_array().unwrap();
        assert_eq!(parts.len(), 1, "{parts:?}");
        assert_eq!(parts[0]["pointer"], "/external_ids/1");
        let three = key.post(&chats, &new(json!([ann, bob, created]))).await;
        assert_refused(&three, 400, "invalid_chat");
        let people = fixture.client(&fixture.ann);
        let by_name = named(Value::Null, json!([external]));
        let found = people.post(&chats, &by_name).await;
        if realm == "school" {
            found.expect(200);
        } else {
            assert_eq!(found.expect(200)["id"], both["id"], "{realm}");
        }
        let created = format!(
            "SELECT count(*) FROM events WHERE kind = 'chat_created' AND realm = '{realm}'
                 AND payload ->> 'via_key' = '{realm}'"
        );
        assert_eq!(fixture.database.number(&created).await, 3);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn key_creates_a_chat_of_a_seller_and_a_buyer() {
    let fixture = NativeFixture::new().await;
    let (key, bot) = key_of(&fixture, "market").await;
    let (ann, bob) = (fixture.ann.id, fixture.bob.id);
    let new = |members: Value| json!({ "type": "listing", "listing_id": 7, "user_ids": members });
    let path = "/v1/market/chats";
    let created = key.post(path, &new(json!([bob, ann]))).await.expect(201);
    assert_eq!(created["listing"]["seller_id"], bob);
    assert_eq!(member_ids(&created), [ann, bob]);
    let found = fixture.two("market").await;
    assert_eq!(created["id"], found.chat_id);
    let other = key.post(path, &new(json!([ann, bob]))).await.expect(201);
    assert_eq!(other["listing"]["seller_id"], ann);
    let own = key.post(path, &new(json!([bob]))).await.expect(201);
    assert_eq!(member_ids(&own), [bob, bot]);
    for members in [json!([ann, bob, fixture.eve.id]), json!([])] {
        let refused = key.post(path, &new(members)).await;
        assert_refused(&refused, 400, "invalid_chat");
    }
    let both = new(json!([bob, fixture.eve.id]));
    let acted = acting(&key, ann, Method::POST, path, &both).await;
    assert_refused(&acted, 400, "invalid_chat");
}

#[tokio::test]
async fn keys_reach_people_of_every_company() {
    let fixture = NativeFixture::new().await;
    fixture.database.split_companies().await;
    let sql = "UPDATE users SET company_id = id WHERE role = 'member'";
    fixture.database.execute_and_fence(sql, 1).await;
    let (key, bot) = key_of(&fixture, "messenger").await;
    let new = json!({ "type": "group", "title": "All", "user_ids": [fixture.ann.id] });
    let group = key.post("/v1/messenger/chats", &new).await.expect(201);
    let path = format!("/v1/messenger/chats/{}/members", group["id"]);
    let added = key
        .post(&path, &json!({ "user_ids": [fixture.bob.id] }))
        .await
        .expect(200);
    assert_eq!(member_ids(&added), [fixture.bob.id]);
    let listed = key.get(&path).await.expect(200);
    assert_eq!(member_ids(&listed), [bot, fixture.ann.id, fixture.bob.id]);

    let (ann, bob) = (&fixture.ann, &fixture.bob);
    let listed = key.get("/v1/messenger/users").await.expect(200);
    let listed = ids(&listed["users"]);
    assert!(
        listed.contains(&ann.id) && listed.contains(&bob.id),
        "{listed:?}"
    );
    assert!(!listed.contains(&bot));
    let named = format!("/v1/messenger/users?q={}", bob.name.replace(' ', "+"));
    assert_eq!(ids(&key.get(&named).await.expect(200)["users"]), [bob.id]);
    let shown = format!("/v1/messenger/users/{}", fixture.eve.id);
    key.get(&shown).await.expect(200);
    // For a person it finds that person's company.
    for path in ["/v1/messenger/users", &*named] {
        let acted = acting(&key, fixture.eve.id, Method::GET, path, &json!({})).await;
        assert!(ids(&acted.expect(200)["users"]).is_empty(), "{path}");
    }
    let shown = format!("/v1/messenger/users/{}", bob.id);
    let acted = acting(&key, fixture.eve.id, Method::GET, &shown, &json!({})).await;
    assert_refused(&acted, 404, "user_not_found");
}

#[tokio::test]
async fn system_messages_are_not_counted_as_unread() {
    let fixture = NativeFixture::new().await;
    for realm in ["school", "campus"] {
        let two = fixture.two(realm).await;
        let (key, bot) = key_of(&fixture, realm).await;
        let mut stream = two.other.open_stream_at(&two.path("/events")).await;
        let messages = two.chat("/messages");
        let client_id = Uuid::new_v4();
        let text = json!({ "type": "system", "text": "Moved to 15:00", "client_id": client_id });
        let sent = key.post(&messages, &text).await.expect(201);
        assert_eq!(
            (&sent["type"], &sent["author_id"]),
            (&"system".into(), &Value::Null)
        );
        let notice = json!({ "kind": "notice", "actor_id": bot, "user_ids": [] });
        assert_eq!(sent["system"], notice);
        let again = key.post(&messages, &text).await.expect(200);
        assert_eq!(
            (&again["id"], &again["type"]),
            (&sent["id"], &"system".into())
        );
        let shown = next_of(&mut stream, "message").await;
        assert_eq!(shown["message"]["type"], "system");
        two.send(&two.one, "See you").await;
        // No read mark of the program comes between.
        assert_eq!(stream.next().await.data["message"]["text"], "See you");
        assert_eq!(two.shown(&two.other).await["unread_count"], 1);
        let page = two.other.get(&messages).await.expect(200);
        assert_eq!(page["messages"][0]["type"], "system");
        key.post(&messages, &json!({ "type": "system", "text": "Again" }))
            .await
            .expect(201);
        assert_eq!(two.shown(&two.other).await["unread_count"], 1);
        two.other
            .post(&two.chat("/read"), &json!({}))
            .await
            .expect(204);
        assert_eq!(two.shown(&two.other).await["unread_count"], 0);
        let marks =
            format!("SELECT count(*) FROM events WHERE kind = 'chat_read' AND actor_id = {bot}");
        assert_eq!(fixture.database.number(&marks).await, 0);
        let system = json!({ "type": "system", "text": "!" });
        assert_refused(&two.one.post(&messages, &system).await, 403, "key_required");
        let acted = acting(&key, two.one_id, Method::POST, &messages, &system).await;
        assert_refused(&acted, 403, "key_required");
        let plain = key.post(&messages, &json!({ "text": "!" })).await;
        assert_eq!(plain.status, 403, "{}", plain.body);
        let nowhere = two.path("/chats/999999/messages");
        assert!([403, 404].contains(&key.post(&nowhere, &system).await.status));
        let empty = json!({
            "type": "system", "text": "!", "attachment_ids": [], "mention_ids": []
        });
        key.post(&messages, &empty).await.expect(201);
        let both = json!({ "type": "system", "text": "!", "reply_to_id": sent["id"] });
        assert_refused(&key.post(&messages, &both).await, 400, "invalid_content");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn a_key_follows_every_event_of_its_realm() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let foreign = fixture.two("messenger").await;
    let (key, _) = key_of(&fixture, "campus").await;
    let path = "/v1/campus/events?all=true";
    let mut stream = key.open_stream_at(path).await;
    foreign.send(&foreign.one, "elsewhere").await;
    two.send(&two.one, "here").await;
    let message = stream.take("message", 1).await.remove(0);
    assert_eq!(message.data["message"]["text"], "here");
    two.other
        .post(&two.chat("/read"), &json!({}))
        .await
        .expect(204);
    let read = next_of(&mut stream, "read").await;
    assert_eq!(read["user_id"], two.other_id);
    for field in ["unread_count", "unread_mention_count", "as_of"] {
        assert_eq!(read[field], Value::Null, "{field}");
    }
    fixture.group("campus").await;
    assert_eq!(next_of(&mut stream, "chat").await["chat"]["title"], "G");
    // Of a chat of its own it shows what the key may do there, as everywhere.
    let new = json!({ "type": "group", "title": "own", "user_ids": [two.one_id] });
    let own = key.post("/v1/campus/chats", &new).await.expect(201);
    let shown = next_of(&mut stream, "chat").await;
    assert_eq!(shown["chat"]["me"]["can"], own["me"]["can"]);
    assert!(
        own["me"]["can"]
            .as_array()
            .unwrap()
            .contains(&json!("send"))
    );
    let request = key.request(Method::GET, path);
    let id = message.id.clone();
    let mut resumed = EventStream::open(request.header("Last-Event-ID", id)).await;
    assert_eq!(next_of(&mut resumed, "chat").await["chat"]["title"], "G");

    let admin = fixture.client(&fixture.admin);
    for (client, realm) in [(&two.one, "campus"), (&admin, "school")] {
        let refused = client.get(&format!("/v1/{realm}/events?all=true")).await;
        assert_refused(&refused, 403, "key_required");
    }
    let acted = acting(&key, two.one_id, Method::GET, path, &json!({})).await;
    assert_refused(&acted, 403, "key_required");
    let listed = key.get("/v1/campus/chats").await.expect(200);
    assert_eq!(ids(&listed["chats"]), [own["id"].as_i64().unwrap()]);
}
