//! Where people sign in elsewhere, this server has no accounts.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::AccountsFixture;
use crate::support::{Client, Replica, TestDatabase, assert_refused};

/// What asks for a link, uses it, and accepts an invitation.
fn bodies_of_strangers() -> [Value; 3] {
    [
        json!({ "email": "a@b.test" }),
        json!({ "token": "x", "password": "12345678" }),
        json!({ "token": "x", "name": "x", "password": "12345678" }),
    ]
}

/// Every operation of accounts refuses this client so.
async fn assert_no_accounts(client: &Client, realm: &str, status: u16, code: &str) {
    let id = Uuid::nil();
    let (none, password) = (json!({}), "12345678");
    let change = json!({ "old_password": password, "new_password": password });
    let invitation = json!({ "email": "a@b.test", "role": "member" });
    let [ask, complete, accept] = bodies_of_strangers();
    for (method, path, body) in [
        (Method::GET, "me/sessions".to_owned(), &none),
        (Method::DELETE, format!("me/sessions/{id}"), &none),
        (Method::PUT, "me/password".to_owned(), &change),
        (Method::POST, "password-resets".to_owned(), &ask),
        (
            Method::POST,
            "password-resets/complete".to_owned(),
            &complete,
        ),
        (Method::POST, "users/1/password-reset".to_owned(), &none),
        (Method::POST, "users/1/deactivate".to_owned(), &none),
        (Method::POST, "users/1/reactivate".to_owned(), &none),
        (Method::POST, "invitations".to_owned(), &invitation),
        (Method::GET, "invitations".to_owned(), &none),
        (Method::DELETE, format!("invitations/{id}"), &none),
        (Method::POST, "invitations/accept".to_owned(), &accept),
    ] {
        let request = client.request(method, &format!("/v1/{realm}/{path}"));
        let answer = client.send(request.json(body)).await;
        assert_refused(&answer, status, code);
    }
}

#[tokio::test]
async fn realms_without_a_log_in_have_no_accounts() {
    let fixture = AccountsFixture::new().await;
    for realm in ["campus", "messenger", "direct", "market"] {
        assert_no_accounts(&fixture.admin(), realm, 403, "not_in_this_realm").await;
    }
}

#[tokio::test]
async fn a_server_that_signs_no_tokens_has_no_accounts() {
    let database = TestDatabase::new().await;
    let key = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/keys/ec.pub.pem");
    let settings = [
        ("JWT_SECRET", ""),
        ("JWT_PUBLIC_KEY_FILE", key),
        ("JWT_ISSUER", "https://issuer.example"),
        ("JWT_AUDIENCE", "vestnik"),
    ];
    let replica = Replica::spawn_with(&database, &settings).await;
    let client = replica.anonymous_client();
    let paths = [
        "password-resets",
        "password-resets/complete",
        "invitations/accept",
    ];
    for (path, body) in paths.iter().zip(bodies_of_strangers()) {
        let answer = client.post(&format!("/v1/school/{path}"), &body).await;
        assert_refused(&answer, 404, "login_elsewhere");
    }
}
