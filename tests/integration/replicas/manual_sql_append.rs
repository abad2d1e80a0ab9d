//! Events that are appended with plain SQL are delivered.

use crate::support::{TestDatabase, spawn_replicas};

#[tokio::test]
async fn event_appended_by_sql_reaches_every_replica() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [one, other] = spawn_replicas(&database).await;
    let mut streams = [
        one.client(&pair.student).open_stream().await,
        other.client(&pair.student).open_stream().await,
    ];

    database
        .execute(&format!(
            r#"INSERT INTO events (chat_id, kind, actor_id, payload)
               VALUES ({}, 'message_sent', {}, '{{"content": "typed"}}')"#,
            pair.chat_id, pair.teacher.id
        ))
        .await;

    for stream in &mut streams {
        let frame = stream.next().await;
        assert_eq!(frame.content(), "typed");
        assert_eq!(frame.data["message"]["sender_id"], pair.teacher.id);
    }
}

#[tokio::test]
async fn unknown_event_kinds_do_not_break_streams() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let mut stream = replica.client(&pair.student).open_stream().await;

    database
        .execute(&format!(
            "ALTER TABLE events DROP CONSTRAINT events_kind_check;
             INSERT INTO events (chat_id, kind, actor_id, payload)
             VALUES ({}, 'message_pinned', {}, '{{}}')",
            pair.chat_id, pair.teacher.id
        ))
        .await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "next")
        .await;

    assert_eq!(stream.next().await.content(), "next");
}
