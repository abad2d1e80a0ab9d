//! Permissions: every operation of the realm, every kind of caller.

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::auth::tokens::TokenIssuer;
use vestnik::contracts::school;

use super::{SchoolFixture, assert_keys};
use crate::support::JWT_SECRET;
use crate::support::access_matrix::AccessMatrix;
use crate::support::database::token_for;

/// Operations that need no access token.
const OPEN: [&str; 2] = ["POST /api/auth/login", "POST /api/auth/refresh"];

const OPERATIONS: &str = "
    outsider teacher student admin
    GET /api/me                                            200 200 200 200
    GET /api/lessons                                       200 200 200 200
    POST /api/lessons @lesson                              403 403 403 201
    POST /api/lessons/conflicts @lesson                    403 403 403 200
    PATCH /api/lessons/{id=lesson} @status                 403 200 403 200
    GET /api/admin/users                                   403 403 403 200
    POST /api/admin/users @user                            403 403 403 201
    GET /api/chats                                         200 200 200 403
    GET /api/admin/chats                                   403 403 403 200
    GET /api/chats/{chat_id}/messages                      403 200 200 200
    GET /api/chats/{chat_id}/messages?visit=false          403 200 200 200
    GET /api/chats/{chat_id}/messages?before_id=5          403 200 200 200
    GET /api/chats/{chat_id}/messages?after_id=5           403 200 200 200
    GET /api/chats/{chat_id}/messages?include_deleted=true 403 403 403 200
    POST /api/chats/{chat_id}/read                         403 204 204 403
    POST /api/chats/{chat_id}/typing @typing               403 204 204 403
    POST /api/messages @message                            403 201 201 403
    POST /api/messages @unknown                            403 403 403 403
    DELETE /api/messages/{message_id}                      403 200 403 403
    GET /api/events/chat                                   200 200 200 200
    POST /api/auth/logout                                  204 204 204 204
";

/// The teacher is the author of the message and the teacher of the lesson.
async fn matrix(school: &SchoolFixture) -> AccessMatrix {
    let pair = &school.pair;
    let lesson = json!({
        "teacher_id": pair.teacher.id, "student_id": pair.student.id,
        "scheduled_at": "2026-02-01T10:00:00Z",
    });
    let user = json!({ "email": "new@school.test", "name": "New", "role": "student" });
    let message = |chat_id: i64| json!({ "chat_id": chat_id, "content": "text" });
    let bodies = [
        ("lesson", lesson),
        ("status", json!({ "status": "cancelled" })),
        ("user", user),
        ("typing", json!({ "is_typing": true })),
        ("message", message(pair.chat_id)),
        ("unknown", message(987_654_321)),
    ];
    let message_id = school.send_message(&["first"]).await[0];
    let lesson_id = school.database.number("SELECT min(id) FROM lessons").await;
    let targets = vec![
        ("chat_id", pair.chat_id.to_string()),
        ("message_id", message_id.to_string()),
        ("lesson", lesson_id.to_string()),
    ];
    AccessMatrix::parse("", OPERATIONS, &bodies, targets)
}

/// Invalid tokens for a user with every permission.
fn bad_tokens(user_id: i64) -> Vec<(&'static str, Option<String>)> {
    let issue = |secret: &str, lifetime| {
        let issuer = TokenIssuer::new(secret.as_bytes()).expect("the secret is usable");
        issuer.issue(user_id, Uuid::now_v7(), lifetime).token
    };
    let good = token_for(user_id);
    let mut parts = good.split('.').skip(1);
    let (claims, signature) = (
        parts.next().expect("claims"),
        parts.next().expect("a signature"),
    );
    // {"alg":"none","typ":"JWT"}
    let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
    let other_secret = "another secret, long enough for HS256";
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
async fn school_operations_answer_each_role_as_documented() {
    let school = SchoolFixture::new().await;
    let matrix = matrix(&school).await;
    matrix.assert_complete(school::REALM, &OPEN);
    let pair = &school.pair;
    let callers = [
        school.stranger.id,
        pair.teacher.id,
        pair.student.id,
        school.admin.id,
    ];
    // Each request gets a new token, because logging out revokes it.
    let client = |caller: usize| {
        let token = token_for(callers[caller]);
        school.replica.anonymous_client().with_token(&token)
    };
    matrix.assert_holds(client).await;
}

#[tokio::test]
async fn school_operations_refuse_invalid_tokens_with_401() {
    let school = SchoolFixture::new().await;
    let matrix = matrix(&school).await;
    let rows = "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM lessons)";
    let before = (
        school.database.head().await,
        school.database.number(rows).await,
    );
    for user_id in [school.pair.teacher.id, school.admin.id] {
        for (kind, token) in bad_tokens(user_id) {
            let client = school.replica.anonymous_client();
            let client = match token {
                Some(token) => client.with_token(&token),
                None => client,
            };
            matrix.assert_answers(kind, &client, |_| Some(401)).await;
        }
    }
    let after = (
        school.database.head().await,
        school.database.number(rows).await,
    );
    assert_eq!(after, before, "no request had an effect");
}

#[tokio::test]
async fn only_the_stream_accepts_a_token_in_the_query() {
    let school = SchoolFixture::new().await;
    let anonymous = school.replica.anonymous_client();
    let token = &school.pair.teacher.token;

    anonymous
        .open_stream_at(&format!("/api/events/chat?token={token}"))
        .await;
    let me = anonymous.get(&format!("/api/me?token={token}")).await;
    assert_eq!(me.status, 401);

    for (kind, token) in bad_tokens(school.admin.id) {
        let token = token.unwrap_or_default();
        let path = format!("/api/events/chat?token={token}");
        assert_eq!(anonymous.get(&path).await.status, 401, "{kind}");
    }
}

#[tokio::test]
async fn open_operations_need_valid_credentials() {
    let school = SchoolFixture::new().await;
    let anonymous = school.replica.anonymous_client();
    anonymous.get("/health").await.expect(200);
    anonymous.get("/ready").await.expect(200);

    let wrong_pair = json!({ "email": "unknown@school.test", "password": "a password" });
    let login = anonymous.post("/api/auth/login", &wrong_pair).await;
    assert_eq!(login.status, 401);
    let refresh = anonymous.post("/api/auth/refresh", &Value::Null).await;
    assert_eq!(refresh.status, 401);
}

#[tokio::test]
async fn refusals_are_problems_with_a_stable_code() {
    let school = SchoolFixture::new().await;
    let answer = school.stranger().get("/api/admin/chats").await;

    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.code(), "not_an_admin");
    let problem = answer.expect(403);
    assert_keys(&problem, "type title status code detail");
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["title"], "Forbidden");
    assert_eq!(problem["status"], 403);
}
