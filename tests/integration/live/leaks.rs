//! Closed streams leave no subscribers behind.

use crate::support::{Endpoint, Person, RawStream, School};

const OF_STUDENTS: &str = "vestnik_subscribers{kind=\"own_chats\"}";
/// As many streams as a person may have.
const AT_ONCE: usize = 32;
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
    let (school, metrics) = School::with_metrics(&[]).await;
    let admin = school.database.person("admin").await;

    let path = "/api/events/chat";
    let mut streams = open(&school.replica, &school.pair.student, path, AT_ONCE).await;
    streams.extend(open(&school.replica, &admin, path, AT_ONCE).await);
    for subscribers in [OF_STUDENTS, OF_ADMINS] {
        metrics.until_exactly(subscribers, AT_ONCE as f64).await;
    }
    drop(streams);

    for subscribers in [OF_STUDENTS, OF_ADMINS] {
        metrics.until_exactly(subscribers, 0.0).await;
    }
}

#[tokio::test]
async fn clients_lost_during_catch_up_leave_no_subscriber() {
    let (school, metrics) = School::with_metrics(&[]).await;
    // More than sockets hold, so no client has caught up when it disconnects.
    school.append_padded("m", 2_000, 9_000).await;
    let path = "/api/events/chat?last_event_id=0-00000000";

    let streams = open(&school.replica, &school.pair.student, path, AT_ONCE).await;
    metrics.until_exactly(OF_STUDENTS, AT_ONCE as f64).await;
    drop(streams);

    metrics.until_exactly(OF_STUDENTS, 0.0).await;
}
