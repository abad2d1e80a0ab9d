//! A history plus the frames from its `Last-Event-ID` equals a later history.

use serde_json::Value;

use super::super::{API, CampusFixture, delete, edit, id, send, send_message};
use super::resume;
use crate::support::{Client, Person, Replica, Socket};

/// Rounds of all message operations.
const ROUNDS: usize = 25;

/// A history and the last event it reflects.
struct Snapshot {
    messages: Vec<Value>,
    last_event_id: String,
}

fn position(last_event_id: &str) -> i64 {
    let position = last_event_id.split('-').next().unwrap_or_default();
    position.parse().expect("an id begins with a position")
}

async fn read(client: &Client, conversation: &str) -> Snapshot {
    let path = format!("{API}/messages/{conversation}?limit=100");
    let answer = client.get(&path).await;
    let id = answer.headers["last-event-id"].to_str().expect("ASCII");
    let last_event_id = id.to_owned();
    let messages = answer.expect(200).as_array().expect("an array").clone();
    Snapshot {
        messages,
        last_event_id,
    }
}

/// Applies a frame as a client does.
fn apply(messages: &mut Vec<Value>, frame: &Value) {
    let payload = &frame["payload"];
    let at = messages
        .iter()
        .position(|message| message["id"] == payload["id"]);
    match (frame["type"].as_str().unwrap_or_default(), at) {
        ("message:new", None) => messages.push(payload.clone()),
        ("message:edited", Some(at)) => messages[at] = payload.clone(),
        ("message:deleted", Some(at)) => {
            let has_replies = messages
                .iter()
                .any(|message| message["reply_to"] == payload["id"]);
            if has_replies {
                messages[at]["text"] = Value::Null;
                messages[at]["is_deleted"] = true.into();
            } else {
                messages.remove(at);
            }
        }
        ("read", _) => {}
        (kind, _) => panic!("unexpected frame `{kind}`: {frame}"),
    }
}

/// Reads frames up to a position of the log.
async fn follow(socket: &mut Socket, seen: &mut Snapshot, up_to: i64) {
    while position(&seen.last_event_id) < up_to {
        let frame = socket.next().await;
        let id = frame["id"].as_str().expect("an id");
        id.clone_into(&mut seen.last_event_id);
        apply(&mut seen.messages, &frame);
    }
}

/// Sends, edits, replies to and deletes messages.
async fn write_messages(client: Client, conversation: String) {
    for n in 0..ROUNDS {
        let first = id(&send_message(&client, &conversation, "first").await);
        if n % 2 == 0 {
            edit(&client, &first, &format!("edited {n}"))
                .await
                .expect(200);
        }
        if n % 3 == 0 {
            super::super::reply(&client, &conversation, &first, "answer").await;
        }
        if n % 4 != 0 {
            delete(&client, &first).await.expect(204);
        }
    }
}

async fn compare(reader: &Person, [here, there]: [&Replica; 2], conversation: &str) {
    let mut seen = read(&here.client(reader), conversation).await;
    // Follows on another replica, which may have read less of the log.
    let mut socket = resume(there, reader, conversation, &seen.last_event_id).await;
    let later = read(&here.client(reader), conversation).await;
    follow(&mut socket, &mut seen, position(&later.last_event_id)).await;
    assert_eq!(seen.messages, later.messages);
}

#[tokio::test]
async fn history_plus_later_events_equals_a_later_history() {
    let campus = CampusFixture::new().await;
    let conversation = campus.private().await;
    let writers = [campus.ann(), campus.bob()]
        .map(|client| tokio::spawn(write_messages(client, conversation.clone())));
    let mut rounds = 0;
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        let replicas = [&campus.replica, &campus.other_replica];
        compare(&campus.ann, replicas, &conversation).await;
        compare(&campus.bob, replicas, &conversation).await;
        rounds += 1;
    }
    for writer in writers {
        writer.await.expect("nothing was refused");
    }
    assert!(rounds > 3, "the reads overlapped with the writes");
    send(&campus.ann(), &conversation, "last").await.expect(201);
    compare(
        &campus.bob,
        [&campus.other_replica, &campus.replica],
        &conversation,
    )
    .await;
}
