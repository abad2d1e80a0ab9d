//! Tokens of an external issuer, verified by a public key file or a published key set.

use std::sync::Arc;

use axum::{Json, Router, routing::get};
use jsonwebtoken::{Algorithm, EncodingKey, jwk::Jwk};
use parking_lot::Mutex;
use serde_json::{Value, json};

use super::{claims, me, signed_with, with};
use crate::support::{Replica, TestDatabase, eventually};

fn path(name: &str) -> String {
    format!("{}/tests/support/keys/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn pem(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).expect("the key file exists")
}

fn rsa(name: &str) -> EncodingKey {
    EncodingKey::from_rsa_pem(&pem(name)).expect("a key")
}

const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "vestnik";

/// Settings of the identity provider besides its key.
const POLICY: [(&str, &str); 3] = [
    ("JWT_SECRET", ""),
    ("JWT_ISSUER", ISSUER),
    ("JWT_AUDIENCE", AUDIENCE),
];

/// Claims with the identity provider's issuer and audience.
fn issued(subject: impl Into<Value>) -> Value {
    with(with(claims(subject), "iss", ISSUER), "aud", AUDIENCE)
}

async fn status(replica: &Replica, token: &str) -> u16 {
    me(replica, token).await.status
}

#[tokio::test]
async fn public_key_file_verifies_only_its_own_algorithm() {
    let database = TestDatabase::new().await;
    let claims = issued(database.person("student").await.id);
    let ec = EncodingKey::from_ec_pem(&pem("ec.pem")).expect("a key");
    let ed = EncodingKey::from_ed_pem(&pem("ed25519.pem")).expect("a key");
    for (file, algorithm, key) in [
        ("rsa.pub.pem", Algorithm::RS256, rsa("rsa.pem")),
        ("ec.pub.pem", Algorithm::ES256, ec),
        ("ed25519.pub.pem", Algorithm::EdDSA, ed),
    ] {
        let file_path = path(file);
        let settings = with_policy(("JWT_PUBLIC_KEY_FILE", &file_path));
        let replica = Replica::spawn_with(&database, &settings).await;
        let good = signed_with(algorithm, &key, None, &claims);
        assert_eq!(status(&replica, &good).await, 200, "{file}");
        // The key is public: if HS256 were accepted, anyone could sign with it.
        let confused = EncodingKey::from_secret(&pem(file));
        let confused = signed_with(Algorithm::HS256, &confused, None, &claims);
        assert_eq!(status(&replica, &confused).await, 401, "{file}");
        let other_key = signed_with(Algorithm::RS256, &rsa("rsa-other.pem"), None, &claims);
        assert_eq!(status(&replica, &other_key).await, 401, "{file}");
    }
}

fn with_policy<'a>(key: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    POLICY.into_iter().chain([key]).collect()
}

#[tokio::test]
async fn tokens_for_other_applications_are_refused() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let key_file = path("rsa.pub.pem");
    let settings = with_policy(("JWT_PUBLIC_KEY_FILE", &key_file));
    let replica = Replica::spawn_with(&database, &settings).await;
    let sign = |claims: &Value| signed_with(Algorithm::RS256, &rsa("rsa.pem"), None, claims);
    let good = issued(person.id);
    assert_eq!(status(&replica, &sign(&good)).await, 200);
    for other in [
        claims(person.id),
        with(good.clone(), "iss", "https://other.example"),
        with(good.clone(), "aud", "billing"),
        with(good.clone(), "aud", json!(["billing", "mail"])),
    ] {
        assert_eq!(status(&replica, &sign(&other)).await, 401, "{other}");
    }
    let mut id_token = jsonwebtoken::Header::new(Algorithm::RS256);
    id_token.typ = Some("id+jwt".to_owned());
    let id_token = jsonwebtoken::encode(&id_token, &good, &rsa("rsa.pem")).expect("the key signs");
    assert_eq!(status(&replica, &id_token).await, 401);
}

fn published(kid: &str, key: &EncodingKey) -> Value {
    let mut jwk = Jwk::from_encoding_key(key, Algorithm::RS256).expect("a public half");
    jwk.common.key_id = Some(kid.to_owned());
    serde_json::to_value(jwk).expect("a key is JSON")
}

/// An issuer that publishes the keys in the returned cell; returns its URL first.
async fn issuer(first: Value) -> (String, Arc<Mutex<Vec<Value>>>) {
    let keys = Arc::new(Mutex::new(vec![first]));
    let shown = keys.clone();
    let answer = move || std::future::ready(Json(json!({ "keys": *shown.lock() })));
    let router = Router::new().route("/jwks", get(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let stop = tokio_util::sync::CancellationToken::new();
    tokio::spawn(vestnik::http::server::serve(listener, router, stop));
    (format!("http://{address}/jwks"), keys)
}

#[tokio::test]
async fn published_keys_are_accepted_and_rotated() {
    let database = TestDatabase::new().await;
    let claims = issued(database.person("student").await.id);
    let (old, new) = (rsa("rsa.pem"), rsa("rsa-other.pem"));
    let (url, keys) = issuer(published("old", &old)).await;
    let settings = with_policy(("JWKS_URL", &url));
    let replica = Replica::spawn_with(&database, &settings).await;
    let by_old = signed_with(Algorithm::RS256, &old, Some("old"), &claims);
    let by_new = signed_with(Algorithm::RS256, &new, Some("new"), &claims);
    assert_eq!(status(&replica, &by_old).await, 200);
    assert_eq!(status(&replica, &by_new).await, 401, "not published");

    *keys.lock() = vec![published("new", &new)];

    // The key set is fetched at most every ten seconds.
    let is_accepted = async || (status(&replica, &by_new).await == 200).then_some(());
    eventually("the new key to be accepted", is_accepted).await;
    assert_eq!(status(&replica, &by_old).await, 401, "withdrawn");
}
