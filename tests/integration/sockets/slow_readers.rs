//! A slow reader misses nothing.

use super::{DirectFixture, PATH};
use crate::support::Socket;

/// More than the queue, the recent events and the kernel hold.
const MESSAGES: i64 = 4_000;
const PADDING: usize = 9_000;

#[tokio::test]
async fn paused_websocket_gets_everything_once_in_order() {
    let (fixture, replica) = DirectFixture::new(&[]).await;
    let (database, anna) = (&fixture.database, &fixture.anna);
    let paused = replica.socket(&fixture.boris, PATH).small_receive_buffer();
    let mut paused = paused.open().await;
    let mut fast = replica.socket(&fixture.boris, PATH).open().await;
    let sent = database.append_padded(fixture.chat_id, anna, "m", MESSAGES, PADDING);
    let sent = sent.await;

    // The server closes a connection that blocks writes for 30 s: a busy machine reads half of them in that time.
    let (first, rest) = sent.split_at(sent.len() / 2);
    assert_received(&mut fast, first).await;
    tokio::join!(
        assert_received(&mut fast, rest),
        assert_received(&mut paused, &sent)
    );
}

async fn assert_received(socket: &mut Socket, texts: &[String]) {
    for text in texts {
        let frame = socket.next_of("message").await;
        assert!(frame["data"]["body"] == **text, "{}", frame["id"]);
    }
}
