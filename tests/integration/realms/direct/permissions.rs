//! Permissions: every operation of the realm and every frame, every kind of caller.

use serde_json::{Value, json};
use vestnik::realms::direct;

use super::{DirectFixture, assert_error};
use crate::support::access_matrix::{AccessMatrix, is_problem, row};
use crate::support::{Replica, SocketRequest};

/// The callers are without a token, with a forged one, outside of the conversation, a member of
/// it, whose counterpart is Boris.
#[expect(clippy::too_many_lines, reason = "a row for each operation")]
fn matrix(direct: &DirectFixture, conversation: &str) -> AccessMatrix<4> {
    const MISSING: (u16, &str) = (401, "missing_token");
    const INVALID: (u16, &str) = (401, "invalid_token");
    const ALLOWED: (u16, &str) = (200, "");
    const DENIED: (u16, &str) = (403, "not_a_participant");
    let expected = |outsider, member| [MISSING, INVALID, outsider, member];
    let none = Value::Null;
    let rows = vec![
        row(
            "GET /chat/conversations",
            none.clone(),
            expected(ALLOWED, ALLOWED),
        ),
        row(
            "GET /chat/presence/{user_id}",
            none.clone(),
            expected((404, "user_not_found"), ALLOWED),
        ),
        row(
            "GET /chat/conversations/{id}/messages",
            none.clone(),
            expected(DENIED, ALLOWED),
        ),
        row(
            "POST /chat/conversations/{id}/read",
            json!({}),
            expected(DENIED, (204, "")),
        ),
        row(
            "POST /chat/direct/{user_id}/send",
            json!({ "body": "x" }),
            expected((201, ""), (201, "")),
        ),
        // Requested without an upgrade.
        row(
            "GET /ws",
            none.clone(),
            expected((426, "upgrade_required"), (426, "upgrade_required")),
        ),
        row(
            "POST /chat/users/{user_id}/block",
            none.clone(),
            expected((204, ""), (204, "")),
        ),
        row(
            "DELETE /chat/users/{user_id}/block",
            none,
            expected((204, ""), (204, "")),
        ),
    ];
    AccessMatrix {
        prefix: "/api/v1",
        callers: ["an anonymous client", "a forger", "an outsider", "a member"],
        rows,
        targets: vec![
            ("id", conversation.to_owned()),
            ("user_id", direct.boris.id.to_string()),
        ],
        is_refusal: |body| {
            let keys = body.as_object().map(|body| body.keys().collect::<Vec<_>>());
            keys.is_some_and(|keys| keys == ["code", "error"])
        },
    }
}

fn conversation_not_found(operation: &str) -> Option<(u16, &'static str)> {
    let names_one = operation.contains("{id}");
    names_one.then_some((404, "chat_not_found"))
}

#[tokio::test]
async fn direct_operations_answer_each_role_as_documented() {
    let direct = DirectFixture::new().await;
    let matrix = matrix(&direct, &direct.conversation().await);
    matrix.assert_complete(direct::REALM, &[]);
    let anonymous = direct.replica.anonymous_client();
    let callers = [
        anonymous.clone(),
        anonymous.with_token("not.a.token"),
        direct.replica.client(&direct.stranger),
        direct.anna(),
    ];
    matrix.assert_holds(|caller| callers[caller].clone()).await;
}

#[tokio::test]
async fn missing_and_forged_tokens_open_no_websocket() {
    let direct = DirectFixture::new().await;
    let without = SocketRequest::at(&direct.replica.url, "/api/v1/ws");
    assert_error(&without.refused().await, 401, "missing_token");
    let forged = SocketRequest::at(&direct.replica.url, "/api/v1/ws?token=x");
    assert_error(&forged.refused().await, 401, "invalid_token");
    let answer = direct
        .replica
        .anonymous_client()
        .get("/api/v1/chat/conversations")
        .await;
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn direct_outsider_gets_403_and_unknown_conversation_404() {
    let direct = DirectFixture::new().await;
    let id = direct.conversation().await;
    let stranger = direct.replica.client(&direct.stranger);
    let head = direct.database.head().await;
    for unknown in ["0192f0c4-1111-7222-8333-4444deadbeef", "c1", "1", "%00"] {
        matrix(&direct, unknown)
            .assert_answers("an outsider", &stranger, conversation_not_found)
            .await;
    }
    let list = stranger.get("/api/v1/chat/conversations").await.expect(200);
    assert_eq!(list, json!({ "conversations": [] }));

    let mut socket = direct.socket(&direct.stranger).await;
    for (frame, code) in [
        (
            json!({ "conversation_id": id, "body": "x", "is_typing": true }),
            "not_a_participant",
        ),
        (
            json!({ "conversation_id": "c1", "body": "x", "is_typing": true }),
            "chat_not_found",
        ),
    ] {
        for kind in ["message", "typing", "read"] {
            socket.send(&json!({ "type": kind, "data": frame })).await;
            let answer = socket.next().await;
            assert_eq!(answer["type"], "error");
            assert_eq!(answer["data"]["code"], code, "{kind}: {answer}");
        }
    }
    assert_eq!(direct.database.head().await, head, "nothing was appended");
}

#[tokio::test]
async fn direct_and_school_conversations_are_isolated() {
    let direct = DirectFixture::new().await;
    let id = direct.conversation().await;
    let pair = direct.database.pair().await;
    let chat = format!("SELECT id FROM chats WHERE realm = 'direct' AND uuid = '{id}'");
    let chat = direct.database.number(&chat).await;
    let uuid = direct
        .database
        .client()
        .await
        .query_one(
            "SELECT event_id::text FROM events WHERE position = $1",
            &[&pair.chat_id],
        )
        .await
        .expect("a chat is named by its first event");
    let uuid: String = uuid.get(0);

    // A participant of the school's chat requests it here.
    let student = direct.replica.client(&pair.student);
    let matrix = matrix(&direct, &uuid);
    matrix
        .assert_answers("a participant", &student, conversation_not_found)
        .await;
    let mut socket = direct.socket(&pair.student).await;
    let data = json!({ "conversation_id": uuid, "body": "x" });
    socket
        .send(&json!({ "type": "message", "data": data }))
        .await;
    assert_eq!(socket.next().await["data"]["code"], "chat_not_found");

    // A participant and a school admin request this realm's chat there.
    let admin = direct.database.person("admin").await;
    for person in [&direct.anna, &admin] {
        let client = direct.replica.client(person);
        let path = format!("/api/chats/{chat}/messages");
        let status = client.get(&path).await.status;
        assert!(status == 403 || status == 404, "{status}");
        let body = json!({ "chat_id": chat, "content": "x" });
        assert_eq!(client.post("/api/messages", &body).await.status, 403);
        let read = format!("/api/chats/{chat}/read");
        assert_eq!(client.post(&read, &json!({})).await.status, 403);
    }
    let admin = direct.replica.client(&admin);
    let all = admin.get("/api/admin/chats").await.expect(200);
    assert_eq!(all["chats"].as_array().map(Vec::len), Some(1), "{all}");
    let mut stream = admin.open_stream().await;
    direct.write("not for the school").await;
    direct
        .replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "for the school")
        .await;
    assert_eq!(stream.next().await.content(), "for the school");
}

#[tokio::test]
async fn unlisted_realms_have_no_routes() {
    let direct = DirectFixture::new().await;
    let school = Replica::spawn(&direct.database).await;
    let client = school.client(&direct.anna);
    let absent = AccessMatrix {
        is_refusal: is_problem,
        ..matrix(&direct, "x")
    };
    absent
        .assert_answers("a user", &client, |_| Some((404, "no_such_route")))
        .await;
    let refused = school.socket(&direct.anna, "/api/v1/ws").refused().await;
    assert_eq!((refused.status, refused.code()), (404, "no_such_route"));

    let alone = [("REALMS", "direct")];
    let alone = Replica::spawn_with(&direct.database, &alone).await;
    let client = alone.client(&direct.anna);
    assert_eq!(client.get("/api/chats").await.status, 404);
    client.get("/api/v1/chat/conversations").await.expect(200);
}
