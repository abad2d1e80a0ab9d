//! Packets that the Socket.IO transports accept, and their limits.

use std::time::Instant;

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::MessengerFixture;
use crate::support::socket_io::{ConnectError, SocketIo};
use crate::support::wait::within;
use crate::support::ws::{Socket, SocketRequest};
use crate::support::{Answer, Endpoint, Person, eventually};

const KIB: usize = 1024;
const WEBSOCKET: &str = "/socket.io/?EIO=4&transport=websocket";

/// Opens a WebSocket session without authenticating.
async fn unauthenticated_socket(replica: &Endpoint) -> Socket {
    let mut socket = SocketRequest::at(&replica.url, WEBSOCKET).open().await;
    let open = text(&mut socket).await.expect("the `open` packet");
    assert!(open.starts_with("0{"), "{open}");
    socket
}

/// Opens an authenticated WebSocket session.
async fn authenticated_socket(replica: &Endpoint, person: &Person) -> Socket {
    let mut socket = unauthenticated_socket(replica).await;
    let auth = json!({ "token": person.token });
    socket.send_text(&format!("40{auth}")).await;
    let answer = text(&mut socket).await.expect("an answer");
    assert!(answer.starts_with("40"), "{answer}");
    let ready = text(&mut socket).await.expect("the first event");
    assert!(ready.starts_with(r#"42["ready""#), "{ready}");
    socket
}

async fn text(socket: &mut Socket) -> Option<String> {
    loop {
        match socket.next_raw().await? {
            // Skips pings.
            Message::Text(text) if text.as_str() == "2" => {}
            Message::Text(text) => return Some(text.as_str().to_owned()),
            _ => return None,
        }
    }
}

/// Reads until the connection is closed.
async fn wait_until_closed(socket: &mut Socket) {
    while socket.next_raw().await.is_some() {}
}

/// The header packet of an event with this many attachments.
fn announcement(attachments: usize) -> String {
    let holes: Vec<_> = (0..attachments)
        .map(|number| json!({ "_placeholder": true, "num": number }))
        .collect();
    format!("45{attachments}-{}", json!(["send_message", holes]))
}

/// A polling session.
struct Polling<'a> {
    replica: &'a Endpoint,
    path: String,
}

impl<'a> Polling<'a> {
    async fn open(replica: &'a Endpoint) -> Self {
        let path = "/socket.io/?EIO=4&transport=polling";
        let request = replica.anonymous_client().request(Method::GET, path);
        let open = request.send().await.expect("an answer");
        let open = open.text().await.expect("a text");
        let open: serde_json::Value = serde_json::from_str(&open[1..]).expect("JSON");
        let sid = open["sid"].as_str().expect("a session has an id");
        Self {
            replica,
            path: format!("{path}&sid={sid}"),
        }
    }

    async fn post(&self, packets: String) -> Answer {
        let client = self.replica.anonymous_client();
        let request = client.request(Method::POST, &self.path).body(packets);
        client.send(request).await
    }

    async fn poll(&self) -> (u16, String) {
        let request = self
            .replica
            .anonymous_client()
            .request(Method::GET, &self.path);
        let answer = within("packets", request.send()).await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.text().await.expect("a text"))
    }

    /// Authenticates the session.
    async fn connect(&self, person: &Person) {
        let auth = json!({ "token": person.token });
        self.post(format!("40{auth}")).await;
        let mut packets = String::new();
        while !packets.contains("40{") {
            let (status, more) = self.poll().await;
            assert_eq!(status, 200, "{more}");
            packets += &more;
        }
    }
}

#[tokio::test]
async fn unauthenticated_binary_data_is_not_buffered() {
    const SOCKETS: usize = 30;
    let messenger = MessengerFixture::of_process(&[]).await;
    let mut strangers = Vec::new();
    for _ in 0..SOCKETS {
        strangers.push(unauthenticated_socket(&messenger.replica).await);
    }
    let before = messenger.replica.reset_peak();
    let throwing = strangers.iter_mut().map(|socket| async {
        let attachment = Message::binary(vec![b'x'; 200 * KIB]);
        let announced = Message::text(announcement(60));
        if socket.try_send_raw(announced).await.is_err() {
            return;
        }
        for _ in 0..50 {
            if socket.try_send_raw(attachment.clone()).await.is_err() {
                return;
            }
        }
    });
    within("all frames to be sent", futures::future::join_all(throwing)).await;
    messenger.assert_bounded_memory(before, 16);
    for socket in &mut strangers {
        wait_until_closed(socket).await;
    }
}

#[tokio::test]
async fn binary_packets_are_refused_before_and_after_connect() {
    let messenger = MessengerFixture::new().await;
    let packets = [
        Message::binary(vec![1, 2, 3]),
        Message::text(announcement(1)),
        Message::text("461-1[{\"_placeholder\":true,\"num\":0}]"),
    ];
    for message in packets {
        let mut before = unauthenticated_socket(&messenger.replica).await;
        before.send_raw(message.clone()).await;
        wait_until_closed(&mut before).await;
        let mut after = authenticated_socket(&messenger.replica, &messenger.anna).await;
        after.send_raw(message).await;
        wait_until_closed(&mut after).await;
    }
    for packets in ["bAQID".to_owned(), format!("3\u{1e}{}", announcement(1))] {
        for is_connected in [false, true] {
            let polling = Polling::open(&messenger.replica).await;
            if is_connected {
                polling.connect(&messenger.anna).await;
            }
            let refused = polling.post(packets.clone()).await;
            assert_eq!(refused.status, 400, "{packets} {is_connected}");
            let next = polling.post("3".to_owned()).await;
            assert_eq!(next.status, 400, "the session was closed: {packets}");
        }
    }
}

#[tokio::test]
async fn message_limit_is_256_kib_and_16_kib_unauthenticated() {
    let messenger = MessengerFixture::new().await;
    let sized = |size: usize, head: &str, tail: &str| {
        let filler = "x".repeat(size - head.len() - tail.len());
        format!("{head}{filler}{tail}")
    };
    let event = |size| sized(size, r#"42["nothing","#, r#""]"#);
    let event = |size| event(size).replacen(r#"g","#, r#"g",""#, 1);

    let mut socket = authenticated_socket(&messenger.replica, &messenger.anna).await;
    socket.send_text(&event(255 * KIB)).await;
    let error = text(&mut socket).await.expect("an answer");
    assert!(error.contains("invalid_frame"), "{error}");
    let _ = socket.try_send_raw(Message::text(event(257 * KIB))).await;
    wait_until_closed(&mut socket).await;

    let connect = |size| sized(size, r#"40{"token":""#, r#""}"#);
    let mut socket = unauthenticated_socket(&messenger.replica).await;
    socket.send_text(&connect(16 * KIB)).await;
    let error = text(&mut socket).await.expect("an answer");
    assert!(error.contains("Authentication error"), "{error}");
    let mut socket = unauthenticated_socket(&messenger.replica).await;
    let _ = socket.try_send_raw(Message::text(connect(17 * KIB))).await;
    wait_until_closed(&mut socket).await;

    let polling = Polling::open(&messenger.replica).await;
    assert_eq!(polling.post(connect(17 * KIB)).await.status, 413);
    polling.connect(&messenger.anna).await;
    assert_eq!(polling.post(event(255 * KIB)).await.status, 200);
    assert_eq!(polling.post(event(257 * KIB)).await.status, 413);
}

#[tokio::test]
async fn unauthenticated_frames_are_limited() {
    let messenger = MessengerFixture::new().await;
    let mut socket = unauthenticated_socket(&messenger.replica).await;
    let started = Instant::now();
    for _ in 0..200 {
        if socket.try_send_raw(Message::text("3")).await.is_err() {
            break;
        }
    }
    wait_until_closed(&mut socket).await;
    assert!(
        started.elapsed().as_secs() < 8,
        "closed before the 10 s authentication timeout"
    );
}

#[tokio::test]
async fn user_has_at_most_32_sessions() {
    let messenger = MessengerFixture::new().await;
    let url = &messenger.replica.url;
    let mut open = Vec::new();
    for _ in 0..32 {
        open.push(SocketIo::open(url, &messenger.anna.token).await);
    }
    let auth = json!({ "token": messenger.anna.token });
    let refused = SocketIo::connect(url, &auth).await.err();
    assert!(
        matches!(&refused, Some(ConnectError::Error(why)) if why == "Too many connections"),
        "{refused:?}"
    );
    // The limit neither affects other users nor persists.
    SocketIo::open(url, &messenger.boris.token).await;
    open.pop();
    eventually("another session to be accepted", async || {
        SocketIo::connect(url, &auth).await.ok()
    })
    .await;
}

/// Sessions of a replica that are not authenticated.
const MAX_SESSIONS: usize = 256;

#[tokio::test]
async fn unauthenticated_sessions_are_bounded_and_time_out() {
    let messenger = MessengerFixture::new().await;
    let path = "/socket.io/?EIO=4&transport=polling";
    let client = messenger.replica.anonymous_client();
    // All at once, because the first ones time out after 10 s.
    let answers = join_all((0..MAX_SESSIONS + 20).map(|_| client.get(path))).await;
    let (opened, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer.status == 200);
    assert_eq!((opened.len(), refused.len()), (MAX_SESSIONS, 20));
    for answer in refused {
        assert_eq!(answer.status, 503);
        assert!(answer.headers.contains_key("retry-after"));
    }
    // Authenticated sessions stay; the others free their places after 10 s.
    eventually("sessions to time out", async || {
        (client.get(path).await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn polling_upgrades_to_a_websocket() {
    let messenger = MessengerFixture::new().await;
    let polling = Polling::open(&messenger.replica).await;
    polling.connect(&messenger.anna).await;
    let path = polling.path.replace("polling", "websocket");
    let mut socket = SocketRequest::at(&messenger.replica.url, &path)
        .open()
        .await;
    socket.send_text("2probe").await;
    assert_eq!(text(&mut socket).await.as_deref(), Some("3probe"));
    socket.send_text("5").await;
    let chat = messenger.direct(None).await;
    let message = json!(["send_message", { "conversationId": chat, "content": "over" }]);
    socket.send_text(&format!("421{message}")).await;
    let mut seen = String::new();
    while !seen.starts_with("431") {
        seen = text(&mut socket).await.expect("an acknowledgement");
    }
    assert!(seen.contains(r#""success":true"#), "{seen}");
    socket.send_raw(Message::binary(vec![1])).await;
    wait_until_closed(&mut socket).await;
    let after = polling.post("3".to_owned()).await;
    assert_eq!(after.status, 400, "the session closed with its WebSocket");
}

#[tokio::test]
async fn failed_transport_upgrade_closes_the_session() {
    let messenger = MessengerFixture::new().await;
    let polling = Polling::open(&messenger.replica).await;
    polling.connect(&messenger.anna).await;
    let path = polling.path.replace("polling", "websocket");
    let socket = SocketRequest::at(&messenger.replica.url, &path)
        .open()
        .await;
    drop(socket);
    eventually("the session to end", async || {
        (polling.poll().await.0 == 400).then_some(())
    })
    .await;
}
