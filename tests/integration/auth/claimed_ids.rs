//! External ids that an API key of one realm has claimed before their owner signed in to another.

use serde_json::{Value, json};
use vestnik::auth::ApiKeyList;
use vestnik::domain::KeyScope;

use super::{claims, signed, with};
use crate::support::{Client, Replica, TestDatabase, assert_refused};

const EMAIL: &str = "mallory@evil.test";

/// A server of all realms that provisions users, and a key of the campus that has made one.
struct ClaimedFixture {
    database: TestDatabase,
    replica: Replica,
    key: Client,
}

impl ClaimedFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let settings = [("AUTH_PROVISION", "true"), ("REALMS", "all")];
        let replica = Replica::spawn_with(&database, &settings).await;
        let keys = ApiKeyList::open(&database.connector()).await.unwrap();
        let scopes = [KeyScope::Users];
        let name = "crm".parse().unwrap();
        let added = keys.add(&name, "campus".parse().unwrap(), &scopes).await;
        let secret = added.unwrap().expect("the name is free").secret;
        let key = replica.anonymous_client().with_token(&secret);
        let fixture = Self {
            database,
            replica,
            key,
        };
        fixture.put().await.expect(200);
        fixture
    }

    async fn put(&self) -> crate::support::Answer {
        let new = json!({
            "name": "Mallory", "email": EMAIL, "role": "teacher",
            "avatar_url": "https://evil.test/pixel.png"
        });
        let path = "/v1/campus/users/auth0%7Cvictim";
        let request = self.key.request(reqwest::Method::PUT, path).json(&new);
        self.key.send(request).await
    }

    /// A client of the owner of the external id, with these claims besides.
    fn owner(&self, more: &[(&str, Value)]) -> Client {
        let claims = more
            .iter()
            .fold(claims("auth0|victim"), |claims, (name, value)| {
                with(claims, name, value.clone())
            });
        self.replica.anonymous_client().with_token(&signed(&claims))
    }

    /// The row of the person.
    async fn row(&self) -> (Option<String>, String, Option<Vec<String>>) {
        let sql = "SELECT email, role, realms FROM users WHERE external_id = 'auth0|victim'";
        let row = self.database.client().await.query_one(sql, &[]).await;
        let row = row.unwrap();
        (row.get(0), row.get(1), row.get(2))
    }
}

#[tokio::test]
async fn the_owner_of_an_id_takes_it_from_the_key_of_another_realm() {
    let fixture = ClaimedFixture::new().await;
    // As after a reset mail to the address that the key has set.
    let password = "INSERT INTO credentials SELECT id, 'hash' FROM users WHERE email IS NOT NULL";
    fixture.database.execute(password).await;
    // In the realm of the key, the key goes on managing the person.
    let owner = fixture.owner(&[]);
    owner.get("/v1/campus/me").await.expect(200);
    fixture.put().await.expect(200);

    let me = owner.get("/v1/messenger/me").await.expect(200);
    assert_eq!(
        (&me["email"], &me["role"], &me["avatar_url"]),
        (&Value::Null, &json!("member"), &Value::Null)
    );
    owner.get("/v1/school/me").await.expect(200);
    owner.get("/v1/campus/me").await.expect(200);
    assert_eq!(fixture.row().await, (None, "member".to_owned(), None));
    let passwords = "SELECT count(*) FROM credentials";
    assert_eq!(fixture.database.number(passwords).await, 0);
    assert_refused(&fixture.put().await, 403, "user_beyond_key");
    let deactivate = fixture.key.delete("/v1/campus/users/auth0%7Cvictim").await;
    assert_refused(&deactivate, 403, "user_beyond_key");
}

#[tokio::test]
async fn the_token_of_the_owner_decides_instead_of_the_key() {
    let fixture = ClaimedFixture::new().await;
    let owner = fixture.owner(&[
        ("realms", json!(["messenger"])),
        ("email", json!("victim@home.test")),
        ("email_verified", json!(true)),
        ("name", json!("Victoria")),
        ("role", json!("student")),
    ]);
    // Realms that the token does not name stay closed.
    let refused = owner.get("/v1/direct/me").await;
    assert_refused(&refused, 403, "not_in_this_realm");
    assert_eq!(fixture.row().await.0.as_deref(), Some(EMAIL));
    let me = owner.get("/v1/messenger/me").await.expect(200);
    assert_eq!(
        (&me["email"], &me["name"], &me["role"]),
        (
            &json!("victim@home.test"),
            &json!("Victoria"),
            &json!("student")
        )
    );
    let realms = vec!["messenger".to_owned(), "campus".to_owned()];
    assert_eq!(fixture.row().await.2, Some(realms));
    assert_refused(&fixture.put().await, 403, "user_beyond_key");
}

#[tokio::test]
async fn a_key_locks_the_owner_of_an_id_out_of_its_own_realm_alone() {
    let fixture = ClaimedFixture::new().await;
    let path = "/v1/campus/users/auth0%7Cvictim";
    fixture.key.delete(path).await.expect(204);
    let owner = fixture.owner(&[]);
    assert_refused(&owner.get("/v1/campus/me").await, 401, "unknown_user");
    owner.get("/v1/messenger/me").await.expect(200);
    let refused = owner.get("/v1/campus/me").await;
    assert_refused(&refused, 403, "not_in_this_realm");
    assert_refused(&fixture.put().await, 403, "user_beyond_key");
}

#[tokio::test]
async fn only_an_issuers_token_proves_who_owns_an_id() {
    let fixture = ClaimedFixture::new().await;
    let id = "SELECT id FROM users WHERE external_id = 'auth0|victim'";
    let id = fixture.database.number(id).await;
    let new = json!({ "user_id": id, "ttl_seconds": 600 });
    let issued = fixture.key.post("/v1/campus/tokens", &new).await;
    let issued = issued.expect(201);
    let keys_own = fixture.replica.anonymous_client();
    let keys_own = keys_own.with_token(issued["token"].as_str().unwrap());
    // A log-in of the built-in accounts.
    let sid = uuid::Uuid::now_v7();
    let login = format!(
        "INSERT INTO logins (id, user_id, device, address) VALUES ('{sid}', {id}, '', '192.0.2.1')"
    );
    fixture.database.execute(&login).await;
    let log_in = fixture.owner(&[("sid", json!(sid.to_string()))]);
    for client in [&keys_own, &log_in] {
        let refused = client.get("/v1/messenger/me").await;
        assert_refused(&refused, 403, "not_in_this_realm");
    }
    // The operator has decided on the realms of the person.
    for realms in ["'{}'", "'{campus,market}'"] {
        let sql = format!("UPDATE users SET realms = {realms} WHERE id = {id}");
        fixture.database.execute(&sql).await;
        let refused = fixture.owner(&[]).get("/v1/messenger/me").await;
        assert_refused(&refused, 403, "not_in_this_realm");
    }
    fixture
        .database
        .execute("UPDATE users SET realms = '{campus}', key_realm = NULL")
        .await;
    let refused = fixture.owner(&[]).get("/v1/messenger/me").await;
    assert_refused(&refused, 403, "not_in_this_realm");
}

#[tokio::test]
async fn the_owner_of_a_number_takes_it_from_the_key_of_another_realm() {
    let fixture = ClaimedFixture::new().await;
    let new = json!({ "name": "Mallory", "email": "mallory@numbers.test" });
    let request = fixture
        .key
        .request(reqwest::Method::PUT, "/v1/campus/users/4711")
        .json(&new);
    fixture.key.send(request).await.expect(200);
    let token = signed(&with(claims(4711), "name", "Victoria"));
    let owner = fixture.replica.anonymous_client().with_token(&token);

    let me = owner.get("/v1/messenger/me").await.expect(200);

    assert_eq!(
        (&me["id"], &me["name"], &me["email"]),
        (&json!(4711), &json!("Victoria"), &Value::Null)
    );
}
