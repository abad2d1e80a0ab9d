//! Ids that cannot be resumed from are refused or reset.

use crate::support::School;

#[tokio::test]
async fn malformed_id_is_refused_before_the_stream() {
    let school = School::new().await;
    let student = &school.student;
    for id in [
        "1",
        "abc",
        "1-xyz",
        "1-0000000",
        "-1-00000000",
        "9223372036854775808-00000000",
        "1-00000000-1",
    ] {
        let request = student.request(reqwest::Method::GET, "/api/events/chat");
        let by_header = student.send(request.header("Last-Event-ID", id)).await;
        let path = format!("/api/events/chat?last_event_id={id}");
        for answer in [by_header, student.get(&path).await] {
            let refused = (answer.status, answer.code());
            assert_eq!(refused, (400, "invalid_last_event_id"), "{id}");
        }
    }
}

/// An id with another fingerprint.
fn foreign(id: &str) -> String {
    let (position, fingerprint) = id.split_once('-').expect("an id");
    let digit = u8::from(fingerprint.starts_with('0'));
    format!("{position}-{digit}{}", &fingerprint[1..])
}

#[tokio::test]
async fn id_of_another_log_resets_to_live_events() {
    let school = School::new().await;
    school.append("m", 3).await;
    let head = school.database.now().await;
    for id in [
        foreign(&head),
        // Before the replica started, and among its recent events.
        foreign(&school.database.cursor(1).await),
        foreign(&school.database.cursor(3).await),
        "0-00000001".to_owned(),
        "1000-00000000".to_owned(),
        "9223372036854775807-ffffffff".to_owned(),
    ] {
        let head = school.database.now().await;
        let mut stream = school.student.open_stream_after(&id).await;
        assert_eq!(stream.ready.id, head, "{id}");
        let reset = stream.next().await;
        assert_eq!((reset.event, reset.id), ("reset".to_owned(), head), "{id}");
        school.send("live").await;
        assert_eq!(stream.next().await.content(), "live", "{id}");
    }
}
