//! Bytes on the socket that are not valid HTTP.

use proptest::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::hostile_input::generated;
use crate::support::wait::within;
use crate::support::{ReplicaProcess, TestDatabase};

/// Writes the bytes, closes the sending side and returns what the server answers.
async fn send_bytes(replica: &ReplicaProcess, bytes: &[u8]) -> Vec<u8> {
    let address = replica.url.trim_start_matches("http://");
    let mut socket = TcpStream::connect(address)
        .await
        .expect("the server accepts");
    // The server may have closed the connection already, which is a valid answer.
    let _ = socket.write_all(bytes).await;
    let _ = socket.shutdown().await;
    let mut answer = Vec::new();
    let _ = within("the server to hang up", socket.read_to_end(&mut answer)).await;
    answer
}

#[tokio::test]
async fn malformed_http_does_not_crash_the_server() {
    let database = TestDatabase::new().await;
    let replica = ReplicaProcess::spawn(&database).await;
    let random = generated(proptest::collection::vec(any::<u8>(), 0..2_000), 100);
    let whole = b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                  Content-Length: 30\r\n\r\n{\"chat_id\":1,\"content\":\"half\"}";
    let truncated = (0..whole.len()).map(|end| whole[..end].to_vec());
    for bytes in random.chain(truncated).chain(invalid_framings()) {
        let answer = String::from_utf8_lossy(&send_bytes(&replica, &bytes).await).into_owned();
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        assert!(!answer.starts_with("HTTP/1.1 5"), "{shown:?}: {answer}");
    }
    replica.anonymous_client().get("/health").await.expect(200);
    let log = replica.flushed_log().await;
    assert!(!log.contains("panicked"), "{log}");
}

/// Requests with invalid framing, request lines or headers.
fn invalid_framings() -> Vec<Vec<u8>> {
    let head = "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    let framings = [
        "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx",
        "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nx",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\nx",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nx",
        "Transfer-Encoding: chunked\r\n\r\n1;a=b\r\n{\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, identity\r\n\r\nx",
        "Content-Length: 18446744073709551615\r\n\r\n{}",
        "Content-Length: 99999999999999999999999\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
        "Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 2\r\n\r\n{}",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
    ];
    let starts = [
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}",
        "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://other.example/api/me HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/me HTTP/1.1\r\n\r\n",
        "GET /api/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /\u{ff} HTTP/1.1\r\nHost: x\r\n\r\n",
    ];
    let long_target = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(100_000));
    let header: Vec<_> = (0..1_000).map(|n| format!("x-{n}: y\r\n")).collect();
    let header = header.concat();
    let headers = format!("GET /health HTTP/1.1\r\nHost: x\r\n{header}\r\n");
    let texts = framings.iter().map(|framing| format!("{head}{framing}"));
    let texts = texts.chain(starts.map(str::to_owned));
    let texts = texts.chain([long_target, headers]);
    texts.map(String::into_bytes).collect()
}
