//! Who may call what: every operation, every kind of caller.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::auth::tokens::TokenIssuer;

use super::{School, assert_keys};
use crate::support::database::token_for;
use crate::support::{Client, JWT_SECRET};

/// Operations that ask for no access token.
const OPEN: [&str; 4] = [
    "GET /health",
    "GET /ready",
    "POST /api/auth/login",
    "POST /api/auth/refresh",
];

/// An operation, and what those with a good token get: a teacher who is not in the chat,
/// the chat's teacher (who wrote the message and gives the lesson), its student, an admin.
struct Row {
    operation: &'static str,
    query: &'static str,
    body: Value,
    expected: [u16; 4],
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.operation, self.query)
    }
}

fn row(operation: &'static str, body: Value, expected: [u16; 4]) -> Row {
    Row {
        operation,
        query: "",
        body,
        expected,
    }
}

fn get(operation: &'static str, query: &'static str, expected: [u16; 4]) -> Row {
    Row {
        operation,
        query,
        body: Value::Null,
        expected,
    }
}

/// The whole contract, in one table.
fn table(school: &School) -> Vec<Row> {
    const HISTORY: &str = "GET /api/chats/{chat_id}/messages";
    let pair = &school.pair;
    let lesson = json!({
        "teacher_id": pair.teacher.id, "student_id": pair.student.id,
        "scheduled_at": "2026-02-01T10:00:00Z",
    });
    let user = json!({ "email": "new@school.test", "name": "New", "role": "student" });
    let message = json!({ "chat_id": pair.chat_id, "content": "text" });
    let unknown_chat = json!({ "chat_id": 987_654_321, "content": "text" });
    vec![
        get("GET /api/me", "", [200, 200, 200, 200]),
        get("GET /api/lessons", "", [200, 200, 200, 200]),
        row("POST /api/lessons", lesson, [403, 403, 403, 201]),
        row(
            "PATCH /api/lessons/{id}",
            json!({ "status": "cancelled" }),
            [403, 200, 403, 200],
        ),
        get("GET /api/admin/users", "", [403, 403, 403, 200]),
        row("POST /api/admin/users", user, [403, 403, 403, 201]),
        get("GET /api/chats", "", [200, 200, 200, 403]),
        get("GET /api/admin/chats", "", [403, 403, 403, 200]),
        get(HISTORY, "", [403, 200, 200, 200]),
        get(HISTORY, "?visit=false", [403, 200, 200, 200]),
        get(HISTORY, "?before_id=5", [403, 200, 200, 200]),
        get(HISTORY, "?after_id=5", [403, 200, 200, 200]),
        get(HISTORY, "?include_deleted=true", [403, 403, 403, 200]),
        row(
            "POST /api/chats/{chat_id}/read",
            Value::Null,
            [403, 204, 204, 403],
        ),
        row(
            "POST /api/chats/{chat_id}/typing",
            json!({ "is_typing": true }),
            [403, 204, 204, 403],
        ),
        row("POST /api/messages", message, [403, 201, 201, 403]),
        row("POST /api/messages", unknown_chat, [403, 403, 403, 403]),
        row(
            "DELETE /api/messages/{message_id}",
            Value::Null,
            [403, 200, 403, 403],
        ),
        get("GET /api/events/chat", "", [200, 200, 200, 200]),
        row("POST /api/auth/logout", Value::Null, [204, 204, 204, 204]),
    ]
}

/// The chat's first message, by its teacher, and its lesson.
struct Places {
    message_id: i64,
    lesson_id: i64,
}

impl Places {
    async fn of(school: &School) -> Self {
        let message_id = school.say(&["first"]).await[0];
        let sql = "SELECT min(id) FROM lessons";
        let lesson_id = school.database.number(sql).await;
        Self {
            message_id,
            lesson_id,
        }
    }

    async fn status(&self, school: &School, row: &Row, token: Option<&str>) -> u16 {
        let (method, path) = row.operation.split_once(' ').expect("METHOD path");
        let path = path
            .replace("{chat_id}", &school.pair.chat_id.to_string())
            .replace("{message_id}", &self.message_id.to_string())
            .replace("{id}", &self.lesson_id.to_string());
        let client = Client::new(&school.replica.url);
        let client = match token {
            Some(token) => client.with_token(token),
            None => client,
        };
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = client.request(method, &format!("{path}{}", row.query));
        if !row.body.is_null() {
            request = request.json(&row.body);
        }
        // The body is left alone: a stream's has no end.
        let response = request.send().await.expect("the server answers");
        response.status().as_u16()
    }
}

/// Tokens that prove nothing, each for a user who could do everything.
fn bad_tokens(user_id: i64) -> Vec<(&'static str, Option<String>)> {
    let issue = |secret: &str, lifetime| {
        let minter = TokenIssuer::new(secret.as_bytes()).expect("the secret is usable");
        minter.issue(user_id, Uuid::now_v7(), lifetime).token
    };
    let good = token_for(user_id);
    let mut parts = good.split('.').skip(1);
    let (claims, signature) = (
        parts.next().expect("claims"),
        parts.next().expect("a signature"),
    );
    // {"alg":"none","typ":"JWT"}
    let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
    let other_secret = "somebody else's secret, long enough for HS256";
    vec![
        ("no token", None),
        ("an expired token", Some(issue(JWT_SECRET, Duration::ZERO))),
        ("alg none, signed", Some(format!("{none}{signature}"))),
        ("alg none", Some(none)),
        (
            "another key",
            Some(issue(other_secret, Duration::from_hours(1))),
        ),
        ("no such user", Some(token_for(987_654_321))),
        ("no JWT", Some("token".to_owned())),
    ]
}

#[tokio::test]
async fn every_documented_operation_is_in_the_table() {
    let school = School::new().await;
    let document = school.replica.stranger().get("/api/openapi.json").await;
    let document = document.expect(200);
    let documented: BTreeSet<String> = operations(&document).collect();
    let rows = table(&school);
    let mut tested: BTreeSet<String> = rows.iter().map(|row| row.operation.to_owned()).collect();
    tested.extend(OPEN.map(str::to_owned));

    assert_eq!(documented, tested);
}

#[tokio::test]
async fn every_operation_refuses_a_token_that_proves_nothing() {
    let school = School::new().await;
    let places = Places::of(&school).await;
    let rows = "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM lessons)";
    let before = (
        school.database.head().await,
        school.database.number(rows).await,
    );
    let mut wrong = Vec::new();
    for row in table(&school) {
        let bad = bad_tokens(school.pair.teacher.id).into_iter();
        for (kind, token) in bad.chain(bad_tokens(school.admin.id)) {
            let status = places.status(&school, &row, token.as_deref()).await;
            if status != 401 {
                wrong.push(format!("{row} with {kind}: {status}, not 401"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let after = (
        school.database.head().await,
        school.database.number(rows).await,
    );
    assert_eq!(after, before, "and nothing was done");
}

#[tokio::test]
async fn every_operation_is_for_those_the_contract_names() {
    let school = School::new().await;
    let places = Places::of(&school).await;
    let pair = &school.pair;
    let callers = [
        ("a stranger", school.stranger.id),
        ("the teacher", pair.teacher.id),
        ("the student", pair.student.id),
        ("an admin", school.admin.id),
    ];
    let mut wrong = Vec::new();
    for row in table(&school) {
        for ((caller, id), expected) in callers.into_iter().zip(row.expected) {
            // A fresh token each, because logging out ends one.
            let status = places.status(&school, &row, Some(&token_for(id))).await;
            if status != expected {
                wrong.push(format!("{row} by {caller}: {status}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn the_stream_alone_takes_a_token_from_the_query() {
    let school = School::new().await;
    let nobody = school.replica.stranger();
    let token = &school.pair.teacher.token;

    nobody
        .follow_at(&format!("/api/events/chat?token={token}"))
        .await;
    let me = nobody.get(&format!("/api/me?token={token}")).await;
    assert_eq!(me.status, 401);

    for (kind, token) in bad_tokens(school.admin.id) {
        let token = token.unwrap_or_default();
        let path = format!("/api/events/chat?token={token}");
        assert_eq!(nobody.get(&path).await.status, 401, "{kind}");
    }
}

#[tokio::test]
async fn open_operations_give_nothing_away_without_a_credential() {
    let school = School::new().await;
    let nobody = school.replica.stranger();
    nobody.get("/health").await.expect(200);
    nobody.get("/ready").await.expect(200);

    let wrong_pair = json!({ "email": "nobody@school.test", "password": "a password" });
    let login = nobody.post("/api/auth/login", &wrong_pair).await;
    assert_eq!(login.status, 401);
    let refresh = nobody.post("/api/auth/refresh", &Value::Null).await;
    assert_eq!(refresh.status, 401);
}

#[tokio::test]
async fn a_refusal_is_a_problem_with_a_stable_code() {
    let school = School::new().await;
    let answer = school.stranger().get("/api/admin/chats").await;

    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.code(), "not_an_admin");
    let problem = answer.expect(403);
    assert_keys(&problem, "type title status code detail");
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["title"], "Forbidden");
    assert_eq!(problem["status"], 403);
}

/// Every operation of an OpenAPI document, as `METHOD path`.
fn operations(document: &Value) -> impl Iterator<Item = String> {
    let paths = document["paths"].as_object().expect("paths");
    let methods = ["get", "post", "put", "patch", "delete"];
    paths.iter().flat_map(move |(path, item)| {
        let of_path = methods
            .into_iter()
            .filter(|method| item.get(*method).is_some());
        of_path.map(move |method| format!("{} {path}", method.to_uppercase()))
    })
}
