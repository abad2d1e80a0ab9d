//! Every request has exactly one valid `Host` (RFC 9112, section 3.2).

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::wait::within;
use crate::support::{Endpoint, Nginx, Replica, TestDatabase};

async fn answer(server: &Endpoint, line: &str, headers: &str) -> String {
    let socket = TcpStream::connect(server.address()).await;
    let mut socket = socket.expect("the server accepts");
    let request = format!("{line}\r\n{headers}Connection: close\r\n\r\n");
    let sent = socket.write_all(request.as_bytes()).await;
    sent.expect("the server reads");
    let mut answer = Vec::new();
    let read = within("an answer", socket.read_to_end(&mut answer)).await;
    read.expect("the server answers");
    String::from_utf8_lossy(&answer).into_owned()
}

const INVALID: [&str; 10] = [
    "",
    "Host: a\r\nHost: a\r\n",
    "Host: a\r\nHost: b\r\n",
    "Host:\r\n",
    "Host: a b\r\n",
    "Host: a@b\r\n",
    "Host: a:b\r\n",
    "Host: a/b\r\n",
    "Host: http://a\r\n",
    "Host: [::1\r\n",
];

#[tokio::test]
async fn requests_without_one_valid_host_are_400_on_every_route() {
    let database = TestDatabase::new().await;
    let settings = [("REALMS", "all"), ("ALLOWED_ORIGINS", "https://a.example")];
    let replica = Replica::spawn_with(&database, &settings).await;
    let preflight = "Origin: https://a.example\r\nAccess-Control-Request-Method: GET\r\n";
    for line in [
        "GET /health",
        "GET /api/me",
        "GET /v1/school/events",
        "POST /api/v1/chat/direct/1/send",
        "GET /socket.io/?EIO=4&transport=polling",
        "OPTIONS /api/me",
        "GET /nothing",
        "GET http://a.example/health",
    ] {
        for invalid in INVALID {
            let headers = format!("{invalid}{preflight}");
            let text = answer(&replica, &format!("{line} HTTP/1.1"), &headers).await;
            assert!(
                text.starts_with("HTTP/1.1 400 "),
                "{line} {invalid:?}: {text}"
            );
            assert!(text.contains("\"malformed_request\""), "{text}");
            assert!(text.to_lowercase().contains("x-request-id"), "{text}");
        }
    }
    for valid in [
        "Host: x:8080\r\n",
        "host: [::1]:80\r\n",
        "Host: my_host\r\n",
    ] {
        let text = answer(&replica, "GET /health HTTP/1.1", valid).await;
        assert!(text.starts_with("HTTP/1.1 200 "), "{valid:?}: {text}");
    }
    for old in ["", "Host: x\r\n"] {
        let text = answer(&replica, "GET /health HTTP/1.0", old).await;
        assert!(text.starts_with("HTTP/1.0 200 "), "{old:?}: {text}");
    }
    let text = answer(&replica, "GET /health HTTP/1.0", "Host: a\r\nHost: b\r\n").await;
    assert!(text.starts_with("HTTP/1.0 400 "), "{text}");
}

#[tokio::test]
async fn errors_of_nginx_itself_are_problem_documents() {
    let database = TestDatabase::new().await;
    let replica = Replica::spawn(&database).await;
    let nginx = Nginx::spawn(&[&*replica]).await;
    let front = Endpoint::new(nginx.url.clone());
    let long = format!("GET /api/{} HTTP/1.1", "x".repeat(9_000));
    let header = format!("Host: x\r\nX: {}\r\n", "y".repeat(40_000));
    let host = "Host: x\r\n";
    for (line, headers, status) in [
        ("GET /api/me HTTP/1.1", "", 400),
        ("GET /api/me HTTP/1.1", "Host: a\r\nHost: b\r\n", 400),
        ("GET /api/me HTTP/1.1", "Host: a b\r\n", 400),
        ("NO\u{1} /api/me HTTP/1.1", host, 400),
        ("GET api/me HTTP/1.1", host, 400),
        ("GET /api/me HTTP/9.9", host, 400),
        ("GET /api/me HTTP/1.1", &*header, 400),
        (
            "POST /api/me HTTP/1.1",
            "Host: x\r\nTransfer-Encoding: gzip\r\n",
            400,
        ),
        (&*long, host, 414),
        (
            "POST /api/me HTTP/1.1",
            "Host: x\r\nContent-Length: 9999999\r\n",
            413,
        ),
    ] {
        let text = answer(&front, line, headers).await;
        let start = format!("HTTP/1.1 {status} ");
        assert!(text.starts_with(&start), "{line} {headers:?}: {text}");
        assert!(text.contains("application/problem+json"), "{text}");
        assert!(text.contains(&format!("\"status\":{status}")), "{text}");
    }
    // A client of HTTP/1.0 has no host, and the replica gets one.
    let text = answer(&front, "GET /health HTTP/1.0", "").await;
    assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
}
