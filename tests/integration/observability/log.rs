//! JSON log lines identify their request and contain no message text.

use rustix::process::{Signal, kill_process};
use serde_json::Value;
use uuid::Uuid;

use super::sends::REJECT_TEXT_TRIGGER;
use crate::support::{ReplicaProcess, School, eventually};

const SECRET_TEXT: &str = "between the two of us";

/// The first log line of a request with this message.
async fn line(replica: &ReplicaProcess, request_id: &str, message: &str) -> Value {
    eventually(message, async || {
        let log = replica.log();
        let mut lines = log
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
        lines.find(|line| line["span"]["request.id"] == request_id && line["message"] == message)
    })
    .await
}

async fn send(school: &School<ReplicaProcess>, text: &str, request_id: &str) -> u16 {
    let body = serde_json::json!({
        "chat_id": school.pair.chat_id, "content": text, "client_id": Uuid::now_v7()
    });
    let path = "/api/messages?x=in-the-query";
    let request = school.teacher.request(reqwest::Method::POST, path);
    let request = request.header("X-Request-Id", request_id).json(&body);
    school.teacher.send(request).await.status
}

#[tokio::test]
async fn request_log_line_has_its_fields_and_no_secrets() {
    let school = School::in_own_process(&[("LOG_FORMAT", "json")]).await;
    let (replica, teacher) = (&school.replica, &school.pair.teacher);

    let status = send(&school, SECRET_TEXT, "of-the-test").await;

    assert_eq!(status, 201);
    let line = line(replica, "of-the-test", "request served").await;
    let span = &line["span"];
    assert_eq!(span["route"], "/api/messages");
    assert_eq!(span["method"], "POST");
    assert_eq!(span["user.id"], teacher.id);
    assert_eq!(line["status"], 201);
    assert!(
        line["duration_ms"].as_f64().is_some_and(|ms| ms > 0.0),
        "{line}"
    );
    let log = replica.flushed_log().await;
    for secret in [SECRET_TEXT, &teacher.token, "in-the-query"] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[tokio::test]
async fn log_lines_within_a_request_carry_its_id() {
    let school = School::in_own_process(&[("LOG_FORMAT", "json")]).await;
    let replica = &school.replica;
    school.database.execute(REJECT_TEXT_TRIGGER).await;

    let status = send(&school, "poison", "poisoned").await;

    assert_eq!(status, 500);
    let inside = line(replica, "poisoned", "a request failed").await;
    assert_eq!(inside["level"], "ERROR");
    assert_eq!(inside["span"]["user.id"], school.pair.teacher.id);
    let outcome = line(replica, "poisoned", "request failed").await;
    assert_eq!(outcome["status"], 500);
}

#[tokio::test]
async fn connections_are_logged_as_counts() {
    let school = School::in_own_process(&[("LOG_FORMAT", "json")]).await;
    let (first, second) = (
        school.teacher.open_stream().await,
        school.student.open_stream().await,
    );
    drop(first);
    kill_process(school.replica.pid(), Signal::TERM).expect("the process can be signalled");
    let counts = eventually("the counts of connections", async || {
        let log = school.replica.log();
        let mut lines = log
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
        lines.find(|line| line["message"] == "connections of clients")
    })
    .await;
    assert_eq!(counts["level"], "INFO");
    assert_eq!(
        (&counts["realm"], &counts["transport"]),
        (&"school".into(), &"sse".into())
    );
    assert_eq!(counts["opened"], 2, "{counts}");
    drop(second);
}
