//! The main job, end to end.

use crate::support::{TestDatabase, spawn_replicas};

#[tokio::test]
async fn message_sent_to_one_replica_reaches_subscribers_of_another() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [one, other] = spawn_replicas(&database).await;
    let mut stream = other.client(&pair.student).open_stream().await;

    let id = one
        .client(&pair.teacher)
        .send_message(pair.chat_id, "Привет")
        .await;

    let frame = stream.next().await;
    assert_eq!(
        (frame.event.as_str(), frame.content()),
        ("new_message", "Привет")
    );
    assert_eq!(frame.data["message"]["id"], id);
}
