//! `me.can` names what succeeds and leaves out what is refused, in every realm and standing.

use serde_json::{Value, json};

use super::{NativeFixture, PNG, REALMS, Two, patch, put, reactions, upload};
use crate::support::{Answer, Client, assert_refused};

/// What a user can do, and a request that tries it. The last ones take the most away.
const OPERATIONS: [&str; 12] = [
    "send", "attach", "react", "pin", "reply", "edit", "report", "delete", "rename", "invite",
    "remove", "block",
];

/// Tries an operation as one of the two users. `own` is a message of the caller's, `foreign` one of
/// the other's.
async fn attempt(
    fixture: &NativeFixture,
    two: &Two,
    (client, user_id): (&Client, i64),
    (own, foreign): (i64, i64),
    operation: &str,
) -> Answer {
    let messages = two.chat("/messages");
    let counterpart = if user_id == two.one_id {
        two.other_id
    } else {
        two.one_id
    };
    match operation {
        "send" => client.post(&messages, &json!({ "text": "!" })).await,
        "attach" => {
            let stored = upload(client, two.realm, "a.png", PNG).await;
            if stored.status != 201 {
                return stored;
            }
            let body = json!({ "attachment_ids": [stored.body["id"]] });
            client.post(&messages, &body).await
        }
        "react" => put(client, &reactions::path(two, foreign, "👍")).await,
        "pin" => put(client, &two.chat(&format!("/pins/{foreign}"))).await,
        "reply" => {
            let body = json!({ "text": "!", "reply_to_id": foreign });
            client.post(&messages, &body).await
        }
        "edit" => {
            let path = two.path(&format!("/messages/{own}"));
            patch(client, &path, &json!({ "text": "?" })).await
        }
        "delete" => {
            let path = two.path(&format!("/messages/{own}"));
            client.delete(&path).await
        }
        "report" => {
            let path = two.path(&format!("/messages/{foreign}/report"));
            client.post(&path, &json!({ "reason": "rude" })).await
        }
        "rename" => {
            patch(
                client,
                &two.chat(""),
                &json!({ "title": user_id.to_string() }),
            )
            .await
        }
        "invite" => {
            let body = json!({ "user_ids": [fixture.eve.id] });
            client.post(&two.chat("/members"), &body).await
        }
        "remove" => {
            let path = two.chat(&format!("/members/{}", fixture.eve.id));
            client.delete(&path).await
        }
        "block" => {
            let path = two.path(&format!("/users/{counterpart}/block"));
            put(client, &path).await
        }
        other => panic!("no request for {other}"),
    }
}

fn can(chat: &Value) -> Vec<&str> {
    let can = chat["me"]["can"].as_array().expect("a list").iter();
    can.map(|name| name.as_str().unwrap()).collect()
}

/// Asserts that each operation succeeds if `can` names it and is refused otherwise; returns `can`.
async fn assert_agrees(
    fixture: &NativeFixture,
    two: &Two,
    caller: (&Client, i64),
    messages: (i64, i64),
) -> Vec<String> {
    let shown = two.shown(caller.0).await;
    // In a group there is no other user whom `block` could mean.
    let operations = OPERATIONS.iter().copied();
    let operations = operations.filter(|name| *name != "block" || shown["type"] != "group");
    for operation in operations {
        let is_named = can(&shown).contains(&operation);
        let answer = attempt(fixture, two, caller, messages, operation).await;
        let is_done = (200..300).contains(&answer.status);
        assert_eq!(
            is_done, is_named,
            "{operation} in {}: {} {} {:?}",
            two.realm, answer.status, answer.body, shown["me"]
        );
        assert!(
            is_done || (400..500).contains(&answer.status),
            "{}",
            answer.body
        );
    }
    can(&shown).into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn can_names_what_the_server_allows() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let own = two.send(&two.one, "own").await;
        let foreign = two.send(&two.other, "foreign").await;
        let can = assert_agrees(&fixture, &two, (&two.one, two.one_id), (own, foreign)).await;
        let mut expected = vec!["send", "attach"];
        expected.extend((realm != "market").then_some("react"));
        expected.extend((realm != "market").then_some("edit"));
        expected.extend(["delete", "reply"]);
        expected.extend((realm != "market").then_some("pin"));
        expected.extend((realm != "school").then_some("block"));
        expected.extend((realm == "market").then_some("report"));
        assert_eq!(can, expected, "{realm}");
        // The caller has blocked the other one by now.
        let (own, foreign) = (foreign, two.send(&two.one, "again").await);
        let caller = (&two.other, two.other_id);
        let can = assert_agrees(&fixture, &two, caller, (own, foreign)).await;
        assert_eq!(
            can.contains(&"send".to_owned()),
            realm == "school",
            "{realm}"
        );
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn owner_of_a_group_can_more_than_members() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        let own = group.send(&group.one, "own").await;
        let foreign = group.send(&group.other, "foreign").await;
        let member = (&group.other, group.other_id);
        let can = assert_agrees(&fixture, &group, member, (foreign, own)).await;
        assert!(!can.contains(&"invite".to_owned()), "{can:?}");
        let owner = (&group.one, group.one_id);
        let again = group.send(&group.other, "again").await;
        let can = assert_agrees(&fixture, &group, owner, (own, again)).await;
        assert!(can.contains(&"invite".to_owned()), "{can:?}");
        // The owner deletes messages of others.
        let path = group.path(&format!("/messages/{again}"));
        assert_eq!(group.one.delete(&path).await.status, 204);
        let leave = group.chat("/members/me");
        assert_eq!(group.other.delete(&leave).await.status, 204);
        let shown = group.other.get(&group.chat("")).await;
        assert_refused(&shown, 403, "not_a_participant");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn observing_admin_reads_every_chat_and_writes_in_none() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("school").await;
    let own = two.send(&two.one, "own").await;
    let foreign = two.send(&two.other, "foreign").await;
    let admin = fixture.client(&fixture.admin);
    let caller = (&admin, fixture.admin.id);
    let can = assert_agrees(&fixture, &two, caller, (own, foreign)).await;
    assert!(can.is_empty(), "{can:?}");
    let shown = two.shown(&admin).await;
    assert_eq!(shown["me"]["role"], Value::Null);
    let list = admin.get("/v1/school/chats").await.expect(200);
    assert_eq!(super::ids(&list["chats"]), [two.chat_id]);
    let page = admin.get(&two.chat("/messages")).await.expect(200);
    assert_eq!(super::ids(&page["messages"]), [own, foreign]);
    // An admin of another realm is as anyone else.
    let campus = fixture.two("campus").await;
    let refused = admin.get(&campus.chat("")).await;
    assert_refused(&refused, 403, "not_a_participant");
}

#[tokio::test]
async fn strangers_see_nothing_of_a_chat() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let message = two.send(&two.one, "secret").await;
        for rest in ["", "/messages", "/members"] {
            let refused = two.stranger.get(&two.chat(rest)).await;
            assert_refused(&refused, 403, "not_a_participant");
        }
        let shown = two
            .one
            .get(&two.path(&format!("/messages/{message}")))
            .await;
        let uuid = shown.expect(200)["uuid"].as_str().unwrap().to_owned();
        for (there, missing) in [
            (format!("{message}"), "987654321"),
            (format!("{message}/readers"), "987654321/readers"),
            (
                format!("by-uuid/{uuid}"),
                "by-uuid/018f0000-0000-7000-8000-000000000000",
            ),
        ] {
            let path = two.path(&format!("/messages/{there}"));
            let refused = two.stranger.get(&path).await;
            let expected = match realm {
                "school" => (404, "message_not_found"),
                _ => (403, "not_a_participant"),
            };
            assert_refused(&refused, expected.0, expected.1);
            let missing = two.path(&format!("/messages/{missing}"));
            let missing = two.one.get(&missing).await;
            assert_refused(&missing, 404, "message_not_found");
        }
        let missing = two.one.get(&two.path("/chats/987654321")).await;
        let expected = match realm {
            "school" => (403, "not_a_participant"),
            _ => (404, "chat_not_found"),
        };
        assert_refused(&missing, expected.0, expected.1);
        // The same ids mean nothing in another realm.
        let elsewhere = if realm == "campus" {
            "direct"
        } else {
            "campus"
        };
        let path = format!("/v1/{elsewhere}/messages/{message}");
        assert_refused(&two.one.get(&path).await, 404, "message_not_found");
    }
}

#[tokio::test]
async fn operations_outside_of_the_policy_are_refused_by_name() {
    let fixture = NativeFixture::new().await;
    let ann = fixture.client(&fixture.ann);
    let bob = fixture.bob.id;
    let group = json!({ "type": "group", "title": "G", "user_ids": [bob] });
    let private = json!({ "type": "private", "user_ids": [bob] });
    let listing = json!({ "type": "listing", "listing_id": 1, "user_ids": [bob] });
    for (realm, new) in [
        ("direct", &group),
        ("market", &group),
        ("market", &private),
        ("school", &private),
        ("campus", &listing),
    ] {
        let refused = ann.post(&format!("/v1/{realm}/chats"), new).await;
        assert_refused(&refused, 403, "not_in_this_realm");
    }
    let block = put(&ann, &format!("/v1/school/users/{bob}/block")).await;
    assert_refused(&block, 403, "not_in_this_realm");
}
