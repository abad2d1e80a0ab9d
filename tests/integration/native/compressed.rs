//! A stream is compressed for clients that want it.

use std::io::Read as _;
use std::time::Duration;

use flate2::read::GzDecoder;
use reqwest::{Method, header};

use super::NativeFixture;
use crate::support::database::token_lasting;

#[tokio::test]
async fn a_compressed_stream_is_whole_and_smaller() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("messenger").await;
    let chats = two.one.get(&two.path("/chats")).await;
    let start = chats.headers["last-event-id"].to_str().unwrap();
    let text = "Добрый день! Когда начнётся урок? ".repeat(10);
    for number in 0..50 {
        let sender = [&two.one, &two.other][number % 2];
        two.send(sender, &format!("{text}{number}")).await;
    }
    // Both end, and with their last chunk, when the token does.
    let token = token_lasting(two.one_id, Duration::from_secs(5));
    let reader = fixture.replica.anonymous_client().with_token(&token);
    let bytes_of = async |coding: &'static str| {
        let path = two.path(&format!("/events?last_event_id={start}"));
        let request = reader.request(Method::GET, &path);
        let request = request.header(header::ACCEPT_ENCODING, coding);
        let response = request.send().await.expect("the server answers");
        let coding = response.headers().get(header::CONTENT_ENCODING).cloned();
        (coding, response.bytes().await.expect("the body ends"))
    };

    let ((no_coding, plain), (coding, compressed)) =
        tokio::join!(bytes_of("identity"), bytes_of("br, gzip"));

    assert_eq!(
        (no_coding, coding.unwrap()),
        (None, "gzip".parse().unwrap())
    );
    let mut decoded = String::new();
    let mut decoder = GzDecoder::new(&compressed[..]);
    decoder
        .read_to_string(&mut decoded)
        .expect("its checksum is right");
    let events = |stream: &str| {
        let lines = stream.lines();
        let events = lines.filter(|line| line.starts_with("data: ") && line.contains("урок"));
        events.map(str::to_owned).collect::<Vec<_>>()
    };
    let plain = String::from_utf8(plain.into()).expect("text");
    assert_eq!(events(&decoded).len(), 50);
    assert_eq!(events(&decoded), events(&plain));
    assert!(
        compressed.len() * 2 < plain.len(),
        "{} of {}",
        compressed.len(),
        plain.len()
    );
}
