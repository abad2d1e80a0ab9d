//! Typing and presence, and which users receive them.

use serde_json::{Value, json};

use super::{DirectFixture, assert_error};

#[tokio::test]
async fn typing_reaches_only_the_peer_on_every_replica() {
    let direct = DirectFixture::new().await;
    let other = DirectFixture::replica(&direct.database).await;
    let id = direct.conversation().await;
    let mut anna = direct.socket(&direct.anna).await;
    let mut boris = direct.socket_at(&other, &direct.boris).await;
    let mut stranger = direct.socket(&direct.stranger).await;

    for is_typing in [true, false] {
        let data = json!({ "conversation_id": id, "is_typing": is_typing });
        anna.send(&json!({ "type": "typing", "data": data })).await;
        let user_id = direct.anna.id.to_string();
        assert_eq!(
            boris.next_of("typing").await,
            json!({ "type": "typing", "data": {
                "conversation_id": id, "user_id": user_id, "is_typing": is_typing
            }})
        );
    }

    // The others received no typing frame in the meantime.
    direct.write("done").await;
    loop {
        let frame = anna.next().await;
        assert_ne!(frame["type"], "typing", "{frame}");
        if frame["type"] == "message" {
            break;
        }
    }
    let body = json!({ "body": "hello" });
    super::send(
        &direct.replica.client(&direct.stranger),
        &direct.anna,
        &body,
    )
    .await
    .expect(201);
    assert_eq!(stranger.next().await["type"], "message");
}

#[tokio::test]
async fn presence_is_sent_on_connect_and_on_every_change() {
    let direct = DirectFixture::new().await;
    direct.conversation().await;
    let other = DirectFixture::replica(&direct.database).await;
    let mut anna = direct.socket(&direct.anna).await;
    let mut boris = direct.socket_at(&other, &direct.boris).await;
    let presence = |id: i64, online: bool| {
        let id = id.to_string();
        move |frame: &Value| {
            frame["type"] == "presence"
                && frame["data"]["user_id"] == id.as_str()
                && frame["data"]["online"] == online
        }
    };

    let came = anna.next_of("presence").await;
    assert!(presence(direct.boris.id, true)(&came), "{came}");
    // It is the first frame, or follows soon if presence was not loaded yet.
    let there = boris.next_of("presence").await;
    assert!(presence(direct.anna.id, true)(&there), "{there}");

    drop(boris);
    // His connecting may arrive twice: as the first frame and as a change.
    let gone = loop {
        let next = anna.next_of("presence").await;
        if next != came {
            break next;
        }
    };
    assert!(presence(direct.boris.id, false)(&gone), "{gone}");
    let seen = gone["data"]["last_seen"].as_i64().expect("whole seconds");
    let now = jiff::Timestamp::now().as_second();
    assert!((now - 60..=now + 60).contains(&seen), "{gone}");
}

#[tokio::test]
async fn presence_is_visible_only_to_conversation_peers() {
    let direct = DirectFixture::new().await;
    direct.conversation().await;
    let _boris = direct.socket(&direct.boris).await;
    let path = format!("/api/v1/chat/presence/{}", direct.boris.id);

    let online = crate::support::eventually("presence", async || {
        let presence = direct.anna().get(&path).await.expect(200);
        (presence["online"] == true).then_some(presence)
    })
    .await;

    assert_eq!(online["user_id"], direct.boris.id.to_string());
    let keys: Vec<_> = online.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["last_seen", "online", "user_id"]);
    let stranger = direct.replica.client(&direct.stranger);
    assert_error(&stranger.get(&path).await, 404, "user_not_found");
    for id in ["999999", "u2", "-1"] {
        let path = format!("/api/v1/chat/presence/{id}");
        assert_error(&direct.anna().get(&path).await, 404, "user_not_found");
    }
}
