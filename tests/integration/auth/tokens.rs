//! Which tokens are accepted, and where requests may carry them.

use reqwest::Method;
use serde_json::json;

use super::{claims, signed, with};
use crate::support::{Client, EventStream, Replica, ReplicaProcess, TestDatabase, spawn_replicas};

#[tokio::test]
async fn authorization_header_takes_precedence_over_the_cookie() {
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
    let cookie = me(replica.anonymous_client(), &other.token)
        .await
        .expect(200);
    assert_eq!(cookie["id"], other.id);
    let bad_first = me(replica.anonymous_client().with_token("bad"), &other.token).await;
    assert_eq!(
        bad_first.status, 401,
        "a good cookie does not make a bad header good"
    );
}

#[tokio::test]
async fn query_tokens_are_accepted_only_for_streams() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let replica = Replica::spawn(&database).await;
    let client = replica.anonymous_client();

    let path = format!("/api/events/chat?token={}", person.token);
    EventStream::open(client.request(Method::GET, &path)).await;

    let answer = client.get(&format!("/api/me?token={}", person.token)).await;
    assert_eq!((answer.status, answer.code()), (401, "missing_token"));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of tokens")]
async fn invalid_tokens_are_refused() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let replica = Replica::spawn(&database).await;
    let now = jiff::Timestamp::now().as_second();
    let good = signed(&claims(person.id));
    let parts: Vec<_> = good.split('.').collect();
    let (payload, signature) = (parts[1], parts[2]);
    // {"alg":"none"}, {"alg":"NONE"}, {"alg":"RS256"}
    let [none, none_uppercase, rs256] = [
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJOT05FIn0",
        "eyJhbGciOiJSUzI1NiJ9",
    ];
    let other_key =
        jsonwebtoken::EncodingKey::from_secret(b"another secret, just as long as that one");
    let hs256 = jsonwebtoken::Algorithm::HS256;
    let bad = [
        ("alg none", format!("{none}.{payload}.")),
        (
            "alg none with a signature",
            format!("{none}.{payload}.{signature}"),
        ),
        ("alg NONE", format!("{none_uppercase}.{payload}.")),
        (
            "another algorithm",
            format!("{rs256}.{payload}.{signature}"),
        ),
        (
            "another key",
            super::signed_with(hs256, &other_key, None, &claims(person.id)),
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
        ("unknown numeric subject", signed(&claims(987_654_321))),
        ("unknown external subject", signed(&claims("unknown"))),
        ("without a subject", signed(&json!({ "exp": now + 60 }))),
        ("no token", "garbage".to_owned()),
    ];

    replica
        .anonymous_client()
        .with_token(&good)
        .get("/api/me")
        .await
        .expect(200);
    for (what, token) in bad {
        let answer = replica
            .anonymous_client()
            .with_token(&token)
            .get("/api/me")
            .await;
        assert_eq!(answer.status, 401, "{what}");
        assert!(!answer.code().is_empty(), "{what}");
        assert!(answer.headers.contains_key("www-authenticate"), "{what}");
    }
}

#[tokio::test]
async fn log_out_takes_effect_immediately_on_every_replica() {
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
async fn subjects_match_users_by_id_or_external_id() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let external = database.person("student").await;
    let sql = format!(
        "UPDATE users SET external_id = 'auth0|7' WHERE id = {}",
        external.id
    );
    database.execute(&sql).await;
    let replica = Replica::spawn(&database).await;
    let exp = jiff::Timestamp::now().as_second() + 60;
    for (claims, id) in [
        (claims(person.id), person.id),
        (claims(person.id.to_string()), person.id),
        (claims("auth0|7"), external.id),
        (json!({ "id": person.id, "exp": exp }), person.id),
        (json!({ "user_id": person.id, "exp": exp }), person.id),
        (
            json!({ "sub": null, "id": "auth0|7", "user_id": 1, "exp": exp }),
            external.id,
        ),
    ] {
        let client = replica.anonymous_client().with_token(&signed(&claims));
        assert_eq!(
            client.get("/api/me").await.expect(200)["id"],
            id,
            "{claims}"
        );
    }
    let by_number = replica
        .anonymous_client()
        .with_token(&signed(&claims(external.id)));
    assert_eq!(by_number.get("/api/me").await.status, 401);
}

#[tokio::test]
async fn numeric_subjects_never_name_guests_or_external_users() {
    let database = TestDatabase::new().await;
    let settings = [("AUTH_PROVISION", "true"), ("REALMS", "all")];
    let replica = Replica::spawn_with(&database, &settings).await;
    let me = async |subject: serde_json::Value| {
        let client = replica
            .anonymous_client()
            .with_token(&signed(&claims(subject)));
        client.get("/api/me").await
    };
    let external = me(json!("auth0|42")).await.expect(200)["id"].clone();
    let guest = replica
        .anonymous_client()
        .post("/api/chat/guests", &json!({}))
        .await;
    assert_eq!(guest.status, 201);
    let guest = "SELECT id FROM users WHERE role = 'guest'";
    let guest = json!(database.number(guest).await);

    for id in [external, guest] {
        assert!(id.as_i64().expect("a number") >= 1 << 52, "{id}");
        assert_eq!(me(id.clone()).await.status, 401, "{id}");
        assert_eq!(me(json!(id.to_string())).await.status, 401, "{id}");
    }
    // A small numeric subject names a user of its own.
    assert_eq!(me(json!(1)).await.expect(200)["id"], 1);
}

#[tokio::test]
async fn large_numeric_subjects_do_not_stop_registration() {
    let database = TestDatabase::new().await;
    let settings = [("AUTH_PROVISION", "true"), ("REALMS", "all")];
    let replica = Replica::spawn_with(&database, &settings).await;
    let highest = i64::MAX;
    for (subject, status) in [
        (highest, 401),
        (1 << 53, 401),
        (1 << 52, 401),
        ((1 << 52) - 1, 200),
    ] {
        let client = replica
            .anonymous_client()
            .with_token(&signed(&claims(subject)));
        assert_eq!(client.get("/api/me").await.status, status, "{subject}");
    }
    let guest = replica
        .anonymous_client()
        .post("/api/chat/guests", &json!({}))
        .await;
    assert_eq!(guest.status, 201);
    let external = replica
        .anonymous_client()
        .with_token(&signed(&claims("auth0|43")));
    external.get("/api/me").await.expect(200);
    database
        .execute("INSERT INTO users (name) VALUES ('A.')")
        .await;
    assert_eq!(
        database
            .number("SELECT id FROM users WHERE name = 'A.'")
            .await,
        1
    );
}

#[tokio::test]
async fn tokens_grant_only_configured_roles() {
    let database = TestDatabase::new().await;
    let cautious = Replica::spawn_with(&database, &[("AUTH_PROVISION", "true")]).await;
    let settings = [("AUTH_PROVISION", "true"), ("PROVISION_ROLES", "admin")];
    let trusting = Replica::spawn_with(&database, &settings).await;
    for (replica, subject, claimed, given) in [
        (&cautious, 71, "teacher", "teacher"),
        (&cautious, 72, "admin", "member"),
        (&cautious, 73, "moderator", "member"),
        (&cautious, 74, "guest", "member"),
        (&trusting, 75, "admin", "admin"),
        (&trusting, 76, "teacher", "member"),
    ] {
        let token = signed(&with(claims(subject), "role", claimed));
        let me = replica
            .anonymous_client()
            .with_token(&token)
            .get("/api/me")
            .await;
        assert_eq!(me.expect(200)["role"], given, "{claimed}");
    }
}

#[tokio::test]
async fn unverified_emails_of_tokens_are_not_stored() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("AUTH_PROVISION", "true")]).await;
    for (subject, is_verified) in [(81, false), (82, true)] {
        let claims = with(claims(subject), "email", format!("{subject}@x.test"));
        let claims = with(claims, "email_verified", is_verified);
        let client = replica.anonymous_client().with_token(&signed(&claims));
        client.get("/api/me").await.expect(200);
    }
    let stored = "SELECT count(*) FROM users WHERE email IS NOT NULL";
    assert_eq!(database.number(stored).await, 1);
    let verified = "SELECT id FROM users WHERE email = '82@x.test'";
    assert_eq!(database.number(verified).await, 82);
}

#[tokio::test]
async fn realms_of_a_token_limit_the_user_it_creates() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("AUTH_PROVISION", "true")]).await;
    let token = signed(&with(claims(91), "realms", json!(["school", "campus"])));
    replica
        .anonymous_client()
        .with_token(&token)
        .get("/api/me")
        .await
        .expect(200);
    let stored = "SELECT count(*) FROM users WHERE id = 91 AND realms = '{school,campus}'";
    assert_eq!(database.number(stored).await, 1);
}

#[tokio::test]
async fn provisioning_creates_unknown_verified_users() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("AUTH_PROVISION", "true")]).await;
    let me = async |claims: serde_json::Value| {
        let client = replica.anonymous_client().with_token(&signed(&claims));
        let answer = client.get("/api/me").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
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
async fn provisioned_users_are_never_named_by_email() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("AUTH_PROVISION", "true")]).await;
    let claims = with(
        with(claims(77), "email", "a@b.test"),
        "email_verified",
        true,
    );
    let client = replica.anonymous_client().with_token(&signed(&claims));
    let me = client.get("/api/me").await.expect(200);
    assert_eq!(me["name"], "User 77");
    let named = "SELECT count(*) FROM users WHERE name IS NOT NULL AND id = 77";
    assert_eq!(database.number(named).await, 0);
}

#[tokio::test]
async fn tokens_and_passwords_never_reach_the_log() {
    let database = TestDatabase::new().await;
    let (person, admin) = (
        database.person("student").await,
        database.person("admin").await,
    );
    let replica = ReplicaProcess::spawn_with(&database, &[("RUST_LOG", "debug")]).await;
    let password = "a-password-to-look-for";
    let new = json!({ "email": "a@b.test", "name": "A", "role": "student", "password": password });
    replica
        .client(&admin)
        .post("/api/admin/users", &new)
        .await
        .expect(201);
    let login = replica
        .anonymous_client()
        .post("/api/auth/login", &new)
        .await;
    let token = login.expect(200)["token"]
        .as_str()
        .expect("a token")
        .to_owned();

    let path = format!("/api/events/chat?token={}", person.token);
    EventStream::open(replica.anonymous_client().request(Method::GET, &path)).await;
    let missing = format!("/api/nothing?token={}", person.token);
    replica.anonymous_client().get(&missing).await.expect(404);
    replica.client(&person).get("/api/me").await.expect(200);
    let wrong = replica.anonymous_client().with_token(&format!("{token}x"));
    wrong.get("/api/me").await.expect(401);

    let is_logged = async || replica.log().contains("GET").then_some(());
    crate::support::eventually("requests in the log", is_logged).await;
    let log = replica.log();
    for secret in [password, &token, &person.token, &admin.token] {
        assert!(!log.contains(secret), "{log}");
    }
}
