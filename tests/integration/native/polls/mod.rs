//! Polls.

mod ends;
mod frames;
mod refusals;

use serde_json::{Value, json};

use super::{NativeFixture, REALMS, SETTINGS, Two, next_of, patch, put_json};
use crate::support::{Answer, Client, EventStream, Replica, assert_refused};

/// The poll of most tests, of one choice.
fn question() -> Value {
    json!({ "question": "When?", "options": ["Today", "Tomorrow", "Never"] })
}

/// Sends a poll with these fields.
async fn ask(two: &Two, who: &Client, poll: Value) -> Answer {
    who.post(&two.chat("/messages"), &json!({ "poll": poll }))
        .await
}

/// Sends [`question`] with these further fields.
pub(super) async fn asked(two: &Two, who: &Client, fields: Value) -> i64 {
    let mut poll = question();
    for (name, value) in fields.as_object().unwrap() {
        poll[name] = value.clone();
    }
    let sent = ask(two, who, poll).await.expect(201);
    sent["id"].as_i64().unwrap()
}

/// The path of something of a message.
pub(super) fn path(two: &Two, message: i64, rest: &str) -> String {
    two.path(&format!("/messages/{message}{rest}"))
}

async fn vote(two: &Two, who: &Client, message: i64, ids: &[i64]) -> Answer {
    let body = json!({ "option_ids": ids });
    put_json(who, &path(two, message, "/vote"), &body).await
}

async fn close(two: &Two, who: &Client, message: i64) -> Answer {
    who.post(&path(two, message, "/close"), &json!({})).await
}

/// The poll as a user sees it, wherever it is shown.
async fn shown(two: &Two, who: &Client, message: i64) -> Value {
    let one = who.get(&path(two, message, "")).await.expect(200);
    let page = who.get(&two.chat("/messages")).await.expect(200);
    let messages = page["messages"].as_array().unwrap().iter();
    let mut listed = messages.filter(|listed| listed["id"] == message);
    assert_eq!(listed.next().unwrap()["poll"], one["poll"]);
    let chat = two.shown(who).await;
    if chat["last_message"]["id"] == message {
        assert_eq!(chat["last_message"]["poll"], one["poll"]);
    }
    one["poll"].clone()
}

/// The counts of a poll, and the caller's own options.
fn votes(poll: &Value) -> (Vec<i64>, Vec<i64>) {
    let options = poll["options"].as_array().unwrap();
    let counts = options.iter().map(|option| option["vote_count"].as_i64());
    let own = options.iter().filter(|option| option["mine"] == true);
    let own = own.map(|option| option["id"].as_i64());
    let collected = |ids: &mut dyn Iterator<Item = Option<i64>>| ids.map(Option::unwrap).collect();
    (
        collected(&mut counts.into_iter()),
        collected(&mut own.into_iter()),
    )
}

#[tokio::test]
async fn poll_is_sent_and_shown_with_its_votes() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS.into_iter().filter(|realm| *realm != "market") {
        let two = fixture.two(realm).await;
        let sent = ask(&two, &two.one, question()).await.expect(201);
        assert_eq!(sent["type"], "poll");
        assert_eq!(sent["text"], "When?\nToday\nTomorrow\nNever");
        let option = |id: i64, text: &str, count: i64, mine: bool| json!({ "id": id, "text": text, "vote_count": count, "mine": mine });
        let expected = |counts: [i64; 3], own: i64| {
            let options = [(0, "Today"), (1, "Tomorrow"), (2, "Never")];
            let options = options.map(|(id, text)| {
                let count = counts[usize::try_from(id).unwrap()];
                option(id, text, count, id == own)
            });
            json!({ "question": "When?", "options": options, "multiple": false,
                    "anonymous": false, "closed_at": null })
        };
        assert_eq!(sent["poll"], expected([0, 0, 0], -1));
        let id = sent["id"].as_i64().unwrap();
        let answer = vote(&two, &two.one, id, &[1]).await.expect(200);
        assert_eq!(answer["id"], id);
        assert_eq!(answer["poll"], expected([0, 1, 0], 1));
        vote(&two, &two.other, id, &[1]).await.expect(200);
        assert_eq!(shown(&two, &two.one, id).await, expected([0, 2, 0], 1));
        // Another vote replaces the former one.
        vote(&two, &two.one, id, &[2]).await.expect(200);
        assert_eq!(shown(&two, &two.one, id).await, expected([0, 1, 1], 2));
        assert_eq!(shown(&two, &two.other, id).await, expected([0, 1, 1], 1));
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn several_options_can_be_chosen_and_taken_back() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let id = asked(&two, &two.one, json!({ "multiple": true })).await;
    vote(&two, &two.one, id, &[2, 0]).await.expect(200);
    vote(&two, &two.other, id, &[0]).await.expect(200);
    let head = fixture.database.head().await;
    vote(&two, &two.one, id, &[0, 2]).await.expect(200);
    assert_eq!(fixture.database.head().await, head, "repeating is silent");
    let poll = shown(&two, &two.one, id).await;
    assert_eq!(votes(&poll), (vec![2, 0, 1], vec![0, 2]));
    let answer = vote(&two, &two.one, id, &[]).await.expect(200);
    assert_eq!(votes(&answer["poll"]), (vec![1, 0, 0], vec![]));
    let head = fixture.database.head().await;
    vote(&two, &two.one, id, &[]).await.expect(200);
    assert_eq!(fixture.database.head().await, head, "there was no vote");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn repeated_client_id_compares_the_poll() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let client_id = "00000000-0000-7000-8000-000000000001";
    let post = async |poll: Value| {
        let body = json!({ "poll": poll, "client_id": client_id });
        two.one.post(&two.chat("/messages"), &body).await
    };
    let first = post(question()).await.expect(201);
    let id = first["id"].as_i64().unwrap();
    vote(&two, &two.other, id, &[0]).await.expect(200);
    let again = post(question()).await.expect(200);
    assert_eq!(again["id"], id);
    assert_eq!(votes(&again["poll"]).0, [1, 0, 0]);
    let mut other = question();
    other["anonymous"] = true.into();
    assert_refused(&post(other).await, 409, "idempotency_conflict");
    let text = json!({ "text": "When?\nToday\nTomorrow\nNever", "client_id": client_id });
    let refused = two.one.post(&two.chat("/messages"), &text).await;
    assert_refused(&refused, 409, "idempotency_conflict");
}

#[tokio::test]
async fn forward_of_a_poll_is_its_text() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let id = asked(&two, &two.one, json!({})).await;
    vote(&two, &two.other, id, &[0]).await.expect(200);
    let forward = json!({ "forward_id": id });
    let sent = two.other.post(&two.chat("/messages"), &forward).await;
    let sent = sent.expect(201);
    assert_eq!(
        (&sent["type"], &sent["poll"]),
        (&json!("text"), &Value::Null)
    );
    assert_eq!(sent["text"], "When?\nToday\nTomorrow\nNever");
    let refused = vote(&two, &two.one, sent["id"].as_i64().unwrap(), &[0]).await;
    assert_refused(&refused, 400, "not_a_poll");
}

#[tokio::test]
async fn voters_are_listed_by_option_and_page() {
    let fixture = NativeFixture::new().await;
    let two = fixture.group("campus").await;
    let id = asked(&two, &two.one, json!({ "multiple": true })).await;
    vote(&two, &two.one, id, &[0, 1]).await.expect(200);
    vote(&two, &two.other, id, &[1]).await.expect(200);
    let list = async |query: &str| {
        let path = path(&two, id, &format!("/voters{query}"));
        two.other.get(&path).await
    };
    let all = list("").await.expect(200);
    let voters = all["voters"].as_array().unwrap();
    assert_eq!(voters.len(), 2);
    assert_eq!(voters[0]["user_id"], two.one_id);
    assert_eq!(voters[0]["option_ids"], json!([0, 1]));
    assert!(voters[0]["voted_at"].is_string());
    assert_eq!(all["users"][1]["id"], two.other_id);
    assert_eq!(all["next_cursor"], Value::Null);
    let first = list("?option_id=0").await.expect(200);
    assert_eq!(first["voters"].as_array().unwrap().len(), 1);
    let none = list("?option_id=2").await.expect(200);
    assert_eq!(none["voters"], json!([]));
    let page = list("?limit=1&option_id=1").await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = list(&format!("?option_id=1&cursor={cursor}")).await;
    assert_eq!(next.expect(200)["voters"][0]["user_id"], two.other_id);
    for query in [format!("?cursor={cursor}"), "?cursor=1".to_owned()] {
        assert_refused(&list(&query).await, 400, "invalid_cursor");
    }
    assert_refused(&list("?option_id=3").await, 400, "option_not_found");
}

#[tokio::test]
async fn presence_of_a_voter_who_blocks_the_reader_is_hidden() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let id = asked(&two, &two.one, json!({})).await;
    vote(&two, &two.other, id, &[0]).await.expect(200);
    let _stream = two.other.open_stream_at(&two.path("/events")).await;
    let online = async || {
        let list = two.one.get(&path(&two, id, "/voters")).await.expect(200);
        list["users"][0]["online"].clone()
    };
    crate::support::eventually("the voter is online", async || {
        (online().await == true).then_some(())
    })
    .await;
    let block = two.path(&format!("/users/{}/block", two.one_id));
    super::put(&two.other, &block).await.expect(204);
    assert_eq!(online().await, false);
}
