//! Limits on the frames of a client.

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::{DirectFixture, PATH, assert_alive};

const MAX: usize = 64 * 1024;

#[tokio::test]
async fn frame_over_64_kib_closes_with_1009() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    socket.send_text(&"x".repeat(MAX)).await;
    assert_eq!(socket.next().await["data"]["code"], "invalid_frame");
    assert_alive(&fixture, &mut socket).await;

    // The close code arrives although input is still on its way.
    for excess in [1, 5_000, 1024 * 1024] {
        let mut socket = replica.socket(&fixture.anna, PATH).open().await;
        let sent = socket
            .try_send_raw(Message::text("x".repeat(MAX + excess)))
            .await;
        assert!(sent.is_ok(), "{excess}: {sent:?}");
        assert_eq!(socket.closed().await, Some(1009), "{excess}");
    }
}

#[tokio::test]
async fn fragmented_message_has_the_same_size_limit() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    let text = fixture.message_frame("in pieces").to_string();
    let (head, tail) = text.as_bytes().split_at(20);
    let piece = |bytes: &[u8], kind, is_last| {
        Message::Frame(Frame::message(bytes.to_vec(), OpCode::Data(kind), is_last))
    };
    socket.send_raw(piece(head, Data::Text, false)).await;
    socket.send_raw(piece(tail, Data::Continue, true)).await;
    let frame = socket.next_of("message").await;
    assert_eq!(frame["data"]["body"], "in pieces");

    let quarter = vec![b'x'; MAX / 4];
    socket.send_raw(piece(&quarter, Data::Text, false)).await;
    for _ in 0..4 {
        let _ = socket
            .try_send_raw(piece(&quarter, Data::Continue, false))
            .await;
    }
    assert_eq!(socket.closed().await, Some(1009));
}

#[tokio::test]
async fn binary_frame_is_an_error_and_keeps_the_connection() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    let frame = fixture.message_frame("binary").to_string();
    socket.send_raw(Message::binary(frame.into_bytes())).await;
    let answer = socket.next().await;
    assert_eq!(answer["type"], "error");
    assert_eq!(answer["data"]["code"], "invalid_frame");
    assert_alive(&fixture, &mut socket).await;
}

#[tokio::test]
async fn protocol_violations_close_with_the_matching_code() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    // Invalid UTF-8, a reserved bit, a fragmented control frame, no mask, a reserved opcode, a
    // length beyond every limit.
    for (bytes, code) in [
        (&b"\x81\x82\0\0\0\0\xff\xff"[..], 1007),
        (b"\xc1\x80\0\0\0\0", 1002),
        (b"\x09\x80\0\0\0\0", 1002),
        (b"\x81\x02{}", 1002),
        (b"\x83\x80\0\0\0\0", 1002),
        (b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", 1009),
    ] {
        let mut socket = replica.socket(&fixture.anna, PATH).open().await;
        socket
            .tcp_stream()
            .write_all(bytes)
            .await
            .expect("the socket is open");
        assert_eq!(socket.closed().await, Some(code), "{bytes:?}");
    }
}

#[tokio::test]
async fn excess_frames_are_refused_then_close_with_1008() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    for _ in 0..100 {
        socket.send_text("{}").await;
    }
    let mut codes: Vec<Value> = Vec::new();
    for _ in 0..100 {
        codes.push(socket.next_of("error").await["data"]["code"].take());
    }
    let handled = codes.iter().filter(|code| **code == "invalid_frame");
    // 60 at once, and 20 more per second.
    assert!((60..100).contains(&handled.count()), "{codes:?}");
    assert_eq!(codes[0], "invalid_frame");
    assert!(codes.iter().any(|code| code == "rate_limited"), "{codes:?}");

    // Other connections are not affected.
    let mut other = replica.socket(&fixture.boris, PATH).open().await;
    assert_alive(&fixture, &mut other).await;
    for _ in 0..2_000 {
        if socket.try_send_raw(Message::text("{}")).await.is_err() {
            break;
        }
    }
    assert_eq!(socket.closed().await, Some(1008));
}

#[tokio::test]
async fn ping_flood_closes_with_1008() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    socket.send_raw(Message::Ping(b"one".to_vec().into())).await;
    let pong = socket.next_raw().await;
    assert_eq!(pong, Some(Message::Pong(b"one".to_vec().into())));
    for _ in 0..2_000 {
        if socket
            .try_send_raw(Message::Ping(Vec::new().into()))
            .await
            .is_err()
        {
            break;
        }
    }
    assert_eq!(socket.closed().await, Some(1008));
}

#[tokio::test]
async fn empty_fragment_flood_closes_with_1008() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    let empty = |kind| Message::Frame(Frame::message(Vec::new(), OpCode::Data(kind), false));
    socket.send_raw(empty(Data::Text)).await;
    for _ in 0..2_000 {
        if socket.try_send_raw(empty(Data::Continue)).await.is_err() {
            break;
        }
    }
    assert_eq!(socket.closed().await, Some(1008));
}

#[tokio::test]
async fn frames_are_handled_in_order() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    let texts: Vec<String> = (1..=40).map(|n| format!("m{n}")).collect();
    for text in &texts {
        socket.send(&fixture.message_frame(text)).await;
    }
    for text in &texts {
        let frame = socket.next_of("message").await;
        assert_eq!(frame["data"]["body"], **text);
    }
}
