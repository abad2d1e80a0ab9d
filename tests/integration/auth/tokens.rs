//! Which tokens are accepted, and where requests may carry them.

use reqwest::Method;
use serde_json::{Value, json};

use super::{claims, me, signed, with};
use crate::support::{Client, EventStream, Replica, ReplicaProcess, TestDatabase, spawn_replicas};

/// A server that provisions unknown users.
async fn provisioning(settings: &[(&str, &str)]) -> (TestDatabase, Replica) {
    let database = TestDatabase::new().await;
    let settings = [&[("AUTH_PROVISION", "true")], settings].concat();
    let replica = Replica::spawn_with(&database, &settings).await;
    (database, replica)
}

#[tokio::test]
async fn header_wins_over_cookie_and_only_streams_take_query_tokens() {
    let database = TestDatabase::new().await;
    let [one, other] = database.people("student").await;
    let replica = Replica::spawn(&database).await;
    let anonymous = replica.anonymous_client();
    let with_cookie = async |client: Client| {
        let request = client.request(Method::GET, "/api/me");
        let cookie = format!("access_token={}", other.token);
        client.send(request.header("cookie", cookie)).await
    };

    let both = with_cookie(replica.client(&one)).await.expect(200);
    assert_eq!(both["id"], one.id);
    let cookie = with_cookie(anonymous.clone()).await.expect(200);
    assert_eq!(cookie["id"], other.id);
    let invalid_header = with_cookie(anonymous.clone().with_token("bad")).await;
    assert_eq!(invalid_header.status, 401, "a valid cookie does not help");

    let query = format!("?token={}", one.token);
    let path = format!("/api/events/chat{query}");
    EventStream::open(anonymous.request(Method::GET, &path)).await;
    let answer = anonymous.get(&format!("/api/me{query}")).await;
    assert_eq!((answer.status, answer.code()), (401, "missing_token"));
}

#[tokio::test]
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

    me(&replica, &good).await.expect(200);
    for (what, token) in bad {
        let answer = me(&replica, &token).await;
        assert_eq!(answer.status, 401, "{what}");
        assert_eq!(
            answer.code() == "token_expired",
            what == "expired",
            "{what}"
        );
        assert!(answer.headers.contains_key("www-authenticate"), "{what}");
    }
}

#[tokio::test]
async fn token_without_exp_is_told_so() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let replica = Replica::spawn(&database).await;
    let refused = me(&replica, &signed(&json!({ "sub": person.id }))).await;
    assert_eq!((refused.status, refused.code()), (401, "invalid_token"));
    assert_eq!(refused.body["detail"], "the token has no exp");
}

#[tokio::test]
async fn tokens_are_as_other_back_ends_make_them() {
    let database = TestDatabase::new().await;
    let [person, other] = database.people("student").await;
    let settings = [
        ("JWT_COOKIE", "session, jwt"),
        ("JWT_SUBJECT_CLAIM", "uid"),
        ("JWT_ALGORITHMS", "HS512,HS384"),
    ];
    let replica = Replica::spawn_with(&database, &settings).await;
    let key = jsonwebtoken::EncodingKey::from_secret(crate::support::JWT_SECRET.as_bytes());
    let claims = with(claims(other.id), "uid", person.id);
    let token = |algorithm| super::signed_with(algorithm, &key, None, &claims);
    let [hs256, hs384, hs512] = [
        token(jsonwebtoken::Algorithm::HS256),
        token(jsonwebtoken::Algorithm::HS384),
        token(jsonwebtoken::Algorithm::HS512),
    ];
    for valid in [&hs384, &hs512] {
        assert_eq!(me(&replica, valid).await.expect(200)["id"], person.id);
    }
    assert_eq!(me(&replica, &hs256).await.status, 401);
    let with_cookies = async |cookies: String| {
        let request = replica.anonymous_client().request(Method::GET, "/api/me");
        let request = request.header("cookie", cookies);
        replica.anonymous_client().send(request).await.status
    };
    for (cookies, status) in [
        (format!("session={hs512}"), 200),
        (format!("jwt={hs512}; session=expired"), 200),
        (format!("session={hs256}; jwt={hs256}"), 401),
        (format!("access_token={hs512}"), 401),
    ] {
        assert_eq!(with_cookies(cookies.clone()).await, status, "{cookies}");
    }
}

#[tokio::test]
async fn log_out_takes_effect_immediately_on_every_replica() {
    let database = TestDatabase::new().await;
    let person = database.person("student").await;
    let [one, other] = spawn_replicas(&database).await;
    for replica in [&one, &other] {
        replica.client(&person).get("/api/me").await.expect(200);
    }

    let client = one.client(&person);
    let logged_out = client.post("/api/auth/logout", &json!({})).await;
    assert_eq!(logged_out.status, 204);

    for replica in [&one, &other] {
        let answer = me(replica, &person.token).await;
        assert_eq!((answer.status, answer.code()), (401, "logged_out"));
    }
}

#[tokio::test]
async fn subjects_match_users_by_id_or_external_id() {
    let database = TestDatabase::new().await;
    let [person, external] = database.people("student").await;
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
        // Made under this number, and given an external id besides.
        (claims(external.id), external.id),
        (json!({ "id": person.id, "exp": exp }), person.id),
        (json!({ "user_id": person.id, "exp": exp }), person.id),
        (
            json!({ "sub": null, "id": "auth0|7", "user_id": 1, "exp": exp }),
            external.id,
        ),
    ] {
        let found = me(&replica, &signed(&claims)).await.expect(200);
        assert_eq!(found["id"], id, "{claims}");
    }
}

#[tokio::test]
async fn numeric_subjects_never_name_guests_or_external_users() {
    let (database, replica) = provisioning(&[("REALMS", "all")]).await;
    let of_subject = async |subject: Value| me(&replica, &signed(&claims(subject))).await;
    let external = of_subject(json!("auth0|42")).await.expect(200)["id"].clone();
    let guest = replica.anonymous_client();
    let guest = guest.post("/api/chat/guests", &json!({})).await;
    assert_eq!(guest.status, 201);
    let guest = "SELECT id FROM users WHERE role = 'guest'";
    let guest = json!(database.number(guest).await);

    for id in [external, guest] {
        assert!(id.as_i64().expect("a number") >= 1 << 52, "{id}");
        for subject in [id.clone(), json!(id.to_string())] {
            assert_eq!(of_subject(subject).await.status, 401, "{id}");
        }
    }
    // A small numeric subject names a user of its own.
    assert_eq!(of_subject(json!(1)).await.expect(200)["id"], 1);
}

#[tokio::test]
async fn large_numeric_subjects_do_not_stop_registration() {
    let (database, replica) = provisioning(&[("REALMS", "all")]).await;
    for (subject, status) in [
        (i64::MAX, 401),
        (1 << 53, 401),
        (1 << 52, 401),
        ((1 << 52) - 1, 200),
    ] {
        let answer = me(&replica, &signed(&claims(subject))).await;
        assert_eq!(answer.status, status, "{subject}");
    }
    let guest = replica.anonymous_client();
    let guest = guest.post("/api/chat/guests", &json!({})).await;
    assert_eq!(guest.status, 201);
    me(&replica, &signed(&claims("auth0|43"))).await.expect(200);
    let insert = "INSERT INTO users (name) VALUES ('A.')";
    database.execute(insert).await;
    let generated = "SELECT id FROM users WHERE name = 'A.'";
    assert_eq!(database.number(generated).await, 1);
}

#[tokio::test]
async fn tokens_grant_only_configured_roles() {
    let (database, cautious) = provisioning(&[]).await;
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
        let user = me(replica, &token).await.expect(200);
        assert_eq!(user["role"], given, "{claimed}");
    }
}

#[tokio::test]
async fn provisioned_users_have_only_trusted_claims() {
    let (database, replica) = provisioning(&[]).await;
    let created = async |claims: Value| me(&replica, &signed(&claims)).await.expect(200);

    let named = created(with(with(claims(77), "role", "teacher"), "name", "Анна")).await;
    assert_eq!(named["id"], 77);
    assert_eq!(
        (&named["role"], &named["name"]),
        (&json!("teacher"), &json!("Анна"))
    );
    let external = created(claims("auth0|42")).await;
    assert_eq!(external["role"], "member");
    assert_eq!(created(claims("auth0|42")).await["id"], external["id"]);
    let stored = "SELECT id FROM users WHERE external_id = 'auth0|42'";
    assert_eq!(external["id"], database.number(stored).await);

    // Only verified e-mail addresses are stored, and none becomes a name.
    for (subject, is_verified) in [(81, false), (82, true)] {
        let claims = with(claims(subject), "email", format!("{subject}@x.test"));
        let user = created(with(claims, "email_verified", is_verified)).await;
        assert_eq!(user["name"], format!("User {subject}"));
    }
    let emails = "SELECT count(*) FROM users WHERE email IS NOT NULL";
    assert_eq!(database.number(emails).await, 1);
    let verified = "SELECT id FROM users WHERE email = '82@x.test' AND name IS NULL";
    assert_eq!(database.number(verified).await, 82);

    created(with(claims(91), "realms", json!(["school", "campus"]))).await;
    let realms = "SELECT count(*) FROM users WHERE id = 91 AND realms = '{school,campus}'";
    assert_eq!(database.number(realms).await, 1);
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
    let (anonymous, admin_client) = (replica.anonymous_client(), replica.client(&admin));
    let added = admin_client.post("/api/admin/users", &new).await;
    added.expect(201);
    let session = anonymous.post("/api/auth/login", &new).await.expect(200);
    let token = session["token"].as_str().expect("a token");

    let path = format!("/api/events/chat?token={}", person.token);
    EventStream::open(anonymous.request(Method::GET, &path)).await;
    let missing = format!("/api/nothing?token={}", person.token);
    anonymous.get(&missing).await.expect(404);
    me(&replica, &person.token).await.expect(200);
    me(&replica, &format!("{token}x")).await.expect(401);

    let log = replica.flushed_log().await;
    assert!(log.contains("GET"), "{log}");
    for secret in [password, token, &person.token, &admin.token] {
        assert!(!log.contains(secret), "{log}");
    }
}
