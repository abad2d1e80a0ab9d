//! What `vestnik import` refuses because of the log, or of other files.

use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::audit::Check;

use super::import_refusals::{MESSAGE, PERSON, joined, lines_of_chat, set};
use super::imports::{check, check_all, checked, file_of, import, target};
use crate::support::TestDatabase;

/// The line of the chat.
const CHAT: usize = 4;
const CLIENT_ID: &str = "5a3c8e53-9f5e-4d39-8f0b-3b1f64c1d1f0";

/// The same lines with other ids of their events.
fn with_other_ids(lines: &[Value]) -> Vec<Value> {
    let mut text = joined(lines);
    for line in lines {
        if let Some(id) = line["event"]["event_id"].as_str() {
            text = text.replace(id, &Uuid::new_v4().to_string());
        }
    }
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

/// A file with another message of the chat, which `change` changes.
fn with_another_message(lines: &[Value], change: impl Fn(&mut Value)) -> String {
    let mut message = lines[MESSAGE - 1].clone();
    set(&mut message, "/event/event_id", json!(Uuid::new_v4()));
    change(&mut message);
    let end = json!({ "end": { "events": 1 } });
    joined(&[&lines[..CHAT - 1], &[message, end][..]].concat())
}

/// The bad lines of two files, as the number of the line and the reason.
async fn bad_lines(database: &TestDatabase, files: [&str; 2]) -> Vec<(u64, String)> {
    let [one, other] = files.map(file_of);
    let problems = check_all(database, &[&one, &other]).await;
    let problems = problems.into_iter();
    problems
        .map(|problem| (problem.line, problem.reason))
        .collect()
}

#[tokio::test]
async fn two_files_cannot_create_two_chats_of_a_pair() {
    let (_source, _, lines) = lines_of_chat().await;
    let target = target().await;
    let other = joined(&with_other_ids(&lines));
    let reason = "its two users have another chat in these files";
    let expected = [(CHAT as u64, reason.to_owned())];
    assert_eq!(
        bad_lines(&target, [&joined(&lines), &other]).await,
        expected
    );

    // Nor if the people came from another database, with the same e-mail addresses.
    let key = lines[PERSON - 1]["person"]["key"].as_str().unwrap();
    let origin = key.split_once('@').unwrap().1;
    let other = other.replace(origin, &Uuid::new_v4().to_string());
    assert_eq!(
        bad_lines(&target, [&joined(&lines), &other]).await,
        expected
    );
}

#[tokio::test]
async fn two_people_of_a_file_cannot_share_an_address() {
    let (_source, _, mut lines) = lines_of_chat().await;
    let email = lines[PERSON - 1]["person"]["email"].as_str().unwrap();
    let email = json!(email.to_uppercase());
    set(&mut lines[PERSON], "/person/email", email);
    let problems = check(&target().await, &file_of(&joined(&lines))).await;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].line, PERSON as u64 + 1);
    assert!(problems[0].reason.ends_with("has the same e-mail address"));
}

#[tokio::test]
async fn client_id_of_a_sender_is_imported_once_per_chat() {
    let (_source, _, mut lines) = lines_of_chat().await;
    let target = target().await;
    set(
        &mut lines[MESSAGE - 1],
        "/event/payload/client_id",
        json!(CLIENT_ID),
    );
    let other = with_another_message(&lines, |_| {});
    let in_files = "its sender has another message with this `client_id` in its chat";
    assert_eq!(
        bad_lines(&target, [&joined(&lines), &other]).await,
        [(CHAT as u64, in_files.to_owned())]
    );

    import(&target, &file_of(&joined(&lines))).await;
    let here = "its sender has a message with this `client_id` here";
    let problems = check(&target, &file_of(&other)).await;
    assert_eq!((problems.len(), &*problems[0].reason), (1, here));
}

#[tokio::test]
async fn changed_line_of_an_event_of_the_log_is_refused() {
    let (source, _, lines) = lines_of_chat().await;
    let other_chat = source.pair().await.chat_id;
    let chat = format!("SELECT uuid::text FROM chats WHERE id = {other_chat}");
    let row = source.client().await.query_one(&chat, &[]).await.unwrap();
    let (chat, author): (String, _) = (row.get(0), &lines[MESSAGE - 1]["event"]["actor"]);
    let mut people = lines[PERSON - 1..=PERSON].iter();
    let other = people
        .find(|line| line["person"]["key"] != *author)
        .unwrap();
    let other = other["person"]["key"].clone();
    let target = target().await;
    import(&target, &file_of(&joined(&lines))).await;
    for database in [&source, &target] {
        assert_eq!(check(database, &file_of(&joined(&lines))).await, []);
        for (pointer, value) in [
            ("/event/actor", other.clone()),
            ("/event/payload/content", json!("another text")),
            ("/event/payload/mentions", json!([{ "user_id": other }])),
        ] {
            let mut changed = lines.clone();
            set(&mut changed[MESSAGE - 1], pointer, value);
            let problems = check(database, &file_of(&joined(&changed))).await;
            assert_eq!(problems.len(), 1, "{pointer}: {problems:?}");
            assert_eq!(problems[0].reason, "the log has another event with this id");
        }
    }
    let mut moved = lines.clone();
    set(&mut moved[MESSAGE - 1], "/event/chat", json!(chat));
    let problems = check(&source, &file_of(&joined(&moved))).await;
    assert_eq!(problems[0].reason, "the log has another event with this id");
}

#[tokio::test]
async fn two_lines_of_one_event_must_not_differ() {
    let (_source, _, lines) = lines_of_chat().await;
    let target = target().await;
    let mut changed = lines.clone();
    set(
        &mut changed[MESSAGE - 1],
        "/event/payload/content",
        json!("another"),
    );
    let whole = joined(&lines);
    assert_eq!(bad_lines(&target, [&whole, &whole]).await, []);
    let reason = "another line of this event differs";
    assert_eq!(
        bad_lines(&target, [&whole, &joined(&changed)]).await,
        [(MESSAGE as u64, reason.to_owned())]
    );
}

#[tokio::test]
async fn events_older_than_their_chat_are_refused() {
    let (_source, _, lines) = lines_of_chat().await;
    let target = target().await;
    import(&target, &file_of(&joined(&lines))).await;
    let at = lines[MESSAGE - 1]["event"]["at"].clone();
    let send = "INSERT INTO events (chat_id, kind, actor_id, payload)
                SELECT m.chat_id, 'message_sent', m.sender_id, '{\"content\": \"here\"}'
                FROM messages AS m WHERE m.content = 'text'";
    let late = file_of(&with_another_message(&lines, |message| {
        set(message, "/event/at", at.clone());
    }));
    assert_eq!(check(&target, &late).await, []);
    target.execute(send).await;
    let problems = check(&target, &late).await;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].reason, "its chat has later events here");
    let check = Check::begin(&target.connector()).await.unwrap();
    assert_eq!(checked(check.allowing_late(), &[&late]).await, []);
}
