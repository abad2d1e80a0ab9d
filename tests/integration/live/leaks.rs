//! Closed streams leave no subscribers behind.

use crate::support::{Endpoint, Metrics, Person, RawStream, TestDatabase};

const OF_STUDENTS: &str = "vestnik_subscribers{kind=\"own_chats\"}";
const OF_ADMINS: &str = "vestnik_subscribers{kind=\"whole_realm\"}";

async fn open(replica: &Endpoint, person: &Person, path: &str, count: usize) -> Vec<RawStream> {
    let mut streams = Vec::with_capacity(count);
    for _ in 0..count {
        streams.push(RawStream::open(replica, person, path).await);
    }
    streams
}

#[tokio::test]
async fn dropped_streams_leave_no_subscriber() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let admin = database.person("admin").await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;

    let mut streams = open(&replica, &pair.student, "/api/events/chat", 100).await;
    streams.extend(open(&replica, &admin, "/api/events/chat", 100).await);
    metrics.until_exactly(OF_STUDENTS, 100.0).await;
    metrics.until_exactly(OF_ADMINS, 100.0).await;
    drop(streams);

    metrics.until_exactly(OF_STUDENTS, 0.0).await;
    metrics.until_exactly(OF_ADMINS, 0.0).await;
}

#[tokio::test]
async fn clients_lost_during_catch_up_leave_no_subscriber() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    // More than sockets hold, so that nobody's catch-up is over when they vanish.
    database
        .append_padded(pair.chat_id, &pair.teacher, "m", 2_000, 9_000)
        .await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let path = "/api/events/chat?last_event_id=0-00000000";

    let streams = open(&replica, &pair.student, path, 50).await;
    metrics.until_exactly(OF_STUDENTS, 50.0).await;
    drop(streams);

    metrics.until_exactly(OF_STUDENTS, 0.0).await;
}
