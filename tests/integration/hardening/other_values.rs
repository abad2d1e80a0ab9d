//! What clients may send where the OpenAPI document names a text, a number or an object.

use reqwest::Method;
use serde_json::{Value, json};

use super::documented::all_variants;
use crate::support::{Answer, Client, Replica, TestDatabase, assert_refused};

async fn send(client: &Client, method: &Method, path: &str, body: Option<&Value>) -> Answer {
    let mut request = client.request(method.clone(), path);
    if let Some(body) = body {
        request = request.json(body);
    }
    client.send(request).await
}

/// A server of all realms, and an admin.
async fn admin_of(database: &TestDatabase) -> (Replica, Client) {
    let settings = [("REALMS", "all"), ("LOGIN_LIMIT", "off")];
    let replica = Replica::spawn_with(database, &settings).await;
    let admin = replica.client(&database.person("admin").await);
    (replica, admin)
}

/// U+0000 in place of a text. Postgres cannot store it.
#[tokio::test]
async fn no_text_with_u0000_is_a_defect_of_the_server() {
    let database = TestDatabase::new().await;
    let (_replica, admin) = admin_of(&database).await;
    let nul = |value: &Value| -> Vec<Value> {
        let nul = value.is_string().then(|| json!("a\u{0}b"));
        nul.into_iter().collect()
    };
    let mut sent = 0;
    for realm in ["school", "market"] {
        for (method, path, body) in all_variants(realm, "a%00b", nul) {
            let answer = send(&admin, &method, &path, body.as_ref()).await;
            let answered = answer.status;
            assert!(answered < 500, "{method} {path} {body:?}: {}", answer.body);
            sent += 1;
        }
    }
    assert!(sent > 150, "{sent} requests");
}

/// Words of serde, of axum and of Rust.
const WORDS: [&str; 14] = [
    "invalid type",
    "invalid value",
    "expected",
    "struct",
    "floating point",
    "i64",
    "u32",
    "enum",
    "variant",
    "deserialize",
    "found in string",
    "sequence",
    "null,",
    "usize",
];

#[tokio::test]
async fn refusals_have_no_words_of_libraries() {
    let database = TestDatabase::new().await;
    let (_replica, admin) = admin_of(&database).await;
    let other = |_: &Value| vec![json!(1.5), json!([]), json!({}), json!("x y"), Value::Null];
    let mut refused = 0;
    for (method, path, body) in all_variants("school", "x%20y", other) {
        let answer = send(&admin, &method, &path, body.as_ref()).await;
        let detail = answer.body["detail"].as_str().unwrap_or_default();
        let word = WORDS.iter().find(|word| detail.contains(**word));
        assert_eq!(word, None, "{method} {path} {body:?}: {detail}");
        refused += u32::from(answer.status == 400);
    }
    assert!(refused > 200, "{refused} requests");
}

#[tokio::test]
async fn a_time_zone_with_u0000_is_refused() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    let admin = replica.client(&database.person("admin").await);
    let quiet = json!({ "from": "22:00", "to": "07:00", "time_zone": "Europe/\u{0}Moscow" });
    let changes = json!({ "notifications": { "quiet_hours": quiet } });
    let request = admin.request(Method::PATCH, "/v1/school/me").json(&changes);
    let refused = admin.send(request).await;
    assert_refused(&refused, 400, "invalid_quiet_hours");
    let path = "/v1/school/desk/statistics?from=2026-01-01&to=2026-01-02&time_zone=UTC%00";
    assert_refused(&admin.get(path).await, 400, "invalid_query");
}
