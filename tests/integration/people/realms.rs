//! A caller who does not belong to a realm: 403, whatever they had there before.

use serde_json::{Value, json};

use super::{CAMPUS, DIRECT, MESSENGER, Town, assert_refused, campus_say, direct_send};
use crate::support::socket_io::ConnectError;
use crate::support::{SocketIo, SocketRequest};

const NOT_HERE: &str = "not_in_this_realm";

#[tokio::test]
async fn a_caller_of_another_realm_gets_403() {
    let town = Town::new().await;
    let conversation = town.campus_pair().await;
    let ann = town.as_(&town.ann);
    direct_send(&ann, town.bob.id).await.expect(201);

    town.move_to(&town.ann, "").await;
    for path in [
        format!("{CAMPUS}/conversations/"),
        format!("{CAMPUS}/conversations/{conversation}"),
        format!("{CAMPUS}/messages/{conversation}"),
        format!("{MESSENGER}/conversations"),
        format!("{MESSENGER}/unread-count"),
        format!("{DIRECT}/conversations"),
        "/api/chat/chats/my".to_owned(),
        "/api/me".to_owned(),
        "/api/chats".to_owned(),
        "/api/events/chat".to_owned(),
    ] {
        assert_refused(&ann.get(&path).await, 403, NOT_HERE);
    }
    assert_refused(&campus_say(&ann, &conversation).await, 403, NOT_HERE);
    for path in [
        format!("{CAMPUS}/ws/conversations/{conversation}/"),
        "/api/v1/ws".to_owned(),
        "/api/chat/ws/1".to_owned(),
    ] {
        let opening = SocketRequest::at(&town.replica.url, &path).bearer(&town.ann.token);
        assert_refused(&opening.refused().await, 403, NOT_HERE);
    }
    let auth = json!({ "token": town.ann.token });
    match SocketIo::connect(&town.replica.url, &auth).await {
        Err(ConnectError::Error(message)) => assert_eq!(message, "Authentication error"),
        _ => panic!("it is let in"),
    }

    town.move_to(&town.ann, "campus").await;
    campus_say(&ann, &conversation).await.expect(201);
    assert_refused(&ann.get("/api/v1/chat/conversations").await, 403, NOT_HERE);
    // Whoever they are, they may sign out.
    let out = ann.post("/api/auth/logout", &Value::Null).await;
    assert_eq!(out.status, 204, "{}", out.body);
}

#[tokio::test]
async fn leaving_a_realm_ends_open_streams_there_alone() {
    let town = Town::new().await;
    let opening = SocketRequest::at(&town.replica.url, "/api/v1/ws").bearer(&town.ann.token);
    let mut direct = opening.open().await;
    let (teacher, leaver, stayer) = (
        town.database.person("teacher").await,
        town.database.person("student").await,
        town.database.person("student").await,
    );
    let mut left = town.as_(&leaver).open_stream().await;
    let mut stayed = town.as_(&stayer).open_stream().await;

    town.move_to(&town.ann, "school").await;
    town.move_to(&leaver, "campus").await;
    town.move_to(&stayer, "campus,school").await;
    assert_eq!(direct.closed().await, Some(4403));
    left.ended().await;
    let chat = town.database.complete_lesson(&teacher, &stayer).await;
    let begun = stayed.take("chat_created", 1).await;
    assert_eq!(begun[0].data["chat_id"], chat);
}
