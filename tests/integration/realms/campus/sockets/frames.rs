//! Frames that the server sends.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{
    CampusFixture, add, delete, delete_conversation, edit, history, id, mark_read, remove, reply,
    send_message,
};
use super::durable;
use crate::support::Socket;

/// The next frame on every socket; asserts that all are equal.
async fn next_on_all(sockets: &mut [Socket], kind: &str) -> Value {
    let mut frames = Vec::new();
    for socket in sockets {
        frames.push(socket.next().await);
    }
    assert!(frames.iter().all(|frame| frame == &frames[0]), "{frames:?}");
    durable(&frames[0], kind)
}

#[tokio::test]
async fn campus_message_reaches_all_members_on_every_replica() {
    let campus = CampusFixture::new().await;
    let conversation = campus.private().await;
    let question = id(&send_message(&campus.bob(), &conversation, "?").await);
    mark_read(&campus.ann(), &conversation).await.expect(204);
    let mut anns = campus.on_both_replicas(&campus.ann, &conversation).await;
    let mut bobs = campus.on_both_replicas(&campus.bob, &conversation).await;
    let client_id = Uuid::new_v4().to_string();

    let frame = json!({ "text": "Привет!", "reply_to": question, "client_id": client_id });
    anns[0].send(&frame).await;

    let to_others = next_on_all(&mut bobs, "message:new").await;
    let expected = json!({
        "id": to_others["id"], "conversation_id": conversation, "sender_id": campus.ann.id,
        "text": "Привет!", "reply_to": question, "is_edited": false,
        "created_at": to_others["created_at"],
    });
    assert_eq!(to_others, expected);
    let to_sender = next_on_all(&mut anns, "message:new").await;
    let mut own = expected.clone();
    own["client_id"] = client_id.into();
    assert_eq!(to_sender, own);
    assert_eq!(history(&campus.bob(), &conversation, "").await[1], expected);
    assert_eq!(history(&campus.ann(), &conversation, "").await[1], own);

    // A send over REST produces the same frames.
    let sent = send_message(&campus.bob(), &conversation, "и тебе").await;
    assert_eq!(next_on_all(&mut anns, "message:new").await, sent);
    assert_eq!(next_on_all(&mut bobs, "message:new").await, sent);
    // Sending marks earlier messages read.
    let mark = json!({ "user_id": campus.bob.id, "last_read_id": sent["id"] });
    assert_eq!(next_on_all(&mut anns, "read").await, mark);
}

#[tokio::test]
async fn every_change_is_sent_in_the_contract_format() {
    let campus = CampusFixture::new().await;
    let (ann, bob) = (campus.ann(), campus.bob());
    let group = campus.group(&[&campus.bob]).await;
    let question = id(&send_message(&ann, &group, "?").await);
    let message = reply(&bob, &group, &question, "one").await;
    // Two users on each of both replicas; the actor's frames may differ.
    let mut sockets = Vec::new();
    sockets.extend(campus.on_both_replicas(&campus.ann, &group).await);
    sockets.extend(campus.on_both_replicas(&campus.bob, &group).await);

    let edited = edit(&bob, &id(&message), "two").await.expect(200);
    let frame = next_on_all(&mut sockets, "message:edited").await;
    assert_eq!(frame, edited);
    assert_eq!(
        (&frame["text"], &frame["reply_to"]),
        (&"two".into(), &question.clone().into())
    );

    mark_read(&ann, &group).await.expect(204);
    let frame = next_on_all(&mut sockets, "read").await;
    assert_eq!(
        frame,
        json!({ "user_id": campus.ann.id, "last_read_id": message["id"] })
    );

    delete(&ann, &id(&message)).await.expect(204);
    let frame = next_on_all(&mut sockets, "message:deleted").await;
    assert_eq!(
        frame,
        json!({ "id": message["id"], "conversation_id": group })
    );

    add(&ann, &group, &campus.eve).await.expect(201);
    let frame = next_on_all(&mut sockets, "participant:added").await;
    let (user_id, name) = (campus.eve.id, &campus.eve.name);
    assert_eq!(
        frame,
        json!({ "conversation_id": group, "user_id": user_id, "name": name })
    );

    remove(&ann, &group, &campus.eve).await.expect(204);
    let frame = next_on_all(&mut sockets, "participant:removed").await;
    assert_eq!(
        frame,
        json!({ "conversation_id": group, "user_id": user_id })
    );

    delete_conversation(&ann, &group).await.expect(204);
    let frame = next_on_all(&mut sockets, "conversation:deleted").await;
    assert_eq!(frame, json!({ "id": group }));
}

#[tokio::test]
async fn edited_message_shows_its_client_id_only_to_the_sender() {
    let campus = CampusFixture::new().await;
    let (ann, conversation) = (campus.ann(), campus.private().await);
    let client_id = Uuid::new_v4().to_string();
    let mut anns = campus.follow(&campus.ann, &conversation).await;
    anns.send(&json!({ "text": "one", "client_id": client_id }))
        .await;
    let message = durable(&anns.next().await, "message:new");
    let mut bobs = campus.follow(&campus.bob, &conversation).await;

    edit(&ann, &id(&message), "two").await.expect(200);

    let own = durable(&anns.next_of("message:edited").await, "message:edited");
    assert_eq!(own["client_id"], client_id.as_str());
    let others = durable(&bobs.next_of("message:edited").await, "message:edited");
    assert!(others.get("client_id").is_none(), "{others}");
}
