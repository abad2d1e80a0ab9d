//! `last_event_id`.

use super::super::{CampusFixture, add, delete, edit, id, mark_read, send_message};
use super::{durable, resume};

#[tokio::test]
async fn campus_resume_replays_missed_events_once_in_order() {
    let campus = CampusFixture::new().await;
    let (ann, group) = (campus.ann(), campus.group(&[&campus.bob]).await);
    let mut live = campus.follow(&campus.bob, &group).await;
    let message = id(&send_message(&ann, &group, "one").await);
    let first = live.next().await;
    for text in ["two", "three"] {
        edit(&ann, &message, text).await.expect(200);
    }
    add(&ann, &group, &campus.eve).await.expect(201);
    mark_read(&campus.bob(), &group).await.expect(204);
    delete(&ann, &message).await.expect(204);
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(live.next().await);
    }
    let kinds: Vec<_> = seen
        .iter()
        .map(|frame| frame["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "message:edited",
            "message:edited",
            "participant:added",
            "read",
            "message:deleted"
        ]
    );
    assert_eq!(seen[0]["payload"]["text"], "two");
    assert_eq!(seen[1]["payload"]["text"], "three");

    let from = first["id"].as_str().unwrap();
    for replica in [&campus.replica, &campus.other_replica] {
        let mut socket = resume(replica, &campus.bob, &group, from).await;
        for expected in &seen {
            assert_eq!(&socket.next().await, expected);
        }
        let text = format!("live at {}", replica.url);
        send_message(&ann, &group, &text).await;
        assert_eq!(durable(&socket.next().await, "message:new")["text"], text);
        let others = durable(&live.next().await, "message:new");
        assert_eq!(others["text"], text);
        seen.push(serde_json::json!({
            "type": "message:new", "payload": others, "id": live.last_event_id,
        }));
    }
}

#[tokio::test]
async fn new_member_can_resume_from_before_joining() {
    let campus = CampusFixture::new().await;
    let (ann, group) = (campus.ann(), campus.group(&[&campus.bob]).await);
    let from = campus.database.now().await;
    send_message(&ann, &group, "before eve").await;
    add(&ann, &group, &campus.eve).await.expect(201);
    for replica in [&campus.replica, &campus.other_replica] {
        let mut socket = resume(replica, &campus.eve, &group, &from).await;
        let message = durable(&socket.next().await, "message:new");
        assert_eq!(message["text"], "before eve");
        let added = durable(&socket.next().await, "participant:added");
        assert_eq!(added["name"], campus.eve.name.as_str());
    }
}
