//! Where people sign in elsewhere, this server has no accounts.

use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::AccountsFixture;
use crate::support::{Client, Replica, TestDatabase, assert_refused};

/// Every operation of accounts refuses this client so.
async fn assert_no_accounts(client: &Client, realm: &str, status: u16, code: &str) {
    let body = json!({
        "token": "x", "name": "x", "password": "12345678", "email": "a@b.test", "role": "member",
        "old_password": "12345678", "new_password": "12345678",
    });
    let id = Uuid::nil();
    for (method, path) in [
        (Method::GET, "me/sessions".to_owned()),
        (Method::DELETE, format!("me/sessions/{id}")),
        (Method::PUT, "me/password".to_owned()),
        (Method::POST, "password-resets".to_owned()),
        (Method::POST, "password-resets/complete".to_owned()),
        (Method::POST, "users/1/password-reset".to_owned()),
        (Method::POST, "users/1/deactivate".to_owned()),
        (Method::POST, "users/1/reactivate".to_owned()),
        (Method::POST, "invitations".to_owned()),
        (Method::GET, "invitations".to_owned()),
        (Method::DELETE, format!("invitations/{id}")),
        (Method::POST, "invitations/accept".to_owned()),
    ] {
        let request = client.request(method, &format!("/v1/{realm}/{path}"));
        let answer = client.send(request.json(&body)).await;
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
    let body = json!({ "token": "x", "name": "x", "password": "12345678", "email": "a@b.test" });
    for path in [
        "password-resets",
        "password-resets/complete",
        "invitations/accept",
    ] {
        let answer = client.post(&format!("/v1/school/{path}"), &body).await;
        assert_refused(&answer, 404, "login_elsewhere");
    }
}
