//! A connection is more than its stream.

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::School;
use crate::support::wait::within;

#[tokio::test]
async fn connection_serves_the_next_request_after_its_stream() {
    let school = School::new().await;
    let address = school.replica.url.trim_start_matches("http://").to_owned();
    let mut socket = TcpStream::connect(&address).await.unwrap();
    let token = &school.pair.student.token;
    let request = format!(
        "GET /api/events/chat HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut text = Vec::new();
    while !text.windows(12).any(|window| window == b"event: ready") {
        let read = within("the stream to open", socket.read_buf(&mut text)).await;
        assert!(read.unwrap() > 0, "{}", String::from_utf8_lossy(&text));
    }

    let next = format!("GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    socket.write_all(next.as_bytes()).await.unwrap();
    school.send("between the requests").await;
    school.student.post("/api/auth/logout", &json!({})).await;

    within("both responses", socket.read_to_end(&mut text))
        .await
        .unwrap();
    let text = String::from_utf8(text).unwrap();
    let (stream, health) = text.split_once("\r\n0\r\n\r\n").expect("the last chunk");
    assert!(stream.contains("between the requests"), "{stream}");
    assert!(health.starts_with("HTTP/1.1 200 OK\r\n"), "{health}");
    assert!(
        health.ends_with(r#"{"status":"healthy","service":"chat"}"#),
        "{health}"
    );
}
