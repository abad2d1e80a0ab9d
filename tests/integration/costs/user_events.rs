//! Queries of a `user` event, which the streams of all who share a chat show.

use serde_json::json;

use crate::support::{Replica, TestDatabase};

const STREAMS: usize = 48;
const RENAMES: usize = 100;
/// A query for what is shown of a user reads this table.
const QUERIES: &str = "SELECT coalesce(idx_scan, 0) + coalesce(seq_scan, 0)
    FROM pg_stat_user_tables WHERE relname = 'users'";

#[tokio::test]
async fn readers_of_a_user_event_share_queries() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let owner = database.person("member").await;
    let (mut streams, mut ids) = (Vec::new(), Vec::new());
    for _ in 0..STREAMS {
        let member = database.person("member").await;
        ids.push(member.id);
        let client = replica.client(&member);
        streams.push(client.open_stream_at("/v1/campus/events").await);
    }
    let group = json!({ "type": "group", "title": "G", "user_ids": ids });
    let created = replica
        .client(&owner)
        .post("/v1/campus/chats", &group)
        .await;
    created.expect(201);
    let rename = format!(
        "DO $$
         BEGIN
             FOR n IN 1 .. {RENAMES} LOOP
                 UPDATE users SET name = 'N. ' || n WHERE id = {};
                 COMMIT;
             END LOOP;
         END $$",
        owner.id
    );
    database.execute(&rename).await;
    for stream in &mut streams {
        for frame in stream.take("user", RENAMES).await {
            assert_eq!(frame.data["user"]["id"], owner.id);
        }
    }
    drop(streams);
    replica.shut_down().await;
    database.until_no_session().await;
    let queries = database.number(QUERIES).await;
    // Most are of what the renames and the requests do.
    let of_each_reader = i64::try_from(STREAMS * RENAMES).expect("few");
    assert!(
        queries < of_each_reader / 2,
        "{queries} queries for {RENAMES} events of {STREAMS} streams"
    );
}
