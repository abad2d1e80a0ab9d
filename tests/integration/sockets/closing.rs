//! Connections end with the close code that says why.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;
use vestnik::auth::tokens::TokenIssuer;

use super::{PATH, Talkers, assert_alive};
use crate::support::wait::within;
use crate::support::{JWT_SECRET, Socket, SocketRequest};

const OFTEN: (&str, &str) = ("HEARTBEAT_SECONDS", "1");

/// Waits for the close codes, and sees to it that they come in time.
async fn all_close(sockets: &mut [Socket], code: u16, seconds: u64) {
    let started = Instant::now();
    for socket in sockets {
        assert_eq!(socket.closed().await, Some(code));
    }
    let elapsed = started.elapsed();
    assert!(elapsed < Duration::from_secs(seconds), "took {elapsed:?}");
}

#[tokio::test]
async fn expired_token_closes_with_4401() {
    let (talkers, replica) = Talkers::new(&[]).await;
    let minter = TokenIssuer::new(JWT_SECRET.as_bytes()).expect("the secret is usable");
    let minted = minter.issue(talkers.anna.id, Uuid::now_v7(), Duration::from_secs(2));
    let opening = SocketRequest::at(&replica.url, PATH).bearer(&minted.token);
    let mut socket = opening.open().await;
    assert_alive(&talkers, &mut socket).await;

    assert_eq!(socket.closed().await, Some(4401));

    let late = jiff::Timestamp::now().duration_since(minted.expires_at);
    assert!((-1..5).contains(&late.as_secs()), "closed {late:?} after");
    let opening = SocketRequest::at(&replica.url, PATH).bearer(&minted.token);
    assert_eq!(opening.refused().await.code(), "token_expired");
}

#[tokio::test]
async fn log_out_closes_with_4401_on_every_replica() {
    let (talkers, one) = Talkers::new(&[]).await;
    let other = Talkers::replica(&talkers.database, &[]).await;
    let mut sockets = [
        one.socket(&talkers.anna, PATH).open().await,
        other.socket(&talkers.anna, PATH).open().await,
    ];
    let mut boris = other.socket(&talkers.boris, PATH).open().await;

    let client = one.client(&talkers.anna);
    let logged_out = client.post("/api/auth/logout", &json!({})).await;
    assert_eq!(logged_out.status, 204);

    all_close(&mut sockets, 4401, 5).await;
    assert_alive(&talkers, &mut boris).await;
}

#[tokio::test]
async fn role_change_or_deletion_closes_with_4403() {
    let (talkers, one) = Talkers::new(&[]).await;
    let other = Talkers::replica(&talkers.database, &[]).await;
    for sql in [
        format!(
            "UPDATE users SET role = 'teacher' WHERE id = {}",
            talkers.anna.id
        ),
        format!("DELETE FROM users WHERE id = {}", talkers.anna.id),
    ] {
        let mut sockets = [
            one.socket(&talkers.anna, PATH).open().await,
            other.socket(&talkers.anna, PATH).open().await,
        ];
        talkers.database.execute(&sql).await;
        all_close(&mut sockets, 4403, 5).await;
    }
}

#[tokio::test]
async fn sigterm_closes_with_1012_and_exits_in_time() {
    let (talkers, replica) = Talkers::new(&[]).await;
    let mut sockets = Vec::new();
    for _ in 0..20 {
        sockets.push(replica.socket(&talkers.anna, PATH).open().await);
    }
    // One reads nothing of what is sent to it, one is in the middle of a frame.
    let stuck = replica.socket(&talkers.boris, PATH).small_receive_buffer();
    let _stuck = stuck.open().await;
    talkers
        .database
        .append_padded(talkers.chat_id, &talkers.anna, "m", 1_000, 9_000)
        .await;
    let mut half = replica.socket(&talkers.boris, PATH).open().await;
    half.tcp_stream()
        .write_all(b"\x81\xff\0\0")
        .await
        .expect("it is open");
    let started = Instant::now();

    let ((), ()) = tokio::join!(replica.shut_down(), all_close(&mut sockets, 1012, 10));

    let elapsed = started.elapsed();
    assert!(elapsed < Duration::from_secs(10), "took {elapsed:?}");
    assert_eq!(half.closed().await, Some(1012));
}

#[tokio::test]
async fn close_frame_of_a_client_is_answered() {
    let (talkers, replica) = Talkers::new(&[]).await;
    let mut socket = replica.socket(&talkers.anna, PATH).open().await;
    socket.send_raw(Message::Close(None)).await;
    assert!(matches!(socket.next_raw().await, Some(Message::Close(_))));
    assert_eq!(socket.next_raw().await, None);
}

#[tokio::test]
async fn silent_client_is_closed_and_answering_one_stays() {
    let (talkers, replica) = Talkers::new(&[OFTEN]).await;
    let mut alive = replica.socket(&talkers.anna, PATH).open().await;
    let mut silent = replica.socket(&talkers.boris, PATH).open().await;
    // Half a frame is not a word.
    silent
        .tcp_stream()
        .write_all(b"\x81\xff\0\0")
        .await
        .expect("it is open");

    let answering = async {
        // Reading is what answers a ping. Five take longer than silence may last.
        let mut pings = 0;
        while pings < 5 {
            if let Some(Message::Ping(_)) = alive.next_raw().await {
                pings += 1;
            }
        }
        assert_alive(&talkers, &mut alive).await;
    };
    let mut told = Vec::new();
    let listening = within("the end", silent.tcp_stream().read_to_end(&mut told));

    let ((), ended) = tokio::join!(answering, listening);

    ended.expect("it is not cut off");
    let close = told
        .windows(2)
        .position(|two| two == 4408_u16.to_be_bytes());
    assert!(close.is_some(), "{told:?}");
}
