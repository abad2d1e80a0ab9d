//! Who may: every route and the socket, with every wrong token and every wrong id.

use reqwest::Method;
use serde_json::json;

use super::{Direct, assert_error};
use crate::support::{Client, Opening, Replica};

/// Every route that names a conversation or a person.
fn routes(conversation: &str, user: i64) -> Vec<(Method, String)> {
    vec![
        (
            Method::GET,
            format!("/api/v1/chat/conversations/{conversation}/messages"),
        ),
        (
            Method::POST,
            format!("/api/v1/chat/conversations/{conversation}/read"),
        ),
        (Method::POST, format!("/api/v1/chat/direct/{user}/send")),
        (Method::GET, format!("/api/v1/chat/presence/{user}")),
        (Method::GET, "/api/v1/chat/conversations".to_owned()),
    ]
}

async fn ask(client: &Client, method: Method, path: &str) -> crate::support::Answer {
    let request = client.request(method, path).json(&json!({ "body": "x" }));
    client.send(request).await
}

#[tokio::test]
async fn without_a_good_token_nothing_is_answered() {
    let direct = Direct::new().await;
    let id = direct.conversation().await;
    let (nobody, forger) = (
        direct.replica.stranger(),
        direct.replica.stranger().with_token("not.a.token"),
    );
    for (method, path) in routes(&id, direct.boris.id) {
        let answer = ask(&nobody, method.clone(), &path).await;
        assert_error(&answer, 401, "missing_token");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
        assert_error(&ask(&forger, method, &path).await, 401, "invalid_token");
    }
    let bare = Opening::at(&direct.replica.url, "/api/v1/ws");
    assert_error(&bare.refused().await, 401, "missing_token");
    let forged = Opening::at(&direct.replica.url, "/api/v1/ws?token=x");
    assert_error(&forged.refused().await, 401, "invalid_token");
}

#[tokio::test]
async fn a_stranger_gets_403_where_there_is_a_conversation_and_404_where_there_is_none() {
    let direct = Direct::new().await;
    let id = direct.conversation().await;
    let stranger = direct.replica.client(&direct.stranger);
    let head = direct.database.head().await;

    for (method, path) in &routes(&id, direct.boris.id)[..2] {
        let answer = ask(&stranger, method.clone(), path).await;
        assert_error(&answer, 403, "not_a_participant");
    }
    for unknown in ["0192f0c4-1111-7222-8333-4444deadbeef", "c1", "1", "%00"] {
        for (method, path) in &routes(unknown, direct.boris.id)[..2] {
            let answer = ask(&stranger, method.clone(), path).await;
            assert_error(&answer, 404, "chat_not_found");
        }
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
async fn the_school_and_this_realm_see_nothing_of_each_other() {
    let direct = Direct::new().await;
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

    // Of the school's chat here, by its own participant.
    let student = direct.replica.client(&pair.student);
    for (method, path) in &routes(&uuid, 0)[..2] {
        let answer = ask(&student, method.clone(), path).await;
        assert_error(&answer, 404, "chat_not_found");
    }
    let mut socket = direct.socket(&pair.student).await;
    let data = json!({ "conversation_id": uuid, "body": "x" });
    socket
        .send(&json!({ "type": "message", "data": data }))
        .await;
    assert_eq!(socket.next().await["data"]["code"], "chat_not_found");

    // Of this realm's chat there, by its own participant and by an admin of the school.
    let admin = direct.database.person("admin").await;
    for person in [&direct.anna, &admin] {
        let client = direct.replica.client(person);
        let path = format!("/api/chats/{chat}/messages");
        let status = client.get(&path).await.status;
        assert!(status == 403 || status == 404, "{status}");
        let say = json!({ "chat_id": chat, "content": "x" });
        assert_eq!(client.post("/api/messages", &say).await.status, 403);
        let read = format!("/api/chats/{chat}/read");
        assert_eq!(client.post(&read, &json!({})).await.status, 403);
    }
    let admin = direct.replica.client(&admin);
    let all = admin.get("/api/admin/chats").await.expect(200);
    assert_eq!(all["chats"].as_array().map(Vec::len), Some(1), "{all}");
    let mut stream = admin.follow().await;
    direct.write("not for the school").await;
    direct
        .replica
        .client(&pair.teacher)
        .say(pair.chat_id, "for the school")
        .await;
    assert_eq!(stream.next().await.content(), "for the school");
}

#[tokio::test]
async fn a_realm_that_is_not_listed_is_not_there() {
    let direct = Direct::new().await;
    let school = Replica::spawn(&direct.database).await;
    let client = school.client(&direct.anna);
    for (method, path) in routes("x", 1) {
        let answer = ask(&client, method, &path).await;
        assert_eq!((answer.status, answer.code()), (404, "no_such_route"));
    }
    let refused = school.socket(&direct.anna, "/api/v1/ws").refused().await;
    assert_eq!((refused.status, refused.code()), (404, "no_such_route"));

    let alone = [("REALMS", "direct")];
    let alone = Replica::spawn_with(&direct.database, &alone).await;
    let client = alone.client(&direct.anna);
    assert_eq!(client.get("/api/chats").await.status, 404);
    client.get("/api/v1/chat/conversations").await.expect(200);
}
