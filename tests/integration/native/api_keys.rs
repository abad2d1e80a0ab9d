//! API keys: scopes, acting for a person, revocation, the audit.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::app::native_openapi;
use vestnik::auth::ApiKeyList;
use vestnik::domain::{KeyName, KeyScope};

use super::{NativeFixture, Two};
use crate::support::database::token_for;
use crate::support::openapi::operations;
use crate::support::{Answer, Client, TestDatabase, assert_refused, eventually};

/// Adds a key; returns it and the id of its user.
pub(crate) async fn add_key(
    database: &TestDatabase,
    name: &str,
    realm: &str,
    scopes: &[KeyScope],
) -> (String, i64) {
    let keys = ApiKeyList::open(&database.connector()).await.unwrap();
    let name: KeyName = name.parse().unwrap();
    let added = keys.add(&name, realm.parse().unwrap(), scopes).await;
    let added = added.unwrap().expect("the name is free");
    (added.secret, added.user_id.0)
}

pub(super) async fn revoke(database: &TestDatabase, name: &str) {
    let keys = ApiKeyList::open(&database.connector()).await.unwrap();
    let revoked = keys.revoke(&name.parse().unwrap()).await.unwrap();
    assert_eq!(revoked, Some(true));
}

/// A request that acts for a user.
pub(super) async fn acting(
    client: &Client,
    user_id: i64,
    method: Method,
    path: &str,
    body: &Value,
) -> Answer {
    let has_body = method != Method::GET;
    let request = client.request(method, path).header("Act-As", user_id);
    let request = if has_body {
        request.json(body)
    } else {
        request
    };
    client.send(request).await
}

/// Operations by the scope that they demand; `people` is for people only, `any` for everybody.
const SCOPES: [(&str, &str); 6] = [
    (
        "users",
        "GET /users, GET /users/{id}, GET /blocks, PUT /users/{id}/block, DELETE /users/{id}/block, \
         PUT /users, PUT /users/{id}, DELETE /users/{id}, POST /tokens",
    ),
    (
        "chats",
        "POST /chats, PATCH /chats/{id}, DELETE /chats/{id}, PATCH /chats/{id}/me, \
         PUT /chats/{id}/draft, POST /chats/{id}/members, \
         PATCH /chats/{id}/members/{user_id}, DELETE /chats/{id}/members/{user_id}",
    ),
    (
        "messages",
        "POST /chats/{id}/messages, PATCH /scheduled/{id}, DELETE /scheduled/{id}, \
         PATCH /messages/{id}, DELETE /messages/{id}, \
         POST /messages/{id}/report, PUT /messages/{id}/reactions/{emoji}, \
         DELETE /messages/{id}/reactions/{emoji}, PUT /messages/{id}/vote, \
         POST /messages/{id}/close, PUT /chats/{id}/pins/{message_id}, \
         DELETE /chats/{id}/pins/{message_id}, POST /chats/{id}/read, POST /chats/{id}/unread, \
         POST /chats/{id}/typing, \
         POST /attachments, POST /uploads, HEAD /uploads/{id}, PATCH /uploads/{id}, \
         DELETE /uploads/{id}, POST /uploads/{id}",
    ),
    (
        "read",
        "GET /me, GET /chats, GET /chats/{id}, GET /chats/by-uuid/{uuid}, GET /chats/{id}/members, \
         GET /chats/{id}/messages, GET /chats/{id}/files, GET /scheduled, \
         GET /messages/{id}, GET /messages/by-uuid/{uuid}, GET /messages/{id}/readers, \
         GET /messages/{id}/reactions, GET /messages/{id}/voters, GET /search, GET /attachments/{id}, \
         GET /attachments/{id}/preview, GET /attachments/{id}/info, GET /avatars/{id}, GET /events",
    ),
    (
        "people",
        "PATCH /me, GET /push/key, GET /push/subscriptions, PUT /push/subscriptions/{device_id}, \
         DELETE /push/subscriptions/{device_id}, \
         PUT /me/password, GET /me/sessions, DELETE /me/sessions/{id}, GET /invitations, \
         POST /invitations, DELETE /invitations/{id}, POST /users/{id}/password-reset, \
         POST /users/{id}/deactivate, POST /users/{id}/reactivate, \
         PUT /users/{id}/role, GET /desk/reports, POST /desk/reports/{id}, GET /desk/unanswered, \
         GET /desk/statistics, GET /desk/chats/{id}/timeline, GET /desk/chats/{id}/at, \
         GET /desk/chats/{id}/export, GET /desk/proof, POST /desk/proof, \
         GET /desk/users/{id}/erasure, POST /desk/users/{id}/erasure, \
         DELETE /desk/users/{id}/erasure, GET /desk/erasures, GET /desk/accesses, \
         POST /desk/chats/{id}/access",
    ),
    (
        "any",
        "POST /guests, POST /sessions, POST /sessions/refresh, DELETE /sessions/current, OPTIONS /uploads, OPTIONS /uploads/{id}, POST /invitations/accept, POST /invitations/look-up, GET /policy, GET /server, POST /password-resets, \
         POST /password-resets/complete, GET /unsubscribe, POST /unsubscribe",
    ),
];

fn scopes_of_operations() -> BTreeMap<&'static str, &'static str> {
    let listed = SCOPES.iter().flat_map(|(scope, operations)| {
        let operations = operations.split(',').map(str::trim);
        operations.map(move |operation| (operation, *scope))
    });
    listed.collect()
}

/// The code of a refusal; that of an answer to HEAD has no body.
async fn attempt(client: &Client, operation: &str) -> (u16, String) {
    let (method, path) = operation.split_once(' ').unwrap();
    let path = path
        .replace("{emoji}", "%F0%9F%91%8D")
        .replace("{user_id}", "me");
    let path = path
        .replace("{external_id}", "x")
        .replace("{message_id}", "1")
        .replace("{id}", "1");
    let method: Method = method.parse().unwrap();
    let request = client.request(method, &format!("/v1/campus{path}"));
    let request = request.header("Tus-Resumable", "1.0.0").json(&json!({}));
    let answer = client.send(request).await;
    let code = answer.body["code"].as_str().unwrap_or_default();
    (answer.status, code.to_owned())
}

#[tokio::test]
async fn each_operation_demands_its_scope() {
    let fixture = NativeFixture::new().await;
    let expected = scopes_of_operations();
    let document: Value = serde_json::from_str(&native_openapi()).unwrap();
    let documented: Vec<String> = operations(&document)
        .iter()
        .map(|operation| operation.replace("/v1/{realm}", ""))
        .collect();
    for scope in KeyScope::ALL {
        let name = format!("only-{scope}");
        let (key, _) = add_key(&fixture.database, &name, "campus", &[scope]).await;
        let client = fixture.replica.anonymous_client().with_token(&key);
        for operation in &documented {
            let demanded = expected.get(operation.as_str());
            let demanded = *demanded.unwrap_or_else(|| panic!("{operation} has no scope here"));
            // It stays open.
            if operation == "GET /events" && scope == KeyScope::Read {
                continue;
            }
            let (status, code) = attempt(&client, operation).await;
            let what = format!("{operation} with {scope}: {status} {code}");
            if demanded == scope.as_str() || demanded == "any" {
                assert!(status != 401 && code != "missing_scope", "{what}");
            } else if operation.starts_with("HEAD") {
                assert_eq!(status, 403, "{what}");
            } else {
                let refusal = match demanded {
                    "people" => "not_for_keys",
                    _ => "missing_scope",
                };
                assert_eq!((status, code.as_str()), (403, refusal), "{what}");
            }
        }
    }
    assert_eq!(documented.len(), expected.len());
}

/// A campus with a group of Ann's and Bob's, and a key with all scopes.
async fn campus() -> (NativeFixture, Two, Client, i64) {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let (key, bot) = add_key(&fixture.database, "billing", "campus", &KeyScope::ALL).await;
    let client = fixture.replica.anonymous_client().with_token(&key);
    (fixture, group, client, bot)
}

#[tokio::test]
async fn a_key_acts_for_itself_as_a_service() {
    let (fixture, group, key, bot) = campus().await;
    let me = key.get("/v1/campus/me").await.expect(200);
    assert_eq!((&me["id"], &me["role"]), (&bot.into(), &"service".into()));
    assert_eq!(me["name"], "billing");
    let outside = key.get(&group.chat("")).await;
    assert_refused(&outside, 403, "not_a_participant");
    let new = json!({ "user_ids": [bot] });
    let added = group.one.post(&group.chat("/members"), &new).await;
    added.expect(200);
    let message = group.send(&key, "Paid").await;
    let sql = format!(
        "SELECT count(*) FROM events
         WHERE position = {message} AND actor_id = {bot} AND payload ->> 'via_key' = 'billing'"
    );
    assert_eq!(fixture.database.number(&sql).await, 1);
    // A message that leaves the chat unread by nobody else has no read mark; one after another's has.
    group.send(&group.other, "Thanks").await;
    group.send(&key, "Welcome").await;
    let marks = format!(
        "SELECT count(*) FROM events
         WHERE kind = 'chat_read' AND actor_id = {bot} AND payload ->> 'via_key' = 'billing'"
    );
    assert_eq!(fixture.database.number(&marks).await, 1);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn a_key_acts_for_a_person_and_the_audit_names_both() {
    let (fixture, group, key, _) = campus().await;
    let ann = group.one_id;
    let path = group.chat("/messages");
    let text = json!({ "text": "From my calendar" });
    let sent = acting(&key, ann, Method::POST, &path, &text)
        .await
        .expect(201);
    assert_eq!(sent["author_id"], ann);
    let settings = json!({ "archived": true });
    for _ in 0..2 {
        let path = group.chat("/me");
        let changed = acting(&key, ann, Method::PATCH, &path, &settings).await;
        changed.expect(200);
    }
    let said = "SELECT count(*) FROM audit.key_activity('billing') WHERE description LIKE ";
    let wrote = format!("{said}'wrote% through key \"billing\"' AND text = 'From my calendar'");
    assert_eq!(fixture.database.number(&wrote).await, 1);
    // The same settings again change nothing, whoever sets them.
    let all = "SELECT count(*) FROM audit.key_activity('billing')";
    assert_eq!(fixture.database.number(all).await, 2);
    fixture.assert_verified().await;
    fixture
        .database
        .execute(&format!("CALL audit.erase_user({ann})"))
        .await;
    let left = format!("{said}'%erased since% through key%' AND text IS NULL");
    assert_eq!(fixture.database.number(&left).await, 1);
    fixture.assert_verified().await;
    let hashes = "SELECT count(*) FROM audit.verify_hashes() AS h WHERE h.problem IS NOT NULL";
    assert_eq!(fixture.database.number(hashes).await, 0);
}

#[tokio::test]
async fn keys_cannot_act_for_those_beyond_them() {
    let (fixture, group, key, bot) = campus().await;
    let database = &fixture.database;
    let (_, other_bot) = add_key(database, "other", "campus", &[KeyScope::Read]).await;
    let moderator = database.person("moderator").await;
    let elsewhere = database.person("member").await;
    let sql = format!(
        "UPDATE users SET realms = '{{messenger}}' WHERE id = {}",
        elsewhere.id
    );
    database.execute(&sql).await;
    let beyond = [
        0,
        999_999,
        fixture.admin.id,
        moderator.id,
        elsewhere.id,
        other_bot,
        bot,
    ];
    for user_id in beyond {
        let refused = acting(&key, user_id, Method::GET, "/v1/campus/me", &json!({})).await;
        assert_refused(&refused, 403, "user_beyond_key");
    }
    for malformed in ["", "ann", "1.5"] {
        let request = key.request(Method::GET, "/v1/campus/me");
        let refused = key.send(request.header("Act-As", malformed)).await;
        assert_refused(&refused, 400, "invalid_act_as");
    }
    let nothing = json!({});
    let path = "/v1/campus/me";
    let refused = acting(&group.one, group.other_id, Method::GET, path, &nothing).await;
    assert_refused(&refused, 403, "key_required");
}

#[tokio::test]
async fn keys_open_nothing_but_v1_of_their_realm() {
    let (fixture, _, key, bot) = campus().await;
    for realm in ["school", "messenger", "market", "direct"] {
        let refused = key.get(&format!("/v1/{realm}/me")).await;
        assert_refused(&refused, 403, "not_in_this_realm");
    }
    for path in [
        "/api/me",
        "/api/messenger/conversations",
        "/api/unet-chat/conversations",
        "/api/chat/chats/my",
        "/api/v1/chat/conversations",
    ] {
        assert_eq!(key.get(path).await.status, 401, "{path}");
    }
    let anonymous = fixture.replica.anonymous_client();
    let unknown = format!("vk_{}", "0".repeat(64));
    let unknown = anonymous.clone().with_token(&unknown);
    assert_refused(&unknown.get("/v1/campus/me").await, 401, "invalid_key");
    // No token names the user of a key, by id or by name.
    for token in [
        token_for(bot),
        token_for(vestnik::auth::claims::Subject::External(
            "key:billing".into(),
        )),
    ] {
        let client = anonymous.clone().with_token(&token);
        assert_eq!(client.get("/v1/campus/me").await.status, 401);
    }
}

#[tokio::test]
async fn requests_of_a_key_count_against_the_limits() {
    let fixture = NativeFixture::with(&[("SEND_LIMIT", "1/2")]).await;
    let group = fixture.group("campus").await;
    let (key, _) = add_key(&fixture.database, "fast", "campus", &[KeyScope::Messages]).await;
    let key = fixture.replica.anonymous_client().with_token(&key);
    let path = group.chat("/messages");
    let limited = eventually("the limit", async || {
        let text = json!({ "text": "." });
        let answer = acting(&key, group.one_id, Method::POST, &path, &text).await;
        (answer.status == 429).then_some(answer)
    })
    .await;
    assert_refused(&limited, 429, "rate_limited");
}
