//! Requests refused before the switch of protocols.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{DirectFixture, PATH};
use crate::support::wait::within;
use crate::support::{Replica, ReplicaProcess, SocketRequest};

const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
const VERSION: &str = "Sec-WebSocket-Version: 13";
const UPGRADE: &str = "Upgrade: websocket";
const CONNECTION: &str = "Connection: keep-alive, Upgrade";

/// The head of the answer to a raw request.
async fn raw_answer(replica: &Replica, line: &str, headers: &[&str]) -> String {
    let address = replica.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server listens");
    let request = format!(
        "{line}\r\nHost: {address}\r\n{}\r\n\r\n",
        headers.join("\r\n")
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the server reads");
    let mut answer = Vec::new();
    within("an answer", async {
        while !answer.windows(4).any(|four| four == b"\r\n\r\n") {
            assert!(
                stream
                    .read_buf(&mut answer)
                    .await
                    .expect("the server answers")
                    > 0
            );
        }
    })
    .await;
    String::from_utf8_lossy(&answer).to_lowercase()
}

#[tokio::test]
async fn non_upgrade_is_426_and_malformed_upgrade_is_400() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let token = format!("Authorization: Bearer {}", fixture.anna.token);
    let get = format!("GET {PATH} HTTP/1.1");
    let good = [&*token, CONNECTION, UPGRADE, VERSION, KEY];

    let answer = raw_answer(&replica, &get, &good).await;
    assert!(answer.starts_with("http/1.1 101"), "{answer}");
    // RFC 6455, section 1.3.
    let accept = "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=";
    assert!(answer.contains(accept), "{answer}");

    for left_out in 1..4 {
        let mut headers = good.to_vec();
        headers.remove(left_out);
        let answer = raw_answer(&replica, &get, &headers).await;
        assert!(answer.starts_with("http/1.1 426"), "{left_out}: {answer}");
        assert!(answer.contains("upgrade: websocket"), "{answer}");
        assert!(answer.contains("sec-websocket-version: 13"), "{answer}");
    }
    let old = [
        &*token,
        CONNECTION,
        UPGRADE,
        "Sec-WebSocket-Version: 8",
        KEY,
    ];
    let answer = raw_answer(&replica, &get, &old).await;
    assert!(answer.starts_with("http/1.1 426"), "{answer}");
    let answer = raw_answer(&replica, &format!("GET {PATH} HTTP/1.0"), &good).await;
    assert!(answer.starts_with("http/1.0 426"), "{answer}");
    for key in ["", "dGhlIHNhbXBsZQ==", "?GhlIHNhbXBsZSBub25jZQ=="] {
        let key = format!("Sec-WebSocket-Key: {key}");
        let answer = raw_answer(
            &replica,
            &get,
            &[&token, CONNECTION, UPGRADE, VERSION, &key],
        )
        .await;
        assert!(answer.starts_with("http/1.1 400"), "{key}: {answer}");
    }
    let post = raw_answer(&replica, &format!("POST {PATH} HTTP/1.1"), &good).await;
    assert!(post.starts_with("http/1.1 405"), "{post}");
}

#[tokio::test]
async fn cross_site_page_may_not_connect() {
    let settings = [("ALLOWED_ORIGINS", "https://app.example")];
    let (fixture, replica) = DirectFixture::new(&settings).await;
    let cookie = format!("access_token={}", fixture.anna.token);
    let query = format!("{PATH}?token={}", fixture.anna.token);
    let requests = || {
        [
            SocketRequest::at(&replica.url, PATH).header("cookie", &cookie),
            SocketRequest::at(&replica.url, PATH).bearer(&fixture.anna.token),
            SocketRequest::at(&replica.url, &query),
        ]
    };

    for (origin, site) in [
        ("https://evil.example", "cross-site"),
        ("null", "cross-site"),
        ("https://evil.example", ""),
        ("http://app.example", ""),
    ] {
        for request in requests() {
            let mut request = request.header("origin", origin);
            if !site.is_empty() {
                request = request.header("sec-fetch-site", site);
            }
            let refused = request.refused().await;
            assert_eq!((refused.status, refused.code()), (403, "cross_origin"));
        }
    }
    for request in requests() {
        request
            .header("origin", "https://app.example")
            .header("sec-fetch-site", "cross-site")
            .open()
            .await;
    }
    for request in requests() {
        request.header("origin", &replica.url).open().await;
    }
    for request in requests() {
        request.open().await;
    }
}

#[tokio::test]
async fn token_in_the_query_opens_and_is_not_logged() {
    let (fixture, _replica) = DirectFixture::new(&[]).await;
    let replica = ReplicaProcess::spawn_with(&fixture.database, &[super::REALMS]).await;
    for token in [&*fixture.anna.token, "not.a.token"] {
        let path = format!("{PATH}?token={token}");
        let opened = SocketRequest::at(&replica.url, &path).try_open().await;
        assert_eq!(opened.is_ok(), token == fixture.anna.token);
    }
    // Some clients write a whole header there.
    let path = format!("{PATH}?token=Bearer%20{}", fixture.anna.token);
    SocketRequest::at(&replica.url, &path).open().await;

    let log = replica.flushed_log().await;
    assert!(log.contains(PATH), "{log}");
    for token in [&*fixture.anna.token, "not.a.token", "?token"] {
        assert!(!log.contains(token), "{log}");
    }
}
