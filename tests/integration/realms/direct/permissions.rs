//! Permissions: every operation of the realm and every frame, every kind of caller.

use serde_json::json;
use vestnik::contracts::direct;

use super::{DirectFixture, assert_refused};
use crate::support::access_matrix::{AccessMatrix, is_problem};
use crate::support::{Replica, SocketRequest, eventually};

const OPERATIONS: &str = "
    anonymous:missing_token forger:invalid_token outsider member
    GET /chat/conversations                                      401 401 200 200
    GET /chat/presence/{user_id} =user_not_found                 401 401 404 200
    GET /chat/conversations/{id}/messages =not_a_participant     401 401 403 200
    POST /chat/conversations/{id}/read @empty =not_a_participant 401 401 403 204
    POST /chat/direct/{user_id}/send @message                    401 401 201 201
    GET /ws =upgrade_required                                    401 401 426 426
    POST /chat/users/{user_id}/block                             401 401 204 204
    DELETE /chat/users/{user_id}/block                           401 401 204 204
";

/// The member's counterpart is Boris.
fn matrix(direct: &DirectFixture, conversation: &str) -> AccessMatrix {
    let bodies = [("empty", json!({})), ("message", json!({ "body": "x" }))];
    let targets = vec![
        ("id", conversation.to_owned()),
        ("user_id", direct.boris.id.to_string()),
    ];
    let mut matrix = AccessMatrix::parse("/api/v1", OPERATIONS, &bodies, targets);
    matrix.is_refusal = |body| {
        let keys = body.as_object().map(|body| body.keys().collect::<Vec<_>>());
        keys.is_some_and(|keys| keys == ["code", "error"])
    };
    matrix
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
    assert_refused(&without.refused().await, 401, "missing_token");
    let forged = SocketRequest::at(&direct.replica.url, "/api/v1/ws?token=x");
    assert_refused(&forged.refused().await, 401, "invalid_token");
    let answer = direct
        .replica
        .anonymous_client()
        .get("/api/v1/chat/conversations")
        .await;
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn unknown_and_foreign_conversations_are_refused() {
    let direct = DirectFixture::new().await;
    let id = direct.conversation().await;
    let stranger = direct.replica.client(&direct.stranger);
    for unknown in ["0192f0c4-1111-7222-8333-4444deadbeef", "c1", "1"] {
        matrix(&direct, unknown)
            .assert_answers("an outsider", &stranger, |operation| {
                operation
                    .contains("{id}")
                    .then_some((404, "chat_not_found"))
            })
            .await;
    }
    let mut socket = direct.socket(&direct.stranger).await;
    for (id, code) in [(&*id, "not_a_participant"), ("c1", "chat_not_found")] {
        let data = json!({ "conversation_id": id, "body": "x", "is_typing": true });
        for kind in ["message", "typing", "read"] {
            socket.send(&json!({ "type": kind, "data": data })).await;
            let error = socket.next_of("error").await;
            assert_eq!(error["data"]["code"], code, "{kind}: {error}");
        }
    }
}

#[tokio::test]
async fn school_does_not_serve_direct_conversations() {
    let direct = DirectFixture::new().await;
    direct.conversation().await;
    let pair = direct.database.pair().await;
    let chat = "SELECT id FROM chats WHERE realm = 'direct'";
    let chat = direct.database.number(chat).await;
    let admin = direct.database.person("admin").await;
    for person in [&direct.anna, &admin] {
        let client = direct.replica.client(person);
        let history = client.get(&format!("/api/chats/{chat}/messages")).await;
        assert!(matches!(history.status, 403 | 404), "{}", history.body);
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
    let teacher = direct.replica.client(&pair.teacher);
    teacher.send_message(pair.chat_id, "for the school").await;
    assert_eq!(stream.next().await.content(), "for the school");
}

#[tokio::test]
async fn presence_is_visible_only_to_conversation_peers() {
    let direct = DirectFixture::new().await;
    direct.conversation().await;
    let _boris = direct.socket(&direct.boris).await;
    let path = format!("/api/v1/chat/presence/{}", direct.boris.id);

    let online = eventually("presence", async || {
        let presence = direct.anna().get(&path).await.expect(200);
        (presence["online"] == true).then_some(presence)
    })
    .await;

    assert_eq!(online["user_id"], direct.boris.id.to_string());
    let keys: Vec<_> = online.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["last_seen", "online", "user_id"]);
    let stranger = direct.replica.client(&direct.stranger);
    assert_refused(&stranger.get(&path).await, 404, "user_not_found");
    for id in ["999999", "u2", "-1"] {
        let path = format!("/api/v1/chat/presence/{id}");
        assert_refused(&direct.anna().get(&path).await, 404, "user_not_found");
    }
}

#[tokio::test]
async fn unlisted_realms_have_no_routes() {
    let direct = DirectFixture::new().await;
    let school = Replica::spawn(&direct.database).await;
    let client = school.client(&direct.anna);
    let mut absent = matrix(&direct, "x");
    absent.is_refusal = is_problem;
    absent
        .assert_answers("a user", &client, |_| Some((404, "no_such_route")))
        .await;
    let refused = school.socket(&direct.anna, "/api/v1/ws").refused().await;
    assert_refused(&refused, 404, "no_such_route");

    let alone = [("REALMS", "direct")];
    let alone = Replica::spawn_with(&direct.database, &alone).await;
    let client = alone.client(&direct.anna);
    assert_eq!(client.get("/api/chats").await.status, 404);
    client.get("/api/v1/chat/conversations").await.expect(200);
}
