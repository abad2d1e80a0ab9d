//! The guarantees, each for any realm and transport.

use std::time::Duration;

use serde_json::Value;
use uuid::Uuid;
use vestnik::auth::tokens::TokenIssuer;

use super::connection::{Connection, Protocol, Transport};
use crate::support::realm_codecs::Conversation;
use crate::support::{JWT_SECRET, Replica, TestDatabase, spawn_replicas_with};

/// A conversation of two members on two replicas.
struct Fixture {
    protocol: Protocol,
    database: TestDatabase,
    replicas: [Replica; 2],
    conversation: Conversation,
}

impl Fixture {
    async fn new(protocol: Protocol) -> Self {
        let database = TestDatabase::new().await;
        let settings = [
            ("REALMS", protocol.realm.as_str()),
            ("MARKET_MESSAGES_PER_MINUTE", "1000"),
            ("MARKET_MESSAGES_PER_5_SECONDS", "1000"),
        ];
        let replicas = spawn_replicas_with(&database, &settings).await;
        let [first, _]: &[Replica; 2] = &replicas;
        let conversation = Conversation::new(&database, &first.url, protocol.realm).await;
        Self {
            protocol,
            database,
            replicas,
            conversation,
        }
    }

    /// A member's connection on the replica of the same number.
    async fn connect(&self, member: usize) -> Connection {
        self.resume(member, member, None).await.expect("it opens")
    }

    /// A member's connection on a replica, from an id on.
    async fn resume(
        &self,
        member: usize,
        replica: usize,
        after: Option<&str>,
    ) -> Result<Connection, String> {
        let token = &self.conversation.members[member].token;
        let (base, transport) = (&self.replicas[replica].url, self.protocol.transport);
        Connection::open(base, token, &self.conversation, transport, after).await
    }

    /// Messages of the first member.
    async fn append(&self, prefix: &str, count: i64) -> Vec<String> {
        let (chat_id, sender) = (self.conversation.chat_id, &self.conversation.members[0]);
        let appended = self
            .database
            .append_messages(chat_id, sender, prefix, count);
        appended.await
    }
}

pub(super) async fn delivers_once_in_order(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut sender = fixture.connect(0).await;
    let mut reader = fixture.connect(1).await;
    let mut expected = Vec::new();
    for number in 1..=10 {
        let text = format!("sent {number}");
        let sent = sender.send_message(&text, Uuid::new_v4()).await;
        sent.expect("members may send");
        expected.push(text);
    }
    expected.extend(fixture.append("appended ", 10).await);
    assert_eq!(reader.texts(20).await, expected);
}

pub(super) async fn resumes_on_another_replica(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut reader = fixture.connect(1).await;
    let first = fixture.append("seen ", 1).await;
    let (text, id) = reader.next_message().await;
    assert_eq!(text, first[0]);
    drop(reader);
    let mut expected = fixture.append("missed ", 5).await;

    let resumed = fixture.resume(1, 0, Some(&id)).await;
    let mut reader = resumed.expect("it opens");
    expected.extend(fixture.append("live ", 1).await);
    assert_eq!(reader.texts(6).await, expected);
}

pub(super) async fn resets_an_unknown_cursor(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    fixture.append("missed ", 1).await;
    let head = fixture.database.head().await;
    let unknown = [
        format!("{head}-0badf00d"),
        format!("{}-0badf00d", head + 1_000),
    ];
    for (round, unknown) in unknown.iter().enumerate() {
        let opened = fixture.resume(1, 1, Some(unknown)).await;
        let mut reader = opened.expect("it opens");
        let reset = reader.next_of("reset").await;
        let id = fixture
            .conversation
            .id_of(&reset)
            .expect("an id")
            .to_owned();
        let live = fixture.append(&format!("round {round}, "), 1).await;
        assert_eq!(reader.texts(1).await, live);
        // A reset is resumed from like any event of the log.
        let mut again = fixture.resume(1, 0, Some(&id)).await.expect("it opens");
        assert_eq!(again.texts(1).await, live);
    }
}

pub(super) async fn refuses_a_malformed_cursor(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let Err(refusal) = fixture.resume(1, 1, Some("x")).await else {
        panic!("a malformed cursor was accepted");
    };
    let expected = match protocol.transport {
        Transport::SocketIo | Transport::Polling => "Invalid last_event_id",
        Transport::Sse | Transport::WebSocket => "invalid_last_event_id",
    };
    assert_eq!(refusal, expected);
}

pub(super) async fn stops_at_removal(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let conversation = &fixture.conversation;
    let member = &conversation.members[1];
    let mut reader = fixture.connect(1).await;
    let before = fixture.append("before ", 1).await;
    fixture
        .database
        .remove_participant(conversation.chat_id, member)
        .await;
    fixture.append("after ", 1).await;
    if conversation.has_own_socket() {
        assert_eq!(reader.drain().await, (before, Some(4403)));
        return;
    }
    let other = Conversation::with(&fixture.database, protocol.realm, member).await;
    let sender = other.members.iter().find(|other| other.id != member.id);
    let sender = sender.expect("a conversation has two members");
    let control = fixture
        .database
        .append_messages(other.chat_id, sender, "elsewhere ", 1);
    let expected = [before, control.await].concat();
    assert_eq!(reader.texts(2).await, expected);
}

pub(super) async fn ends_with_the_token(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let issuer = TokenIssuer::new(JWT_SECRET.as_bytes()).expect("the secret is usable");
    let user_id = fixture.conversation.members[0].id;
    let issued = issuer.issue(user_id, Uuid::now_v7(), Duration::from_secs(2));
    let (base, transport) = (&fixture.replicas[0].url, protocol.transport);
    let open = async || {
        let (token, conversation) = (&issued.token, &fixture.conversation);
        Connection::open(base, token, conversation, transport, None).await
    };
    let mut connection = open().await.expect("it opens");
    let sent = fixture.append("in time ", 1).await;

    let code = (transport == Transport::WebSocket).then_some(4401);
    assert_eq!(connection.drain().await, (sent, code));
    let late = jiff::Timestamp::now().duration_since(issued.expires_at);
    assert!(late.as_millis() >= -50, "ended {late:?} after its time");
    assert!(late.as_secs() < 5, "ended {late:?} after its time");
    if transport != Transport::Sse {
        assert!(open().await.is_err(), "the token is accepted again");
    }
}

pub(super) async fn repeated_send_is_stored_once(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut sender = fixture.connect(0).await;
    let mut reader = fixture.connect(1).await;
    let client_id = Uuid::new_v4();
    sender
        .send_message("once", client_id)
        .await
        .expect("it is new");
    let received = reader.next_of("new_message").await;
    assert!(!contains(&received, &client_id), "{received}");
    let head = fixture.database.head().await;

    let elsewhere = fixture.resume(0, 1, None).await;
    for connection in [&mut sender, &mut elsewhere.expect("it opens")] {
        let repeated = connection.send_message("once", client_id).await;
        repeated.expect("it is acknowledged again");
        let refused = connection.send_message("another", client_id).await;
        assert_eq!(refused.unwrap_err(), "idempotency_conflict");
    }
    assert_eq!(fixture.database.head().await, head, "nothing was appended");
    let next = fixture.append("next ", 1).await;
    assert_eq!(reader.texts(1).await, next);
}

pub(super) async fn shows_typing_to_others_only(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut typist = fixture.connect(0).await;
    let mut reader = fixture.connect(1).await;
    typist.type_something().await;
    reader.next_of("typing").await;
    // The next message comes after any frame about the typing.
    let text = fixture.append("next ", 1).await;
    loop {
        let frame = typist.next().await.expect("the connection is open");
        assert_ne!(fixture.conversation.event_of(&frame), "typing", "{frame}");
        if fixture.conversation.text_of(&frame) == Some(&text[0]) {
            break;
        }
    }
}

pub(super) async fn announces_presence(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut watcher = fixture.connect(0).await;
    let _member = fixture.connect(1).await;
    loop {
        let frame = watcher.next_of("presence").await;
        if fixture.conversation.is_online(&frame) {
            break;
        }
    }
}

pub(super) async fn refuses_blocked_senders(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let blocker = &fixture.conversation.members[0];
    let mut blocked = fixture.connect(1).await;
    let sent = blocked.send_message("before", Uuid::new_v4()).await;
    sent.expect("members may send");
    let head = fixture.database.head().await;
    let path = fixture.conversation.block_path();
    let answer = fixture.replicas[0]
        .client(blocker)
        .post(&path, &Value::Null)
        .await;
    assert!(answer.status < 300, "{}", answer.body);

    let refused = blocked.send_message("after", Uuid::new_v4()).await;
    assert_eq!(refused.unwrap_err(), "blocked");
    let messages = "SELECT count(*) FROM events WHERE kind = 'message_sent' AND position >";
    let messages = format!("{messages} {head}");
    assert_eq!(fixture.database.number(&messages).await, 0);
}

fn contains(frame: &Value, client_id: &Uuid) -> bool {
    frame.to_string().contains(&client_id.to_string())
}
