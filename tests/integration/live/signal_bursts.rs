//! However fast users type, notifications are sent at a bounded rate.

use futures::future::join_all;
use serde_json::json;

use crate::support::{Notifications, Pair, Replica, TestDatabase, eventually};

/// Per replica.
const MAX_NOTIFICATIONS_PER_SECOND: f64 = 20.0;

#[tokio::test]
async fn typing_bursts_cost_twenty_notifications_a_second() {
    const PAIRS: usize = 20;
    const CALLS: usize = 50;
    let database = TestDatabase::new().await;
    let mut pairs: Vec<Pair> = Vec::new();
    for _ in 0..PAIRS {
        pairs.push(database.pair().await);
    }
    let replica = Replica::spawn(&database).await;
    let notifications = Notifications::of(&database, "vestnik_signals").await;
    let mut teacher = replica.client(&pairs[0].teacher).open_stream().await;

    // Every call changes the state, so none of them is only a renewal.
    let typists = pairs
        .iter()
        .flat_map(|pair| [&pair.student, &pair.teacher].map(|person| (pair, person)));
    join_all(typists.map(async |(pair, person)| {
        let client = replica.client(person);
        let path = format!("/api/chats/{}/typing", pair.chat_id);
        for call in 0..=CALLS {
            let body = json!({ "is_typing": call % 2 == 0 });
            client.post(&path, &body).await.expect(204);
        }
    }))
    .await;

    // The last state of each arrives, although earlier ones were skipped.
    eventually("the last state", async || {
        let frame = teacher.signal().await;
        (frame.event == "typing" && frame.data["is_typing"] == true).then_some(())
    })
    .await;
    let sent = notifications.with("typing");
    let (Some((first, _)), Some((last, _))) = (sent.first(), sent.last()) else {
        panic!("no notification was sent");
    };
    let allowed = (*last - *first).as_secs_f64() * MAX_NOTIFICATIONS_PER_SECOND + 2.0;
    let count = sent.len() as f64;
    assert!(count <= allowed, "{count} of {allowed}");
    let longest = sent.iter().map(|(_, payload)| payload.len()).max();
    assert!(longest < Some(8_000));
}
