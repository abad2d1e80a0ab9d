//! WebSockets behind nginx, with the configuration that is deployed.

use super::{DirectFixture, PATH};
use crate::support::{Nginx, SocketRequest};

#[tokio::test]
async fn websocket_passes_nginx_and_its_token_is_not_logged() {
    let (fixture, one) = DirectFixture::new(&[]).await;
    let other = DirectFixture::replica(&fixture.database, &[]).await;
    let replicas = [one, other];
    let nginx = Nginx::spawn(&replicas).await;
    let path = format!("{PATH}?token={}", fixture.anna.token);
    let mut anna = SocketRequest::at(&nginx.url, &path)
        .header("origin", &nginx.url)
        .open()
        .await;
    let mut sockets = Vec::new();
    for _ in 0..4 {
        let opening = SocketRequest::at(&nginx.url, PATH).bearer(&fixture.boris.token);
        sockets.push(opening.open().await);
    }

    anna.send(&fixture.message_frame("through nginx")).await;

    for socket in sockets.iter_mut().chain([&mut anna]) {
        let frame = socket.next_of("message").await;
        assert_eq!(frame["data"]["body"], "through nginx");
    }
    let refused = SocketRequest::at(&nginx.url, PATH).refused().await;
    assert_eq!((refused.status, refused.code()), (401, "missing_token"));
    let big = SocketRequest::at(&nginx.url, PATH).bearer(&fixture.boris.token);
    let mut big = big.open().await;
    big.send_text(&"x".repeat(200_000)).await;
    assert_eq!(big.closed().await, Some(1009));
    drop((anna, sockets, big));
    let log = crate::support::eventually("the access log", async || {
        let log = nginx.log();
        log.contains(PATH).then_some(log)
    })
    .await;
    assert!(!log.contains(&fixture.anna.token), "{log}");
}
