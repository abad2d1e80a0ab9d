//! Connections end with the close code of the reason.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_tungstenite::tungstenite::Message;

use super::{DirectFixture, PATH, assert_alive};
use crate::support::Socket;
use crate::support::wait::within;

const OFTEN: (&str, &str) = ("HEARTBEAT_SECONDS", "1");

async fn assert_closed_within(sockets: &mut [Socket], code: u16, seconds: u64) {
    let started = Instant::now();
    for socket in sockets {
        assert_eq!(socket.closed().await, Some(code));
    }
    let elapsed = started.elapsed();
    assert!(elapsed < Duration::from_secs(seconds), "took {elapsed:?}");
}

#[tokio::test]
async fn log_out_closes_with_4401_on_every_replica() {
    let (fixture, one) = DirectFixture::new(&[]).await;
    let other = DirectFixture::replica(&fixture.database, &[]).await;
    let mut sockets = [
        one.socket(&fixture.anna, PATH).open().await,
        other.socket(&fixture.anna, PATH).open().await,
    ];
    let mut boris = other.socket(&fixture.boris, PATH).open().await;

    let client = one.client(&fixture.anna);
    let logged_out = client.post("/api/auth/logout", &json!({})).await;
    assert_eq!(logged_out.status, 204);

    assert_closed_within(&mut sockets, 4401, 5).await;
    assert_alive(&fixture, &mut boris).await;
}

#[tokio::test]
async fn role_change_or_deletion_closes_with_4403() {
    let (fixture, one) = DirectFixture::new(&[]).await;
    let other = DirectFixture::replica(&fixture.database, &[]).await;
    for sql in [
        format!(
            "UPDATE users SET role = 'teacher' WHERE id = {}",
            fixture.anna.id
        ),
        format!("DELETE FROM users WHERE id = {}", fixture.anna.id),
    ] {
        let mut sockets = [
            one.socket(&fixture.anna, PATH).open().await,
            other.socket(&fixture.anna, PATH).open().await,
        ];
        fixture.database.execute(&sql).await;
        assert_closed_within(&mut sockets, 4403, 5).await;
    }
}

#[tokio::test]
async fn sigterm_closes_with_1012_and_exits_in_time() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut sockets = Vec::new();
    for _ in 0..20 {
        sockets.push(replica.socket(&fixture.anna, PATH).open().await);
    }
    // One client does not read, another has sent half a frame.
    let stuck = replica.socket(&fixture.boris, PATH).small_receive_buffer();
    let _stuck = stuck.open().await;
    fixture
        .database
        .append_padded(fixture.chat_id, &fixture.anna, "m", 1_000, 9_000)
        .await;
    let mut half = replica.socket(&fixture.boris, PATH).open().await;
    half.tcp_stream()
        .write_all(b"\x81\xff\0\0")
        .await
        .expect("the socket is open");
    let started = Instant::now();

    let ((), ()) = tokio::join!(
        replica.shut_down(),
        assert_closed_within(&mut sockets, 1012, 10)
    );

    let elapsed = started.elapsed();
    assert!(elapsed < Duration::from_secs(10), "took {elapsed:?}");
    assert_eq!(half.closed().await, Some(1012));
}

#[tokio::test]
async fn close_frame_of_a_client_is_answered() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    socket.send_raw(Message::Close(None)).await;
    assert!(matches!(socket.next_raw().await, Some(Message::Close(_))));
    assert_eq!(socket.next_raw().await, None);
}

#[tokio::test]
async fn silent_client_is_closed_and_answering_one_stays() {
    let (fixture, replica) = DirectFixture::new(&[OFTEN]).await;
    let mut alive = replica.socket(&fixture.anna, PATH).open().await;
    let mut silent = replica.socket(&fixture.boris, PATH).open().await;
    // Half a frame is no sign of life.
    silent
        .tcp_stream()
        .write_all(b"\x81\xff\0\0")
        .await
        .expect("the socket is open");

    let answering = async {
        // Reading answers pings. Five pings take longer than the allowed silence.
        let mut pings = 0;
        while pings < 5 {
            if let Some(Message::Ping(_)) = alive.next_raw().await {
                pings += 1;
            }
        }
        assert_alive(&fixture, &mut alive).await;
    };
    let mut received = Vec::new();
    let listening = within("the end", silent.tcp_stream().read_to_end(&mut received));

    let ((), ended) = tokio::join!(answering, listening);

    ended.expect("the connection is closed cleanly");
    let close = received
        .windows(2)
        .position(|two| two == 4408_u16.to_be_bytes());
    assert!(close.is_some(), "{received:?}");
}
