//! However fast users type, notifications are sent at a bounded rate.

use futures::future::join_all;
use serde_json::json;

use crate::support::{Notifications, Pair, Replica, TestDatabase, eventually};

/// Notifications that one replica may cause in a second.
const A_SECOND: f64 = 20.0;

#[tokio::test]
async fn typing_bursts_cost_twenty_notifications_a_second() {
    const PAIRS: usize = 20;
    const CALLS: usize = 100;
    let database = TestDatabase::new().await;
    let mut pairs: Vec<Pair> = Vec::new();
    for _ in 0..PAIRS {
        pairs.push(database.pair().await);
    }
    let replica = Replica::spawn(&database).await;
    let calls = Notifications::of(&database, "vestnik_signals").await;
    let mut other_side = replica.client(&pairs[0].teacher).open_stream().await;

    // Each changes their mind with every call, so that none of them is a mere renewal.
    let typists = pairs
        .iter()
        .flat_map(|pair| [&pair.student, &pair.teacher].map(|who| (pair, who)));
    join_all(typists.map(async |(pair, who)| {
        let client = replica.client(who);
        let path = format!("/api/chats/{}/typing", pair.chat_id);
        for call in 0..CALLS {
            let body = json!({ "is_typing": call % 2 == 0 });
            client.post(&path, &body).await.expect(204);
        }
        let body = json!({ "is_typing": true });
        client.post(&path, &body).await.expect(204);
    }))
    .await;

    // The newest word of each arrives, whatever was left out before it.
    eventually("the last word", async || {
        let frame = other_side.signal().await;
        (frame.event == "typing" && frame.data["is_typing"] == true).then_some(())
    })
    .await;
    let heard = calls.with("typing");
    let (Some((first, _)), Some((last, _))) = (heard.first(), heard.last()) else {
        panic!("nothing was called out");
    };
    let allowed = (*last - *first).as_secs_f64() * A_SECOND + 2.0;
    let count = heard.len() as f64;
    assert!(count <= allowed, "{count} of {allowed}");
    let longest = heard.iter().map(|(_, payload)| payload.len()).max();
    assert!(longest < Some(8_000));
}
