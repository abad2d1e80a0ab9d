//! What `vestnik import` refuses: each bad line is named, and nothing is imported.

use serde_json::{Value, json};

use super::imports::{check, export_of, file_of, import, target};
use super::{exported, generate_activity, run_on};
use crate::cli::text;
use crate::support::{Pair, TestDatabase};

/// The lines of an export of a chat: the header, the chat and its two people, a message, the end.
pub(super) async fn lines_of_chat() -> (TestDatabase, Pair, Vec<Value>) {
    let (source, pair) = TestDatabase::with_pair().await;
    let send = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'message_sent', {}, '{{\"content\": \"text\"}}')",
        pair.chat_id, pair.student.id
    );
    source.execute(&send).await;
    let export = exported(&source, pair.chat_id, "jsonl").await;
    let lines = export
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<Value> = lines.collect();
    assert_eq!(lines.len(), 6, "{export}");
    (source, pair, lines)
}

pub(super) fn joined(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The number of the message's line, and of that of a person.
pub(super) const MESSAGE: usize = 5;
pub(super) const PERSON: usize = 2;

/// Sets a value at a JSON pointer; what is missing is added to the object around it.
pub(super) fn set(line: &mut Value, pointer: &str, value: Value) {
    let (around, name) = pointer.rsplit_once('/').unwrap();
    line.pointer_mut(around).unwrap()[name] = value;
}

#[expect(clippy::too_many_lines, reason = "a table of bad lines")]
#[tokio::test]
async fn every_kind_of_bad_line_is_named() {
    let (_source, _, lines) = lines_of_chat().await;
    let target = target().await;
    let head = target.head().await;
    let other = "01900000-0000-7000-8000-000000000000";
    for (line, pointer, value, reason) in [
        (
            1,
            "/vestnik_export/version",
            json!(2),
            "a newer version wrote this file: format 2",
        ),
        (1, "/vestnik_export/more", json!(2), "unknown field `more`"),
        (
            MESSAGE,
            "/event/kind",
            json!("message_sung"),
            "the kind `message_sung` is unknown",
        ),
        (MESSAGE, "/event/more", json!(1), "unknown field `more`"),
        (
            MESSAGE,
            "/event/payload/more",
            json!(1),
            "has no field `more` in this version",
        ),
        (
            4,
            "/event/payload/participants/0/more",
            json!(1),
            "has no field `more`",
        ),
        (
            MESSAGE,
            "/event/payload/content",
            json!(7),
            "lacks a field or has one of a wrong type",
        ),
        (
            MESSAGE,
            "/event/payload/content",
            json!("a\0b"),
            "it has a null character",
        ),
        (
            MESSAGE,
            "/event/payload/reply_to",
            json!("x"),
            "`reply_to` is no reference",
        ),
        (
            MESSAGE,
            "/event/payload/mentions",
            json!([{ "user_id": 1 }]),
            "1 is no key of a person",
        ),
        (
            MESSAGE,
            "/event/payload/mentions",
            json!([{ "more": 1 }]),
            "`mentions` has no field `more`",
        ),
        (
            MESSAGE,
            "/event/actor",
            json!("1"),
            "\"1\" is no key of a person",
        ),
        (
            MESSAGE,
            "/event/actor",
            json!(format!("1@{other}")),
            "no line before it is of the person",
        ),
        (
            MESSAGE,
            "/event/at",
            json!("yesterday"),
            "it is no line of an export",
        ),
        (
            MESSAGE,
            "/event/at",
            json!("2026-01-01T00:00:00.0001Z"),
            "its time is not in milliseconds",
        ),
        (
            MESSAGE,
            "/event/event_id",
            json!("7"),
            "it is no line of an export",
        ),
        (
            MESSAGE,
            "/event/realm",
            json!("zoo"),
            "its chat has another realm",
        ),
        (4, "/event/realm", json!("zoo"), "its realm is unknown here"),
        (
            MESSAGE,
            "/event/chat",
            json!(other),
            "its chat is created neither before it nor in the log",
        ),
        (MESSAGE, "/event/chat", Value::Null, "its kind needs a chat"),
        (
            MESSAGE,
            "/event/kind",
            json!("user_blocked"),
            "has no field `content`",
        ),
        (4, "/event/chat", json!(other), "its chat is not itself"),
        (PERSON, "/person/role", json!("king"), "the role is unknown"),
        (
            PERSON,
            "/person/name",
            json!(""),
            "the name is empty or too long",
        ),
        (
            PERSON,
            "/person/realms",
            json!(["zoo"]),
            "a realm is unknown",
        ),
        (
            PERSON,
            "/person/email",
            json!("x".repeat(256)),
            "the e-mail address is empty or too long",
        ),
        (
            6,
            "/end/events",
            json!(3),
            "2 events precede it instead of 3",
        ),
    ] {
        let mut bad = lines.clone();
        set(&mut bad[line - 1], pointer, value);
        let file = file_of(&joined(&bad));
        let problems = check(&target, &file).await;
        let problem = problems.iter().find(|problem| problem.line == line as u64);
        let problem = problem.unwrap_or_else(|| panic!("{pointer}: {problems:?}"));
        assert!(problem.reason.contains(reason), "{pointer}: {problem}");
        assert!(
            problem
                .to_string()
                .starts_with(&format!("{}:{line}: ", file.display()))
        );
    }
    assert_eq!(target.head().await, head);
}

#[tokio::test]
async fn incomplete_files_are_refused_whole() {
    let (_source, _, lines) = lines_of_chat().await;
    let target = target().await;
    let before = target.head().await;
    let whole = joined(&lines);
    for (export, line, reason) in [
        (joined(&lines[..5]), 6, "it is incomplete"),
        (joined(&lines[1..]), 1, "`vestnik_export` has to be first"),
        (String::new(), 1, "it is incomplete"),
        (
            format!("{whole}{}\n", lines[4]),
            7,
            "it follows the line `end`",
        ),
        (
            whole.replace("\"text\"", "\"te"),
            5,
            "it is no line of an export",
        ),
        (
            whole.replace("text", &"x".repeat(5_000_000)),
            5,
            "it has more than",
        ),
    ] {
        let file = file_of(&export);
        let output = run_on(&target, &["import", file.to_str().unwrap()]).await;
        assert!(!output.status.success());
        let stdout = text(&output.stdout);
        let named = format!("{}:{line}: ", file.display());
        assert!(
            stdout.contains(&named) && stdout.contains(reason),
            "{stdout}"
        );
        assert!(text(&output.stderr).contains("nothing was imported"));
    }
    assert_eq!(target.head().await, before);
}

#[tokio::test]
async fn import_conflicting_with_the_database_is_refused() {
    let (source, pair, lines) = lines_of_chat().await;
    let target = target().await;
    let people = [&lines[1], &lines[2]].map(|line| line["person"]["email"].as_str().unwrap());
    let [one, two] = people;
    let chat = format!(
        "INSERT INTO users (id, email, role) VALUES (71, '{one}', 'member'), (72, '{two}', 'member');
         INSERT INTO events (realm, kind, payload) VALUES ('school', 'chat_created',
             '{{\"pair_key\": \"71:72\", \"participants\": [{{\"user_id\": 71}}, {{\"user_id\": 72}}]}}')"
    );
    target.execute(&chat).await;
    let file = file_of(&joined(&lines));
    let reasons: Vec<String> = check(&target, &file)
        .await
        .into_iter()
        .map(|problem| format!("{}: {}", problem.line, problem.reason))
        .collect();
    let chat_id = target.head().await;
    let taken = format!("4: its two users have a chat here already, which is {chat_id}");
    assert_eq!(reasons, [taken]);

    // Another event with the id of one that is in the log.
    let mut other = lines.clone();
    set(
        &mut other[MESSAGE - 1],
        "/event/at",
        json!("2001-01-01T00:00:00Z"),
    );
    let problems = check(&source, &file_of(&joined(&other))).await;
    assert!(
        problems[0].reason.contains("another event with this id"),
        "{problems:?}"
    );

    // A copy of the database has gone on by itself, so that another person has the id.
    let later = format!(
        "UPDATE users SET created_at = now() WHERE id = {}",
        pair.student.id
    );
    source.execute(&later).await;
    let problems = check(&source, &file).await;
    assert!(
        problems[0]
            .reason
            .contains("another person has this id here"),
        "{problems:?}"
    );
}

#[tokio::test]
async fn texts_of_an_erased_person_do_not_come_back() {
    let (source, _, lines) = lines_of_chat().await;
    let target = target().await;
    let file = file_of(&joined(&lines));
    import(&target, &file).await;
    let author = lines[MESSAGE - 1]["event"]["actor"].as_str().unwrap();
    let number = author.split_once('@').unwrap().0;
    let user = format!("SELECT user_id FROM audit.imported_people WHERE number = {number}");
    let user_id = target.number(&user).await;
    target
        .execute(&format!("CALL audit.erase_user({user_id})"))
        .await;
    let problems = check(&target, &file).await;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].reason.contains("was erased here"));

    // Erased there, they are erased here too, but not by an import.
    source
        .execute(&format!("CALL audit.erase_user({number})"))
        .await;
    let late = self::target().await;
    import(&late, &file).await;
    let user_id = late.number(&user).await;
    let erased = file_of(&export_of(&source, Some("school")).await);
    let reasons: Vec<String> = check(&late, &erased)
        .await
        .into_iter()
        .map(|problem| problem.reason)
        .collect();
    let reason =
        format!("{author}: this person was erased there: erase the user {user_id} here first");
    assert_eq!(reasons, [reason]);
    late.execute(&format!("CALL audit.erase_user({user_id})"))
        .await;
    import(&late, &erased).await;
    let export = export_of(&source, Some("school")).await;
    assert!(!export.contains("\"text\"") && export.contains("content_digest"));
    let fresh = self::target().await;
    import(&fresh, &file_of(&export)).await;
    assert_eq!(export_of(&fresh, Some("school")).await, export);
    let erased = "SELECT count(*) FROM erasures WHERE finished_at IS NOT NULL";
    assert_eq!(fresh.number(erased).await, 1);
}

#[tokio::test]
async fn check_option_imports_nothing() {
    let source = TestDatabase::new().await;
    generate_activity(&source).await;
    let file = file_of(&export_of(&source, None).await);
    let target = target().await;
    let before = target.head().await;
    let output = run_on(&target, &["import", "--check", file.to_str().unwrap()]).await;
    assert!(output.status.success(), "{}", text(&output.stdout));
    assert!(text(&output.stdout).ends_with("no bad line\n"));
    assert_eq!(target.head().await, before);
}
