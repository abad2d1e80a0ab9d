//! The list of chats, beginning and hiding them.

use serde_json::{Value, json};

use super::{NativeFixture, REALMS, ids};
use crate::support::assert_refused;

#[tokio::test]
async fn chat_has_every_field_of_the_contract() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let sent = two.send(&two.other, "Привет").await;
        let chat = two.shown(&two.one).await;
        let is_market = realm == "market";
        let kind = if is_market { "listing" } else { "private" };
        assert_eq!(chat["type"], kind);
        assert_eq!(chat["member_count"], 2);
        assert_eq!(chat["unread_count"], 1);
        assert_eq!(chat["listing"].is_null(), !is_market);
        if is_market {
            let seller = chat["listing"]["seller_id"].as_i64();
            assert_eq!(seller, Some(two.other_id), "member_ids names the seller");
        }
        for name in ["title", "avatar_url"] {
            assert_eq!(chat.get(name), Some(&Value::Null), "{name}");
        }
        for name in ["unread_mention_count", "created_at"] {
            assert!(!chat[name].is_null(), "{name}");
        }
        assert_eq!(chat["pins"], json!([]));
        assert_eq!(chat["last_message"]["id"], sent);
        assert_eq!(chat["last_message"]["author_id"], two.other_id);
        let me = &chat["me"];
        assert_eq!(me["role"], "member");
        for name in ["muted", "pinned", "archived"] {
            assert_eq!(me[name], false, "{name}");
        }
        for name in ["muted_until", "draft"] {
            assert_eq!(me.get(name), Some(&Value::Null), "{name}");
        }
        let members = chat["members"].as_array().unwrap();
        let other = members.iter().find(|one| one["user"]["id"] == two.other_id);
        let other = other.unwrap();
        assert_eq!(other["last_read_id"], sent);
        assert_eq!(other["role"], "member");
        assert_eq!(other["user"]["online"], false);
    }
}

#[tokio::test]
async fn list_is_paged_by_latest_activity() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let mut expected = Vec::new();
    for person in fixture.database.crowd("member", 7).await {
        let new = json!({ "type": "private", "user_ids": [person.id] });
        let chat = ann.post("/v1/campus/chats", &new).await.expect(201);
        expected.insert(0, chat["id"].as_i64().unwrap());
    }
    let again = expected.remove(3);
    let path = format!("/v1/campus/chats/{again}/messages");
    ann.post(&path, &json!({ "text": "!" })).await.expect(201);
    expected.insert(0, again);
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/campus/chats?limit=3{cursor}");
        let page = ann.get(&path).await.expect(200);
        found.extend(ids(&page["chats"]));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(found, expected);
    let refused = ann.get("/v1/campus/chats?limit=101").await;
    assert_refused(&refused, 400, "invalid_limit");
    let archived = ann.get("/v1/campus/chats?filter=archived").await;
    assert_eq!(archived.expect(200)["chats"], json!([]));
}

#[tokio::test]
async fn list_finds_unread_chats_and_names() {
    let fixture = NativeFixture::new().await;
    let (two, group) = (fixture.two("campus").await, fixture.group("campus").await);
    two.send(&two.one, "!").await;
    let list = async |query: &str| {
        let list = two.other.get(&two.path(&format!("/chats?{query}"))).await;
        ids(&list.expect(200)["chats"])
    };
    assert_eq!(list("filter=unread").await, [two.chat_id]);
    let name = &fixture.ann.name[4..20];
    let found = list(&format!("q={name}")).await;
    assert_eq!(found, [two.chat_id, group.chat_id]);
    assert_eq!(list("q=g&filter=unread").await, [0_i64; 0]);
    two.other
        .post(&two.chat("/read"), &json!({}))
        .await
        .expect(204);
    assert_eq!(list("filter=unread").await, [0_i64; 0]);
}

#[tokio::test]
async fn hidden_chat_returns_with_the_next_message() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger", "direct", "market"] {
        let two = fixture.two(realm).await;
        two.send(&two.one, "!").await;
        let listed = async || {
            let list = two.other.get(&two.path("/chats")).await.expect(200);
            ids(&list["chats"]).contains(&two.chat_id)
        };
        assert!(listed().await);
        assert_eq!(two.other.delete(&two.chat("")).await.status, 204);
        assert!(!listed().await, "{realm}");
        two.send(&two.one, "?").await;
        assert!(listed().await, "{realm}");
        let page = two.one.get(&two.chat("/messages")).await.expect(200);
        assert_eq!(page["messages"].as_array().unwrap().len(), 2);
    }
    let lesson = fixture.two("school").await;
    let refused = lesson.one.delete(&lesson.chat("")).await;
    assert_refused(&refused, 403, "not_in_this_realm");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn private_chat_is_found_and_not_made_twice() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let (one, two) = (fixture.two(realm).await.chat_id, fixture.two(realm).await);
        assert_eq!(one, two.chat_id);
    }
}

#[tokio::test]
async fn chats_of_the_old_contracts_are_the_same() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    two.send(&two.one, "from v1").await;
    two.other.send_message(two.chat_id, "from the school").await;
    let page = two.one.get(&two.chat("/messages")).await.expect(200);
    assert_eq!(page["messages"][1]["text"], "from the school");
    let path = format!("/api/chats/{}/messages", two.chat_id);
    let old = two.other.get(&path).await.expect(200);
    assert_eq!(old["messages"][0]["content"], "from v1");
}

#[tokio::test]
async fn chats_and_messages_are_found_by_the_uuids_of_campus() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let first = two.send(&two.one, "first").await;
    let reply = json!({"text": "second", "reply_to_id": first});
    let reply = two
        .other
        .post(&two.chat("/messages"), &reply)
        .await
        .expect(201);

    let old = two
        .one
        .get("/api/unet-chat/conversations/")
        .await
        .expect(200);
    let conversation = &old[0];
    let chat = two.shown(&two.one).await;
    assert_eq!(chat["uuid"], conversation["id"]);
    assert_eq!(
        chat["last_message"]["uuid"],
        conversation["last_message"]["id"]
    );
    assert_eq!(reply["uuid"], conversation["last_message"]["id"]);
    assert_eq!(
        reply["reply_to"]["uuid"],
        conversation["last_message"]["reply_to"]
    );

    let uuid = |value: &Value| value.as_str().unwrap().to_owned();
    let by_uuid = format!("/v1/campus/chats/by-uuid/{}", uuid(&chat["uuid"]));
    assert_eq!(two.other.get(&by_uuid).await.expect(200)["id"], two.chat_id);
    let by_uuid = format!("/v1/campus/messages/by-uuid/{}", uuid(&reply["uuid"]));
    assert_eq!(two.one.get(&by_uuid).await.expect(200)["id"], reply["id"]);
    assert_refused(
        &two.one.get(&by_uuid.replace("campus", "messenger")).await,
        404,
        "message_not_found",
    );
}

#[tokio::test]
async fn deleted_group_is_gone_for_all() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let refused = group.other.delete(&group.chat("")).await;
    assert_refused(&refused, 403, "not_the_creator");
    assert_eq!(group.one.delete(&group.chat("")).await.status, 204);
    let gone = group.other.get(&group.chat("")).await;
    assert_refused(&gone, 404, "chat_not_found");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn listing_keeps_the_title_with_which_its_chat_began() {
    let fixture = NativeFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    let begin = async |listing_id: i64, title: Value| {
        let new = json!({
            "type": "listing", "listing_id": listing_id, "user_ids": [fixture.bob.id],
            "title": title
        });
        ann.post("/v1/market/chats", &new).await
    };
    let begun = begin(1, json!("iPhone <b>15</b>")).await.expect(201);
    assert_eq!(begun["listing"]["title"], "iPhone 15");
    assert_eq!(begun["title"], Value::Null);
    let found = begin(1, json!("another")).await.expect(200);
    assert_eq!(found["listing"], begun["listing"]);
    let path = format!("/v1/market/chats/{}", begun["id"]);
    assert_eq!(
        bob.get(&path).await.expect(200)["listing"],
        begun["listing"]
    );
    let untitled = begin(2, Value::Null).await.expect(201);
    assert_eq!(untitled["listing"]["title"], Value::Null);
    begin(3, json!("x".repeat(200))).await.expect(201);
    for title in ["x".repeat(201), " ".to_owned()] {
        assert_refused(&begin(4, json!(title)).await, 400, "invalid_name");
    }
    fixture.assert_verified().await;
}
