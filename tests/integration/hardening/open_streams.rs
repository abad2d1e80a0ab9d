//! A person has at most 32 streams of each kind in a realm.

use reqwest::{Method, Response};
use serde_json::Value;

use crate::support::{Client, Replica, SocketRequest, TestDatabase, eventually};

const MAX: usize = 32;

/// Opens the stream at this path; the status of a refusal.
async fn open(client: &Client, path: &str) -> Result<Response, u16> {
    let response = client.request(Method::GET, path).send().await;
    let response = response.expect("the server answers");
    let status = response.status().as_u16();
    if status == 200 {
        return Ok(response);
    }
    assert!(response.headers().contains_key("retry-after"));
    let problem: Value = response.json().await.expect("a problem");
    assert_eq!(problem["code"], "rate_limited");
    Err(status)
}

#[tokio::test]
async fn person_has_at_most_32_event_streams_in_a_realm() {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let (student, teacher) = (replica.client(&pair.student), replica.client(&pair.teacher));
    // Those of both APIs of a realm count together.
    let paths = ["/v1/school/events", "/api/events/chat"];
    let mut streams = Vec::new();
    for number in 0..MAX {
        streams.push(open(&student, paths[number % 2]).await.expect("it opens"));
    }
    for path in paths {
        assert_eq!(open(&student, path).await.err(), Some(429), "{path}");
        assert!(open(&teacher, path).await.is_ok(), "{path}");
    }
    for realm in ["messenger", "campus", "market", "direct"] {
        let path = format!("/v1/{realm}/events");
        assert!(open(&student, &path).await.is_ok(), "{path}");
    }
    streams.pop();
    eventually("room for another stream", async || {
        open(&student, paths[0]).await.ok()
    })
    .await;
}

#[tokio::test]
async fn person_has_at_most_32_websockets_in_a_realm() {
    let (database, pair) = TestDatabase::with_pair().await;
    let replica = Replica::spawn_with(&database, &[("REALMS", "all")]).await;
    let request = || {
        let request = SocketRequest::at(&replica.url, "/api/v1/ws");
        request.bearer(&pair.student.token)
    };
    let mut sockets = Vec::new();
    for _ in 0..MAX {
        sockets.push(request().open().await);
    }
    let refused = request().refused().await;
    assert_eq!((refused.status, refused.code()), (429, "rate_limited"));
    assert!(refused.headers.contains_key("retry-after"));
    // Another kind, and another person.
    let student = replica.client(&pair.student);
    assert!(open(&student, "/v1/direct/events").await.is_ok());
    let other = SocketRequest::at(&replica.url, "/api/v1/ws");
    other.bearer(&pair.teacher.token).open().await;
    sockets.pop();
    eventually("room for another socket", async || {
        request().try_open().await.ok()
    })
    .await;
}
