//! Tokens that a key issues for people.

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::domain::KeyScope;

use super::api_keys::{add_key, revoke};
use super::managed_users::{directory_key, person};
use super::{NativeFixture, SETTINGS, put_json};
use crate::support::{Replica, assert_refused, eventually};

#[tokio::test]
async fn a_keys_token_changes_no_account_of_other_realms() {
    let fixture = NativeFixture::with(&[("REALMS", "all")]).await;
    let (secret, _) = add_key(&fixture.database, "crm", "school", &[KeyScope::Users]).await;
    let key = fixture.replica.anonymous_client().with_token(&secret);
    let sql = "INSERT INTO users (external_id, name, role) VALUES ('many', 'M', 'teacher')";
    fixture.database.execute(sql).await;
    let id = fixture
        .database
        .number("SELECT id FROM users WHERE name = 'M'")
        .await;
    let issue = async |id: &Value| {
        let new = json!({ "user_id": id, "ttl_seconds": 600 });
        let issued = key.post("/v1/school/tokens", &new).await.expect(201);
        let token = issued["token"].as_str().unwrap().to_owned();
        fixture.replica.anonymous_client().with_token(&token)
    };
    // The token opens the realm of the key alone, and what the person's own tokens open stays.
    let many = issue(&id.into()).await;
    many.get("/v1/school/me").await.expect(200);
    let elsewhere = many.get("/v1/messenger/me").await;
    assert_refused(&elsewhere, 403, "not_in_this_realm");
    let own = person(&fixture.replica, "many");
    own.get("/v1/messenger/me").await.expect(200);

    let changes = json!({ "name": "Mallory" });
    let session = "/v1/school/me/sessions/00000000-0000-4000-8000-000000000000";
    let passwords = json!({ "old_password": "12345678", "new_password": "12345678" });
    for (method, path, body) in [
        (Method::PATCH, "/v1/school/me", &changes),
        (Method::GET, "/v1/school/me/sessions", &changes),
        (Method::DELETE, session, &changes),
        (Method::PUT, "/v1/school/me/password", &passwords),
    ] {
        let request = many.request(method, path).json(body);
        assert_refused(&many.send(request).await, 403, "user_beyond_key");
    }
    // Of a person of the school alone it does.
    let one = put_json(&key, "/v1/school/users/one", &json!({ "name": "O" })).await;
    let one = issue(&one.expect(200)["id"]).await;
    let request = one.request(Method::PATCH, "/v1/school/me").json(&changes);
    assert_eq!(one.send(request).await.expect(200)["name"], "Mallory");
}

#[tokio::test]
async fn tokens_of_a_key_end_with_it() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let mia = put_json(&key, "/v1/campus/users/mia", &json!({ "name": "Mia" })).await;
    let mia_id = mia.expect(200)["id"].clone();
    let path = "/v1/campus/tokens";
    let issued = key
        .post(path, &json!({ "user_id": mia_id, "ttl_seconds": 600 }))
        .await
        .expect(201);
    let token = issued["token"].as_str().unwrap();
    let mia = other.anonymous_client().with_token(token);
    assert_eq!(mia.get("/v1/campus/me").await.expect(200)["id"], mia_id);
    let mut stream = mia.open_stream_at("/v1/campus/events").await;
    for (new, status, code) in [
        (
            json!({ "user_id": mia_id, "ttl_seconds": 0 }),
            400,
            "invalid_body",
        ),
        (
            json!({ "user_id": mia_id, "ttl_seconds": 86_401 }),
            400,
            "invalid_body",
        ),
        (
            json!({ "user_id": 999_999, "ttl_seconds": 60 }),
            404,
            "user_not_found",
        ),
        (
            json!({ "user_id": fixture.admin.id, "ttl_seconds": 60 }),
            403,
            "user_beyond_key",
        ),
    ] {
        assert_refused(&key.post(path, &new).await, status, code);
    }
    revoke(&fixture.database, "crm").await;
    stream.ended().await;
    eventually("the token to end", async || {
        // On a connection of its own: that of the stream has just been closed.
        let mia = other.anonymous_client().with_token(token);
        (mia.get("/v1/campus/me").await.code() == "logged_out").then_some(())
    })
    .await;
}

#[tokio::test]
async fn tokens_come_from_elsewhere_without_the_secret() {
    let fixture = NativeFixture::new().await;
    let key = directory_key(&fixture).await;
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/support/keys/rsa.pub.pem"
    );
    let settings = [
        ("REALMS", "all"),
        ("JWT_SECRET", ""),
        ("JWT_PUBLIC_KEY_FILE", file),
        ("JWT_ISSUER", "issuer"),
        ("JWT_AUDIENCE", "vestnik"),
    ];
    let elsewhere = Replica::spawn_with(&fixture.database, &settings).await;
    let (other, _) = add_key(&fixture.database, "there", "campus", &[KeyScope::Users]).await;
    let there = elsewhere.anonymous_client().with_token(&other);
    let new = json!({ "user_id": 999_999, "ttl_seconds": 60 });
    assert_refused(
        &there.post("/v1/campus/tokens", &new).await,
        404,
        "login_elsewhere",
    );
    assert_refused(
        &key.post("/v1/campus/tokens", &new).await,
        404,
        "user_not_found",
    );
}
