//! Metrics of WebSockets.

use tokio_tungstenite::tungstenite::Message;

use super::{DirectFixture, PATH, REALMS, assert_alive};
use crate::support::{Metrics, SocketIo};

#[tokio::test]
async fn sockets_frames_and_closes_are_counted_by_realm() {
    let (fixture, _) = DirectFixture::new(&[]).await;
    let (replica, metrics) = Metrics::of_a_replica(&fixture.database, &[REALMS]).await;
    let open = r#"vestnik_sockets{realm="direct"}"#;
    let mut socket = replica.socket(&fixture.anna, PATH).open().await;
    let mut other = replica.socket(&fixture.boris, PATH).open().await;
    metrics.until_exactly(open, 2.0).await;
    let connections = r#"vestnik_connections{realm="direct",transport="websocket"}"#;
    metrics.until_exactly(connections, 2.0).await;

    assert_alive(&fixture, &mut socket).await;
    other.next_of("message").await;
    socket.send_raw(Message::binary(b"x".to_vec())).await;
    socket.next_of("error").await;
    for (series, least) in [
        (
            r#"vestnik_socket_frames_received_total{realm="direct"}"#,
            2.0,
        ),
        (r#"vestnik_socket_frames_sent_total{realm="direct"}"#, 3.0),
        (
            r#"vestnik_socket_frames_refused_total{realm="direct"}"#,
            1.0,
        ),
    ] {
        metrics.until(series, |count| count >= least).await;
    }

    socket.send_raw(Message::Close(None)).await;
    let _ = other.try_send_raw(Message::text("x".repeat(100_000))).await;
    assert_eq!(other.closed().await, Some(1009));
    drop((socket, other));
    for labels in [
        r#"realm="direct",by="client",code="none""#,
        r#"realm="direct",by="server",code="1009""#,
    ] {
        let series = format!("vestnik_sockets_closed_total{{{labels}}}");
        metrics.until_exactly(&series, 1.0).await;
    }
    metrics.until_exactly(open, 0.0).await;
    metrics.until_exactly(connections, 0.0).await;
}

#[tokio::test]
async fn connections_are_counted_by_transport() {
    let (fixture, _) = DirectFixture::new(&[]).await;
    let settings = [("REALMS", "direct,messenger")];
    let (replica, metrics) = Metrics::of_a_replica(&fixture.database, &settings).await;
    let client = replica.client(&fixture.anna);
    let stream = client.open_stream_at("/v1/direct/events").await;
    let socket = SocketIo::open(&replica.url, &fixture.anna.token).await;
    let series = [
        r#"vestnik_connections{realm="direct",transport="sse"}"#,
        r#"vestnik_connections{realm="messenger",transport="socket_io"}"#,
    ];
    for series in series {
        metrics.until_exactly(series, 1.0).await;
    }
    drop((stream, socket));
    for series in series {
        metrics.until_exactly(series, 0.0).await;
    }
}
