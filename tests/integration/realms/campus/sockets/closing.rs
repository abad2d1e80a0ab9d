//! Closing of sockets: no event follows.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::super::{
    CampusFixture, add, assert_refused, delete_conversation, history, remove, send_message, texts,
};
use super::{durable, path, resume};

#[tokio::test]
async fn removed_member_stops_receiving_on_every_replica() {
    let campus = CampusFixture::new().await;
    let ann = campus.ann();
    let group = campus.group(&[&campus.bob, &campus.eve]).await;
    let mut bobs = campus.on_both_replicas(&campus.bob, &group).await;
    let mut eves = campus.on_both_replicas(&campus.eve, &group).await;

    send_message(&ann, &group, "with bob").await;
    remove(&ann, &group, &campus.bob).await.expect(204);
    send_message(&ann, &group, "without bob").await;

    let removed = json!({ "conversation_id": group, "user_id": campus.bob.id });
    for socket in &mut bobs {
        let message = durable(&socket.next().await, "message:new");
        assert_eq!(message["text"], "with bob");
        assert_eq!(
            durable(&socket.next().await, "participant:removed"),
            removed
        );
        assert!(
            matches!(socket.next_raw().await, Some(Message::Close(Some(frame))) if u16::from(frame.code) == 4403)
        );
    }
    for socket in &mut eves {
        assert_eq!(
            durable(&socket.next().await, "message:new")["text"],
            "with bob"
        );
        assert_eq!(
            durable(&socket.next().await, "participant:removed"),
            removed
        );
        assert_eq!(
            durable(&socket.next().await, "message:new")["text"],
            "without bob"
        );
    }
    for replica in [&campus.replica, &campus.other_replica] {
        let answer = replica.socket(&campus.bob, &path(&group)).refused().await;
        assert_refused(&answer, 403, "not_a_participant");
    }

    // A member who is added again sees all messages.
    add(&ann, &group, &campus.bob).await.expect(201);
    let page = history(&campus.bob(), &group, "").await;
    assert_eq!(texts(&page), ["with bob", "without bob"]);
    for (replica, former) in [
        (&campus.replica, &bobs[1]),
        (&campus.other_replica, &bobs[0]),
    ] {
        let mut socket = resume(replica, &campus.bob, &group, &former.last_event_id).await;
        let message = durable(&socket.next().await, "message:new");
        assert_eq!(message["text"], "without bob");
        let back = durable(&socket.next().await, "participant:added");
        assert_eq!(back["user_id"], campus.bob.id);
    }

    // Leaving closes a member's sockets as well.
    remove(&campus.eve(), &group, &campus.eve).await.expect(204);
    for socket in &mut eves {
        socket.next_of("participant:removed").await;
        assert_eq!(socket.closed().await, Some(4403));
    }
}

#[tokio::test]
async fn deleted_conversation_closes_sockets_and_resumes_when_recreated() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    let mut anns = campus.on_both_replicas(&campus.ann, &conversation).await;
    let mut bobs = campus.on_both_replicas(&campus.bob, &conversation).await;
    send_message(&ann, &conversation, "before").await;

    delete_conversation(&campus.bob(), &conversation)
        .await
        .expect(204);

    let mut before = String::new();
    for socket in anns.iter_mut().chain(&mut bobs) {
        durable(&socket.next().await, "message:new");
        before.clone_from(&socket.last_event_id);
        let deleted = durable(&socket.next().await, "conversation:deleted");
        assert_eq!(deleted, json!({ "id": conversation }));
        assert_eq!(socket.closed().await, Some(4403));
    }

    let wanted = json!({ "type": "private", "participant_ids": [campus.bob.id] });
    super::super::create(&ann, &wanted).await.expect(200);
    send_message(&ann, &conversation, "after").await;
    // Resuming from before the deletion skips the deletion event.
    for replica in [&campus.replica, &campus.other_replica] {
        let mut socket = resume(replica, &campus.bob, &conversation, &before).await;
        let message = durable(&socket.next().await, "message:new");
        assert_eq!(message["text"], "after");
    }
}
