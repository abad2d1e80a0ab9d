//! What holds for every frame of an event of the log.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::ids;
use crate::support::Frame;

/// The frames that say who the people are whom they name.
const WITH_USERS: [&str; 4] = ["message", "message_edited", "message_deleted", "chat"];

/// Asserts that a frame has a place in the log, and everybody whom it names.
pub(super) fn assert_whole(frame: &Frame) {
    let data = &frame.data;
    assert_ne!(frame.id, "", "{frame:?}");
    assert_eq!(data["position"], frame.position(), "{frame:?}");
    let at = data["at"].as_str().expect("a text");
    assert!(at.parse::<Timestamp>().is_ok(), "{frame:?}");
    assert_eq!(at.len(), "2026-11-25T20:15:00.000Z".len(), "{at}");
    if WITH_USERS.contains(&frame.event.as_str()) {
        assert_named(data);
    }
}

/// What a frame tells, without its place in the log, which it has.
pub(super) fn unplaced(frame: &Frame) -> Value {
    assert_whole(frame);
    let mut data = frame.data.clone();
    let fields = data.as_object_mut().expect("an object");
    for place in ["position", "at"] {
        fields.remove(place);
    }
    data
}

/// Asserts that `users` has everybody whom the rest names, and each once.
fn assert_named(data: &Value) {
    let users = ids(&data["users"]);
    let listed = users.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(listed.len(), users.len(), "{data}");
    let mut named = BTreeSet::new();
    for message in [
        &data["message"],
        &data["last_message"],
        &data["chat"]["last_message"],
    ] {
        named.extend(people_of(message));
    }
    let pins = data["chat"]["pins"].as_array().into_iter().flatten();
    named.extend(pins.filter_map(|pin| pin["pinned_by_id"].as_i64()));
    assert!(named.is_subset(&listed), "{named:?} in {data}");
}

/// The author of a message, those of what it quotes and forwards, whom it mentions, and of whom it tells.
fn people_of(message: &Value) -> impl Iterator<Item = i64> {
    let authors = [message, &message["reply_to"], &message["forwarded_from"]];
    let authors = authors.into_iter().map(|of| &of["author_id"]);
    let system = &message["system"];
    let told_of = system["user_ids"].as_array().into_iter().flatten();
    let mentions = message["mentions"].as_array().into_iter().flatten();
    let mentioned = mentions.map(|mention| &mention["user_id"]);
    let people = authors.chain(mentioned).chain(told_of);
    let people = people.chain([&system["actor_id"]]);
    people.filter_map(Value::as_i64)
}
