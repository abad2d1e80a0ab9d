//! Requests of `/v1` with fields and parameters that do not exist, and what the refusal names.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::app::native_openapi;
use vestnik::domain::KeyScope;

use super::api_keys::add_key;
use super::{NativeFixture, patch, put_json};
use crate::hardening::operations::{self, Operation};
use crate::support::{Answer, Client, assert_refused};

fn documented() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&native_openapi()).unwrap();
    operations::of(&document)
}

/// An address of the operation in a realm.
fn address(operation: &Operation, realm: &str) -> String {
    const UUID: &str = "00000000-0000-0000-0000-000000000000";
    let path = operation.path.replace("{realm}", realm);
    let path = path
        .replace("{emoji}", "%F0%9F%91%8D")
        .replace("{uuid}", UUID);
    let of_uuids = ["/me/sessions/", "/invitations/"];
    let id = if of_uuids.iter().any(|part| path.contains(part)) {
        UUID
    } else {
        "1"
    };
    ["{id}", "{message_id}", "{user_id}"]
        .iter()
        .fold(path, |path, name| path.replace(name, id))
}

async fn post_as_json(client: &Client, method: &Method, path: &str, body: &Value) -> Answer {
    client
        .send(client.request(method.clone(), path).json(body))
        .await
}

#[tokio::test]
async fn unknown_field_is_refused_by_every_operation() {
    let fixture = NativeFixture::new().await;
    let (key, _) = add_key(&fixture.database, "billing", "campus", &KeyScope::ALL).await;
    let key = fixture.replica.anonymous_client().with_token(&key);
    let of_json = documented();
    let of_json = of_json.iter().filter(|operation| operation.takes_json);
    let (mut count, surplus) = (0, json!({ "surplus": 1 }));
    for operation in of_json {
        let path = address(operation, "school");
        let person = fixture.client(&fixture.ann);
        let mut answer = post_as_json(&person, &operation.method, &path, &surplus).await;
        if answer.code() == "key_required" {
            let path = address(operation, "campus");
            let is_list = operation.fields.is_empty();
            let body = if is_list {
                json!([surplus])
            } else {
                surplus.clone()
            };
            answer = post_as_json(&key, &operation.method, &path, &body).await;
        }
        assert_refused(&answer, 400, "unknown_field");
        let part = &answer.body["errors"][0];
        let pointer = part["pointer"].as_str().unwrap();
        assert!(pointer.ends_with("/surplus"), "{}", answer.body);
        assert_eq!(part["code"], "unknown_field");
        count += 1;
    }
    assert!(count > 25, "only {count} operations have a JSON body");
}

#[tokio::test]
async fn unknown_parameter_is_refused_by_every_operation() {
    let fixture = NativeFixture::new().await;
    let client = fixture.client(&fixture.ann);
    for operation in documented() {
        let path = format!("{}?surplus=1", address(&operation, "campus"));
        let request = client.request(operation.method.clone(), &path);
        let answer = client.send(request).await;
        if operation.method == Method::HEAD {
            assert_eq!(answer.status, 400, "{path}");
            continue;
        }
        assert_refused(&answer, 400, "unknown_parameter");
        let part = &answer.body["errors"][0];
        assert_eq!(part["parameter"], "surplus", "{path}");
        assert_eq!(part["code"], "unknown_parameter", "{path}");
    }
}

#[tokio::test]
async fn refusal_names_the_field_or_the_parameter() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let hours =
        json!({ "notifications": { "quiet_hours": { "from": "22:00", "until": "07:00" } } });
    let title = json!({ "type": "group", "title": "", "user_ids": [fixture.bob.id] });
    for (answer, code, pointer) in [
        (
            two.one
                .post(&two.chat("/messages"), &json!({ "text": 7 }))
                .await,
            "invalid_body",
            "/text",
        ),
        (
            two.one
                .post(&two.chat("/messages"), &json!({ "text": " " }))
                .await,
            "invalid_content",
            "/text",
        ),
        (
            patch(&two.one, "/v1/campus/me", &hours).await,
            "unknown_field",
            "/notifications/quiet_hours/until",
        ),
        (
            two.one.post("/v1/campus/chats", &title).await,
            "invalid_name",
            "/title",
        ),
        (
            put_json(&two.one, &two.chat("/draft"), &json!({})).await,
            "invalid_body",
            "/text",
        ),
    ] {
        assert_refused(&answer, 400, code);
        assert_eq!(
            answer.body["errors"][0]["pointer"], pointer,
            "{}",
            answer.body
        );
        assert_eq!(answer.body["errors"][0]["code"], code);
    }
    for (query, code, parameter) in [
        ("?limit=many", "invalid_query", "limit"),
        ("?limit=0", "invalid_limit", "limit"),
        ("?cursor=x", "invalid_cursor", "cursor"),
        ("?filter=new", "invalid_query", "filter"),
    ] {
        let answer = two.one.get(&format!("/v1/campus/chats{query}")).await;
        assert_refused(&answer, 400, code);
        assert_eq!(answer.body["errors"][0]["parameter"], parameter, "{query}");
    }
}

#[tokio::test]
async fn older_contracts_ignore_what_they_do_not_know() {
    let fixture = NativeFixture::new().await;
    let client = fixture.client(&fixture.pair.teacher);
    let chat_id = fixture.pair.chat_id;
    let new = json!({ "chat_id": chat_id, "content": "Good day", "surplus": 1 });
    let sent = client.post("/api/messages?surplus=1", &new).await;
    sent.expect(201);
    client.get("/api/chats?surplus=1").await.expect(200);
}

#[tokio::test]
async fn changes_are_merge_patches() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    for (path, body) in [
        (group.chat(""), json!({ "title": null })),
        (group.path("/me"), json!({ "name": null })),
        (group.path("/me"), json!({ "language": null })),
    ] {
        let refused = patch(&group.one, &path, &body).await;
        assert_refused(&refused, 400, "invalid_body");
        let field = body.as_object().unwrap().keys().next().unwrap();
        assert_eq!(refused.body["errors"][0]["pointer"], format!("/{field}"));
    }
    let off = json!({ "notifications": { "push": false, "email": false } });
    patch(&group.one, &group.path("/me"), &off)
        .await
        .expect(200);
    let merge = |body: &Value| {
        let request = group.one.request(Method::PATCH, &group.path("/me"));
        let request = request.header("content-type", "application/merge-patch+json");
        request.body(body.to_string())
    };
    let push = json!({ "notifications": { "push": null } });
    let me = group.one.send(merge(&push)).await.expect(200);
    assert_eq!(me["notifications"]["push"], true);
    assert_eq!(me["notifications"]["email"], false);
    let all = json!({ "notifications": null });
    let me = group.one.send(merge(&all)).await.expect(200);
    assert_eq!(me["notifications"]["email"], true);
    let request = group.one.request(Method::POST, &group.chat("/typing"));
    let request = request.header("content-type", "application/merge-patch+json");
    let refused = group.one.send(request.body("{}")).await;
    assert_refused(&refused, 415, "unsupported_media_type");
}
