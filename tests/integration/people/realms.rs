//! A caller who does not belong to a realm gets 403, even with existing chats there.

use serde_json::{Value, json};

use super::{
    AllRealmsFixture, CAMPUS, DIRECT, MESSENGER, assert_refused, campus_send, direct_send,
};
use crate::support::socket_io::ConnectError;
use crate::support::{SocketIo, SocketRequest};

const NOT_HERE: &str = "not_in_this_realm";

#[tokio::test]
async fn caller_of_another_realm_gets_403() {
    let fixture = AllRealmsFixture::new().await;
    let conversation = fixture.campus_pair().await;
    let ann = fixture.client(&fixture.ann);
    direct_send(&ann, fixture.bob.id).await.expect(201);

    fixture.set_realms(&fixture.ann, "").await;
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
    assert_refused(&campus_send(&ann, &conversation).await, 403, NOT_HERE);
    for path in [
        format!("{CAMPUS}/ws/conversations/{conversation}/"),
        "/api/v1/ws".to_owned(),
        "/api/chat/ws/1".to_owned(),
    ] {
        let opening = SocketRequest::at(&fixture.replica.url, &path).bearer(&fixture.ann.token);
        assert_refused(&opening.refused().await, 403, NOT_HERE);
    }
    let auth = json!({ "token": fixture.ann.token });
    match SocketIo::connect(&fixture.replica.url, &auth).await {
        Err(ConnectError::Error(message)) => assert_eq!(message, "Authentication error"),
        _ => panic!("the connection was accepted"),
    }

    fixture.set_realms(&fixture.ann, "campus").await;
    campus_send(&ann, &conversation).await.expect(201);
    assert_refused(&ann.get("/api/v1/chat/conversations").await, 403, NOT_HERE);
    // Logging out is allowed in any realm.
    let out = ann.post("/api/auth/logout", &Value::Null).await;
    assert_eq!(out.status, 204, "{}", out.body);
}

#[tokio::test]
async fn leaving_a_realm_ends_open_streams_there_alone() {
    let fixture = AllRealmsFixture::new().await;
    let opening = SocketRequest::at(&fixture.replica.url, "/api/v1/ws").bearer(&fixture.ann.token);
    let mut direct = opening.open().await;
    let (teacher, leaver, stayer) = (
        fixture.database.person("teacher").await,
        fixture.database.person("student").await,
        fixture.database.person("student").await,
    );
    let mut left = fixture.client(&leaver).open_stream().await;
    let mut stayed = fixture.client(&stayer).open_stream().await;

    fixture.set_realms(&fixture.ann, "school").await;
    fixture.set_realms(&leaver, "campus").await;
    fixture.set_realms(&stayer, "campus,school").await;
    assert_eq!(direct.closed().await, Some(4403));
    left.ended().await;
    let chat = fixture.database.complete_lesson(&teacher, &stayer).await;
    let begun = stayed.take("chat_created", 1).await;
    assert_eq!(begun[0].data["chat_id"], chat);
}
