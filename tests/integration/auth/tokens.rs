//! Which tokens are believed, and where they may stand.

use reqwest::Method;
use serde_json::json;

use super::{claims, signed, with};
use crate::support::{Client, EventStream, Replica, TestDatabase, spawn_replicas};

#[tokio::test]
async fn a_token_is_looked_for_in_the_header_and_then_in_the_cookie() {
    let database = TestDatabase::new().await;
    let (one, other) = (
        database.person("student").await,
        database.person("teacher").await,
    );
    let replica = Replica::spawn(&database).await;
    let me = async |client: Client, cookie: &str| {
        let request = client.request(Method::GET, "/api/me");
        let cookie = format!("access_token={cookie}");
        client.send(request.header("cookie", cookie)).await
    };

    let both = me(replica.client(&one), &other.token).await.expect(200);
    assert_eq!(both["id"], one.id);
    let cookie = me(replica.stranger(), &other.token).await.expect(200);
    assert_eq!(cookie["id"], other.id);
    let bad_first = me(replica.stranger().with_token("bad"), &other.token).await;
    assert_eq!(
        bad_first.status, 401,
        "a good cookie does not make a bad header good"
    );
}

#[tokio::test]
async fn a_token_in_the_query_is_for_streams_alone() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let replica = Replica::spawn(&database).await;
    let client = replica.stranger();

    let path = format!("/api/events/chat?token={}", person.token);
    EventStream::open(client.request(Method::GET, &path)).await;

    let answer = client.get(&format!("/api/me?token={}", person.token)).await;
    assert_eq!((answer.status, answer.code()), (401, "missing_token"));
}

#[tokio::test]
async fn no_token_but_a_good_one_is_believed() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let replica = Replica::spawn(&database).await;
    let now = jiff::Timestamp::now().as_second();
    let good = signed(&claims(person.id));
    let parts: Vec<_> = good.split('.').collect();
    let (payload, signature) = (parts[1], parts[2]);
    // {"alg":"none"}, {"alg":"NONE"}, {"alg":"RS256"}
    let [none, shouted, rs256] = [
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJOT05FIn0",
        "eyJhbGciOiJSUzI1NiJ9",
    ];
    let stranger =
        jsonwebtoken::EncodingKey::from_secret(b"another secret, just as long as that one");
    let hs256 = jsonwebtoken::Algorithm::HS256;
    let bad = [
        ("alg none", format!("{none}.{payload}.")),
        (
            "alg none with a signature",
            format!("{none}.{payload}.{signature}"),
        ),
        ("alg NONE", format!("{shouted}.{payload}.")),
        (
            "another algorithm",
            format!("{rs256}.{payload}.{signature}"),
        ),
        (
            "another key",
            super::signed_with(hs256, &stranger, None, &claims(person.id)),
        ),
        ("expired", signed(&with(claims(person.id), "exp", now - 1))),
        ("without exp", signed(&json!({ "sub": person.id }))),
        (
            "exp as text",
            signed(&with(claims(person.id), "exp", (now + 60).to_string())),
        ),
        (
            "not yet",
            signed(&with(claims(person.id), "nbf", now + 3_000)),
        ),
        ("of nobody", signed(&claims(987_654_321))),
        ("of nobody by name", signed(&claims("nobody"))),
        ("without a subject", signed(&json!({ "exp": now + 60 }))),
        ("no token", "garbage".to_owned()),
    ];

    replica
        .stranger()
        .with_token(&good)
        .get("/api/me")
        .await
        .expect(200);
    for (what, token) in bad {
        let answer = replica.stranger().with_token(&token).get("/api/me").await;
        assert_eq!(answer.status, 401, "{what}");
        assert!(!answer.code().is_empty(), "{what}");
        assert!(answer.headers.contains_key("www-authenticate"), "{what}");
    }
}

#[tokio::test]
async fn a_log_out_counts_at_once_on_every_replica() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let [one, other] = spawn_replicas(&database).await;
    other.client(&person).get("/api/me").await.expect(200);

    one.client(&person)
        .post("/api/auth/logout", &json!({}))
        .await
        .expect(204);

    for replica in [&one, &other] {
        let answer = replica.client(&person).get("/api/me").await;
        assert_eq!((answer.status, answer.code()), (401, "logged_out"));
    }
}

#[tokio::test]
async fn a_subject_is_a_user_by_id_or_by_external_id() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let sql = format!(
        "UPDATE users SET external_id = 'auth0|7' WHERE id = {}",
        person.id
    );
    database.execute(&sql).await;
    let replica = Replica::spawn(&database).await;
    let exp = jiff::Timestamp::now().as_second() + 60;
    for claims in [
        claims(person.id),
        claims(person.id.to_string()),
        claims("auth0|7"),
        json!({ "id": person.id, "exp": exp }),
        json!({ "user_id": person.id, "exp": exp }),
        json!({ "sub": null, "id": "auth0|7", "user_id": 1, "exp": exp }),
    ] {
        let client = replica.stranger().with_token(&signed(&claims));
        assert_eq!(
            client.get("/api/me").await.expect(200)["id"],
            person.id,
            "{claims}"
        );
    }
}

#[tokio::test]
async fn a_verified_stranger_is_created_where_that_is_configured() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("AUTH_PROVISION", "true")]).await;
    let me = async |claims: serde_json::Value| {
        let client = replica.stranger().with_token(&signed(&claims));
        let answer = client.get("/api/me").await;
        assert_eq!(answer.status, 200, "{}", replica.log());
        answer.body
    };

    let by_id = me(with(with(claims(77), "role", "teacher"), "name", "Анна")).await;
    let by_name = me(claims("auth0|42")).await;
    let again = me(claims("auth0|42")).await;

    assert_eq!(
        (&by_id["id"], &by_id["role"]),
        (&json!(77), &json!("teacher"))
    );
    assert_eq!(by_id["name"], "Анна");
    assert_eq!(
        (&by_name["role"], &again["id"]),
        (&json!("member"), &by_name["id"])
    );
    let stored = "SELECT id FROM users WHERE external_id = 'auth0|42'";
    assert_eq!(by_name["id"], database.number(stored).await);
}

#[tokio::test]
async fn neither_tokens_nor_passwords_reach_the_log() {
    let database = TestDatabase::new().await;
    let (person, admin) = (
        database.person("student").await,
        database.person("admin").await,
    );
    let replica = Replica::spawn_with(&database, &[("RUST_LOG", "debug")]).await;
    let password = "a-password-to-look-for";
    let new = json!({ "email": "a@b.test", "name": "A", "role": "student", "password": password });
    replica
        .client(&admin)
        .post("/api/admin/users", &new)
        .await
        .expect(201);
    let login = replica.stranger().post("/api/auth/login", &new).await;
    let token = login.expect(200)["token"]
        .as_str()
        .expect("a token")
        .to_owned();

    let path = format!("/api/events/chat?token={}", person.token);
    EventStream::open(replica.stranger().request(Method::GET, &path)).await;
    let missing = format!("/api/nothing?token={}", person.token);
    replica.stranger().get(&missing).await.expect(404);
    replica.client(&person).get("/api/me").await.expect(200);
    let wrong = replica.stranger().with_token(&format!("{token}x"));
    wrong.get("/api/me").await.expect(401);

    let is_logged = async || replica.log().contains("GET").then_some(());
    crate::support::eventually("requests in the log", is_logged).await;
    let log = replica.log();
    for secret in [password, &token, &person.token, &admin.token] {
        assert!(!log.contains(secret), "{log}");
    }
}
