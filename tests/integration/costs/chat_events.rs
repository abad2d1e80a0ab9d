//! Queries of a `chat` event, which the streams of all members show.

use serde_json::json;

use crate::support::{Replica, TestDatabase};

const STREAMS: usize = 48;
/// Only a query for what all readers see of a chat reads this table, once.
const QUERIES: &str = "SELECT coalesce(idx_scan, 0) + coalesce(seq_scan, 0)
    FROM pg_stat_user_tables WHERE relname = 'pins'";

#[tokio::test]
async fn readers_of_a_chat_event_share_queries() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let (owner, newcomer) = (
        database.person("member").await,
        database.person("member").await,
    );
    let (mut streams, mut ids) = (Vec::new(), Vec::new());
    for _ in 0..STREAMS {
        let member = database.person("member").await;
        ids.push(member.id);
        let client = replica.client(&member);
        streams.push(client.open_stream_at("/v1/campus/events").await);
    }
    let owner = replica.client(&owner);
    let group = json!({ "type": "group", "title": "G", "user_ids": ids });
    let group = owner.post("/v1/campus/chats", &group).await.expect(201);
    let path = format!("/v1/campus/chats/{}/members", group["id"]);
    let added = json!({ "user_ids": [newcomer.id] });
    owner.post(&path, &added).await.expect(200);
    // The group is new, then it has another member: a system message tells of both.
    for stream in &mut streams {
        for event in ["chat", "message", "member", "message"] {
            let frame = stream.next().await;
            assert_eq!(frame.event, event);
            if event == "chat" {
                assert_eq!(frame.data["chat"]["id"], group["id"]);
                assert_eq!(frame.data["chat"]["unread_count"], 0);
            }
        }
    }
    drop(streams);
    replica.shut_down().await;
    database.until_no_session().await;
    let queries = database.number(QUERIES).await;
    // The others are for the answers to the requests.
    assert!(
        queries <= 10 + 2,
        "{queries} queries for an event of {STREAMS} streams"
    );
}
