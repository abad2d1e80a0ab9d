//! The WebSocket's frames, both ways.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{DirectFixture, text};

#[tokio::test]
async fn message_frames_reach_both_and_hide_the_senders_client_id() {
    let direct = DirectFixture::new().await;
    let id = direct.conversation().await;
    let other = DirectFixture::replica(&direct.database).await;
    let mut anna = direct.socket(&direct.anna).await;
    let mut boris = direct.socket_at(&other, &direct.boris).await;
    let client_id = Uuid::new_v4();

    let data = json!({ "conversation_id": id, "body": "Привет!", "client_id": client_id });
    anna.send(&json!({ "type": "message", "data": data })).await;

    // The conversation's first event may arrive after the sockets opened.
    let (mut own, mut theirs) = (Value::Null, Value::Null);
    for (socket, frame) in [(&mut anna, &mut own), (&mut boris, &mut theirs)] {
        while frame["data"]["body"] != "Привет!" {
            *frame = socket.next_of("message").await;
        }
    }
    assert_eq!(own["id"], theirs["id"]);
    assert_eq!(own["data"]["client_id"], client_id.to_string());
    let message = &theirs["data"];
    assert_eq!(
        theirs,
        json!({ "id": theirs["id"], "type": "message", "data": {
            "id": message["id"], "conversation_id": id, "sender_id": direct.anna.id.to_string(),
            "body": "Привет!", "created_at": message["created_at"],
        }})
    );
    let seconds = message["created_at"].as_i64().expect("whole seconds");
    let now = jiff::Timestamp::now().as_second();
    assert!((now - 60..=now + 60).contains(&seconds), "{message}");
    assert!(text(&message["id"]).parse::<Uuid>().is_ok());
}

#[tokio::test]
async fn rest_send_reaches_both_sockets() {
    let direct = DirectFixture::new().await;
    let mut anna = direct.socket(&direct.anna).await;
    let mut boris = direct.socket(&direct.boris).await;

    let sent = direct.write("over REST").await;

    for socket in [&mut anna, &mut boris] {
        let frame = socket.next_of("message").await;
        assert_eq!(frame["data"]["id"], sent["id"]);
        assert_eq!(frame["data"]["conversation_id"], sent["conversation_id"]);
    }
}

#[tokio::test]
async fn read_mark_reaches_both_sockets() {
    let direct = DirectFixture::new().await;
    let message = direct.write("read me").await;
    let mut anna = direct.socket(&direct.anna).await;
    let mut boris = direct.socket(&direct.boris).await;

    let data = json!({ "conversation_id": message["conversation_id"] });
    boris.send(&json!({ "type": "read", "data": data })).await;

    for socket in [&mut anna, &mut boris] {
        let frame = socket.next_of("read").await;
        assert!(frame["id"].is_string(), "{frame}");
        assert_eq!(
            frame["data"],
            json!({
                "conversation_id": message["conversation_id"],
                "user_id": direct.boris.id.to_string(),
                "last_read_id": message["id"],
            })
        );
    }
}
