//! Which realm has which operation.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vestnik::app::native_openapi;

use super::{NativeFixture, REALMS};
use crate::hardening::operations::{self, Operation};
use crate::support::{Answer, Client};

/// The realms that lack operations; all have every other one.
const LACKING: [(&str, &str); 8] = [
    (
        "direct market",
        "POST /chats, PATCH /chats/{id}, POST /chats/{id}/members, \
         PATCH /chats/{id}/members/{user_id}, DELETE /chats/{id}/members/{user_id}",
    ),
    (
        "market",
        "PATCH /messages/{id}, PUT /messages/{id}/reactions/{emoji}, \
         DELETE /messages/{id}/reactions/{emoji}, GET /messages/{id}/reactions, \
         PUT /messages/{id}/vote, POST /messages/{id}/close, GET /messages/{id}/voters, \
         PUT /chats/{id}/pins/{message_id}, \
         DELETE /chats/{id}/pins/{message_id}, PUT /chats/{id}/draft, PATCH /chats/{id}/me",
    ),
    (
        "school",
        "PUT /users/{id}/block, DELETE /users/{id}/block, GET /blocks",
    ),
    (
        "school campus messenger direct",
        "POST /guests, POST /messages/{id}/report, GET /desk/reports, POST /desk/reports/{id}",
    ),
    (
        "campus messenger direct market",
        "POST /sessions, POST /sessions/refresh, DELETE /sessions/current, \
         PUT /me/password, GET /me/sessions, DELETE /me/sessions/{id}, POST /password-resets, \
         POST /password-resets/complete, POST /users/{id}/password-reset, \
         POST /users/{id}/deactivate, POST /users/{id}/reactivate, \
         PUT /users/{id}/role, GET /invitations, POST /invitations, DELETE /invitations/{id}, \
         POST /invitations/accept, POST /invitations/look-up",
    ),
    (
        "campus messenger direct",
        "GET /desk/unanswered, GET /desk/statistics, GET /desk/chats/{id}/timeline, \
         GET /desk/chats/{id}/at, GET /desk/chats/{id}/export, GET /desk/proof, POST /desk/proof",
    ),
    (
        "campus messenger direct",
        "GET /desk/users/{id}/erasure, POST /desk/users/{id}/erasure, \
         DELETE /desk/users/{id}/erasure",
    ),
    (
        "campus messenger direct",
        "GET /desk/erasures, GET /desk/accesses, POST /desk/chats/{id}/access",
    ),
];

/// The operations that a realm lacks.
fn lacking(realm: &str) -> Vec<&'static str> {
    let of_realm = LACKING
        .iter()
        .filter(|(realms, _)| realms.split(' ').any(|lacking| lacking == realm));
    let operations = of_realm.flat_map(|(_, operations)| operations.split(','));
    operations.map(str::trim).collect()
}

/// The body of a request with these fields.
fn body(fields: &[String]) -> Value {
    let mut all = json!({
        "type": "group", "title": "G", "user_ids": [1], "role": "admin",
        "text": "!", "reason": "!", "typing": true, "pinned": true,
        "old_password": "old password", "new_password": "new password",
        "email": "a@b.test", "token": "t", "password": "new password", "name": "A",
        "decision": "dismiss", "confirm_name": "A", "user_id": 1, "ttl_seconds": 60, "option_ids": [0],
        "from_id": 1,
        "endpoint": "https://push.test", "keys": { "p256dh": "x", "auth": "x" }
    });
    let all = all.as_object_mut().unwrap();
    all.retain(|name, _| fields.contains(name));
    Value::Object(std::mem::take(all))
}

async fn attempt(client: &Client, realm: &str, operation: &Operation) -> Answer {
    const UUID: &str = "00000000-0000-0000-0000-000000000000";
    let path = operation.path.trim_start_matches("/v1/{realm}");
    let of_uuids = ["/me/sessions/", "/invitations/"];
    let mut path = path.replace("{emoji}", "%F0%9F%91%8D");
    if of_uuids.iter().any(|prefix| path.starts_with(prefix)) {
        path = path.replace("{id}", UUID);
    }
    for parameter in ["{user_id}", "{message_id}", "{id}"] {
        path = path.replace(parameter, "1");
    }
    let query = match path.as_str() {
        "/desk/statistics" => "?from=2026-01-01&to=2026-01-02",
        "/desk/chats/1/at" => "?time=2026-01-01T00:00:00Z",
        "/desk/chats/1/export" => "?format=csv",
        _ => "",
    };
    let path = path.replace("{uuid}", UUID);
    let path = format!("/v1/{realm}{path}{query}");
    let request = client.request(operation.method.clone(), &path);
    let request = request.header("Tus-Resumable", "1.0.0");
    client.send(request.json(&body(&operation.fields))).await
}

#[tokio::test]
async fn realm_refuses_exactly_the_operations_that_it_lacks() {
    let fixture = NativeFixture::new().await;
    let document: Value = serde_json::from_str(&native_openapi()).unwrap();
    let documented: BTreeMap<String, Operation> = operations::of(&document)
        .into_iter()
        .map(|operation| (operation.name().replace("/v1/{realm}", ""), operation))
        .collect();
    let mut wrong = BTreeMap::new();
    for realm in REALMS {
        let lacking = lacking(realm);
        for operation in &lacking {
            let is_documented = documented.contains_key(*operation);
            assert!(is_documented, "{operation} is no operation");
        }
        for (operation, described) in &documented {
            // The stream stays open, and the others need the log-in.
            let ends_log_in = operation == "DELETE /sessions/current";
            if operation == "GET /events" || ends_log_in && !lacking.contains(&operation.as_str()) {
                continue;
            }
            let client = fixture.client(&fixture.ann);
            let answer = attempt(&client, realm, described).await;
            let is_refused = answer.code() == "not_in_this_realm";
            if is_refused {
                assert_eq!(answer.status, 403);
                let detail = answer.body["detail"].as_str().unwrap();
                assert!(
                    detail.contains("no such operation"),
                    "{operation}: {detail}"
                );
            }
            if is_refused != lacking.contains(&operation.as_str()) {
                wrong.insert(format!("{realm}: {operation}"), answer.body);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
