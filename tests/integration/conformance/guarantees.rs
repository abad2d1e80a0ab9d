//! The guarantees of connections, each for any realm and transport.

use std::time::Duration;

use serde_json::Value;
use uuid::Uuid;
use vestnik::auth::tokens::TokenIssuer;

use super::connection::{Connection, Protocol, Transport};
use super::fixture::Fixture;
use crate::support::JWT_SECRET;
use crate::support::realm_codecs::Conversation;

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

/// What only `/v1` shows is no frame of the realm's own contract.
pub(super) async fn shows_no_events_of_v1_alone(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut reader = fixture.connect(1).await;
    fixture.append("first ", 1).await;
    reader.texts(1).await;
    for kind in [
        "reaction_added",
        "reaction_removed",
        "poll_voted",
        "poll_closed",
        "message_pinned",
        "message_unpinned",
        "attachment_processed",
        "chat_custom_changed",
        "message_custom_changed",
        "message_scheduled",
        "scheduled_changed",
        "scheduled_cancelled",
        "scheduled_failed",
    ] {
        let of_scheduled = match kind {
            "message_scheduled" => r#"{"content": "!", "send_at": "2100-01-01T00:00:00Z"}"#,
            _ => r#"{"scheduled_id": 1, "code": "blocked"}"#,
        };
        let sql = format!(
            "INSERT INTO events (chat_id, kind, actor_id, payload)
             SELECT m.chat_id, '{kind}', m.sender_id, jsonb_build_object(
                        'message_id', m.id, 'user_id', m.sender_id, 'emoji', '👍', 'count', 1, 'option_ids', '[]'::jsonb,
                        'author_id', m.sender_id, 'attachment_id', 1,
                        'custom', '{{\"a\": 1}}'::jsonb) || '{of_scheduled}'
             FROM messages AS m WHERE m.chat_id = {}",
            fixture.conversation.chat_id
        );
        fixture.database.execute(&sql).await;
    }
    let author = fixture.conversation.members[0].id;
    let rename = format!("UPDATE users SET name = 'Renamed' WHERE id = {author}");
    fixture.database.execute(&rename).await;
    let expected = fixture.append("second ", 1).await;
    // Signals have no id.
    let next = loop {
        let frame = reader.next().await.expect("the connection is open");
        if fixture.conversation.id_of(&frame).is_some() {
            break frame;
        }
    };
    let text = fixture.conversation.text_of(&next);
    assert_eq!(text, Some(expected[0].as_str()), "{next}");
}

pub(super) async fn resumes_on_another_replica(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut reader = fixture.connect(1).await;
    let first = fixture.append("seen ", 1).await;
    let (text, id) = reader.next_message().await;
    assert_eq!(text, first[0]);
    drop(reader);
    let mut expected = fixture.append("missed ", 5).await;
    let (database, member) = (&fixture.database, &fixture.conversation.members[1]);
    if fixture.conversation.has_own_socket() {
        let other = Conversation::with(database, protocol.realm, member).await;
        let elsewhere = database.append_messages(other.chat_id, member, "elsewhere ", 1);
        elsewhere.await;
    }

    let resumed = fixture.resume(1, 0, Some(&id)).await;
    let mut reader = resumed.expect("the connection opens");
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
        let mut reader = opened.expect("the connection opens");
        let reset = reader.next_of("reset").await;
        let id = fixture
            .conversation
            .id_of(&reset)
            .expect("an id")
            .to_owned();
        let live = fixture.append(&format!("round {round}, "), 1).await;
        assert_eq!(reader.texts(1).await, live);
        // A reset is resumed from like any event of the log.
        let mut again = fixture
            .resume(1, 0, Some(&id))
            .await
            .expect("the connection opens");
        assert_eq!(again.texts(1).await, live);
    }
}

pub(super) async fn refuses_a_malformed_cursor(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let expected = match protocol.transport {
        Transport::SocketIo | Transport::Polling => "Invalid last_event_id",
        Transport::Sse | Transport::WebSocket => "invalid_last_event_id",
    };
    for malformed in [
        "x",
        "1-00000000.",
        "1-00000000.0",
        "1-00000000.x",
        "1-00000000.1.1",
        "1-00000000.18446744073709551616",
    ] {
        let refusal = fixture.resume(1, 1, Some(malformed)).await.err();
        assert_eq!(refusal.as_deref(), Some(expected), "{malformed}");
    }
}

/// Of every frame, and of a frame that the event does not have.
pub(super) async fn resumes_after_each_frame(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut reader = fixture.connect(1).await;
    let start = reader.start();
    let mut sender = fixture.connect(0).await;
    let mut frames = Vec::new();
    for round in 0..3 {
        let (unread, sent) = (format!("unread {round}, "), format!("sent {round}"));
        fixture.append_from(1, &unread, 2).await;
        // Also marks these read.
        let sent = sender.send_message(&sent, Uuid::new_v4()).await;
        sent.expect("members may send");
    }
    let last = fixture.append("last ", 1).await;
    while frames
        .last()
        .and_then(|frame| fixture.conversation.text_of(frame))
        != Some(last[0].as_str())
    {
        frames.push(reader.next_durable().await);
    }
    let mark = |frame: &&Value| fixture.conversation.event_of(frame) == "chat_read";
    assert_eq!(frames.iter().filter(mark).count(), 3);
    let id_of = |frame| fixture.conversation.id_of(frame).expect("an id").to_owned();
    let ids: Vec<String> = std::iter::once(start)
        .chain(frames.iter().map(id_of))
        .collect();
    for (seen, id) in ids.iter().enumerate() {
        // The whole event, and a frame of it that other streams may have.
        for (replica, id) in [id.clone(), format!("{id}.7")].iter().enumerate() {
            let resumed = fixture.resume(1, replica, Some(id)).await;
            let mut reader = resumed.expect("the connection opens");
            assert_eq!(reader.start(), *id);
            for expected in &frames[seen..] {
                assert_eq!(reader.next_durable().await, *expected, "after {id}");
            }
        }
    }
}

pub(super) async fn resumes_a_client_that_received_nothing(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    fixture.append("before ", 1).await;
    let reader = fixture.connect(1).await;
    let start = reader.start();
    drop(reader);
    let missed = fixture.append("missed ", 2).await;
    let resumed = fixture.resume(1, 0, Some(&start)).await;
    let mut reader = resumed.expect("the connection opens");
    assert_eq!(reader.start(), start);
    assert_eq!(reader.texts(2).await, missed);
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
    let refused = reader.send_message("!", Uuid::new_v4()).await;
    assert_eq!(refused.unwrap_err(), "not_a_participant");
}

pub(super) async fn ends_with_the_token(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let issuer = TokenIssuer::new(JWT_SECRET.as_bytes()).expect("the secret is usable");
    let user_id = fixture.conversation.members[0].id;
    let issued = issuer.issue(user_id, Uuid::now_v7(), Duration::from_secs(5));
    let (base, transport) = (&fixture.replicas[0].url, protocol.transport);
    let open = async || {
        let (token, conversation) = (&issued.token, &fixture.conversation);
        Connection::open(base, token, conversation, transport, None).await
    };
    let mut connection = open().await.expect("the connection opens");
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
        .expect("the key is new");
    let received = reader.next_of("new_message").await;
    assert!(!contains(&received, &client_id), "{received}");
    let head = fixture.database.head().await;

    let elsewhere = fixture.resume(0, 1, None).await;
    for connection in [&mut sender, &mut elsewhere.expect("the connection opens")] {
        let repeated = connection.send_message("once", client_id).await;
        repeated.expect("a repeat is acknowledged");
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
    for is_typing in [true, false] {
        typist.set_typing(is_typing).await;
        let frame = reader.next_of("typing").await;
        assert_eq!(fixture.conversation.state_of(&frame), Some(is_typing));
    }
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
    let mut member = fixture.connect(1).await;
    let until = async |connection: &mut Connection, online: bool| loop {
        let frame = connection.next_of("presence").await;
        if fixture.conversation.state_of(&frame) == Some(online) {
            return frame;
        }
    };
    until(&mut watcher, true).await;
    // A new connection learns of users who were online before it.
    until(&mut member, true).await;
    drop(member);
    until(&mut watcher, false).await;
}

pub(super) async fn refuses_blocked_senders(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut blocker = fixture.connect(0).await;
    let mut blocked = fixture.connect(1).await;
    let sent = blocked.send_message("before", Uuid::new_v4()).await;
    sent.expect("members may send");
    let head = fixture.database.head().await;
    let (client, path) = (fixture.client(0), fixture.conversation.block_path());
    for _ in 0..2 {
        client.post(&path, &Value::Null).await.expect(204);
    }

    let refused = blocked.send_message("after", Uuid::new_v4()).await;
    assert_eq!(refused.unwrap_err(), "blocked");
    let sent = blocker.send_message("the block", Uuid::new_v4()).await;
    sent.expect("the blocker may still send");
    // A message after the block shows that this replica has received the block.
    while blocked.texts(1).await != ["the block"] {}
    blocked.set_typing(true).await;
    assert_eq!(blocked.next_error().await, "blocked");
    let newest = fixture
        .database
        .number("SELECT max(id) FROM messages")
        .await;
    blocked.mark_read(newest).await;
    blocker.next_of("chat_read").await;
    for _ in 0..2 {
        client.delete(&path).await.expect(204);
    }
    let sent = blocked.send_message("unblocked", Uuid::new_v4()).await;
    sent.expect("the block is lifted");
    let kinds = "SELECT count(*) FROM events WHERE kind LIKE '%blocked' AND position >";
    let changes = fixture.database.number(&format!("{kinds} {head}")).await;
    assert_eq!(changes, 2, "a repeated block or unblock appends nothing");
}

pub(super) async fn read_marks_are_sent_once(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut sender = fixture.connect(0).await;
    let mut reader = fixture.connect(1).await;
    fixture.append("unread ", 2).await;
    reader.texts(2).await;
    fixture.history("").await.expect(200);
    assert_eq!(fixture.unread().await, 2, "fetching does not mark read");

    let newest = fixture.database.head().await;
    reader.mark_read(newest).await;
    sender.next_of("chat_read").await;
    assert_eq!(fixture.unread().await, 0);
    // An unchanged mark appends nothing; the connection handles frames in order.
    reader.mark_read(newest).await;
    let sent = reader.send_message("own", Uuid::new_v4()).await;
    sent.expect("members may send");
    assert_eq!(fixture.database.head().await, newest + 2);
    fixture.append("later ", 1).await;
    assert_eq!(fixture.unread().await, 1);
    let sent = reader.send_message("seen", Uuid::new_v4()).await;
    sent.expect("members may send");
    assert_eq!(fixture.unread().await, 0, "sending marks read");
}

pub(super) async fn refuses_invalid_texts(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut sender = fixture.connect(0).await;
    let head = fixture.database.head().await;
    let max = fixture.conversation.max_text();
    let too_long = "ё".repeat(max + 1);
    for text in [
        "",
        " ",
        "\t\r\n",
        "\u{a0}\u{2003}\u{3000}",
        "\0",
        "a\0b",
        &too_long,
    ] {
        let refused = sender.send_message(text, Uuid::new_v4()).await;
        assert_eq!(refused.unwrap_err(), "invalid_content", "{text:?}");
    }
    assert_eq!(fixture.database.head().await, head, "nothing was appended");
    for character in ["a", "ё", "😀"] {
        let longest = character.repeat(max);
        let sent = sender.send_message(&longest, Uuid::new_v4()).await;
        sent.expect("the longest text is accepted");
        let newest = fixture.history("limit=1").await.expect(200);
        assert!(fixture.conversation.texts(&newest) == [longest]);
    }
}

pub(super) async fn survives_malformed_frames(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let mut sender = fixture.connect(0).await;
    let mut reader = fixture.connect(1).await;
    let deep = format!(
        r#"{{"type":"read","data":{},"payload":{0}}}"#,
        "[".repeat(20_000)
    );
    let malformed = [
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"["message",{}]"#,
        r#"{"type":1}"#,
        r#"{"type":"unknown"}"#,
        r#"{"type":"\u0000","data":null}"#,
        r#"{"type":"message"}"#,
        &deep,
    ];
    for frame in malformed
        .iter()
        .chain(fixture.conversation.malformed_frames())
    {
        sender.send_text(frame).await;
        assert_eq!(sender.next_error().await, "invalid_frame", "{frame}");
    }
    let sent = sender.send_message("valid", Uuid::new_v4()).await;
    sent.expect("the connection is usable");
    assert_eq!(reader.texts(1).await, ["valid"]);
}

pub(super) async fn replays_no_deleted_or_erased_text(protocol: Protocol) {
    let fixture = Fixture::new(protocol).await;
    let (database, conversation) = (&fixture.database, &fixture.conversation);
    let [author, reader] = &conversation.members;
    let (chat_id, author) = (conversation.chat_id, author.id);
    let mut live = fixture.connect(1).await;
    let before = database.now().await;
    fixture.append("deleted ", 1).await;
    live.texts(1).await;
    let delete = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         SELECT {chat_id}, 'message_deleted', {author},
                jsonb_build_object('message_id', position) FROM log_head"
    );
    database.execute(&delete).await;
    if conversation.shows_deletions() {
        let frame = live.next_of("message_deleted").await;
        assert!(conversation.id_of(&frame).is_some(), "{frame}");
    }
    fixture.append("erased ", 1).await;
    database
        .execute(&format!("CALL audit.erase_user({author})"))
        .await;
    let later = database.append_messages(chat_id, reader, "later ", 1).await;
    // The first replica has the events in memory or reads the log, like the second one.
    for replica in [0, 1] {
        let resumed = fixture.resume(1, replica, Some(&before)).await;
        let mut resumed = resumed.expect("the connection opens");
        // Some realms replay an erased message without its text.
        let mut texts = resumed.texts(1).await;
        while texts == [""] {
            texts = resumed.texts(1).await;
        }
        assert_eq!(texts, later);
    }
}

fn contains(frame: &Value, client_id: &Uuid) -> bool {
    frame.to_string().contains(&client_id.to_string())
}
