//! Conversations that people make, as an auditor reads them.

use serde_json::Value;
use tokio_postgres::Client;
use vestnik::domain::{ChatId, Command};

use super::findings;
use crate::cli::{run, text};
use crate::support::conversations::event;
use crate::support::{Campus, TestDatabase};

/// A group in which Anna (0) lets Ivan (1) and Olga (2) talk, and a text is edited twice.
///
/// | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |
/// |---|---|---|---|---|---|---|---|---|
/// | begun | sent | edited | read | edited | answered | Olga in | deleted | chat deleted |
async fn group() -> (TestDatabase, Campus, ChatId) {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 3).await;
    for (who, name) in ["Anna", "Ivan", "Olga"].iter().enumerate() {
        let id = campus.people[who].id;
        let rename = format!("UPDATE users SET name = '{name}' WHERE id = {id}");
        database.execute(&rename).await;
    }
    let chat_id = campus.group(&[0, 1]).await;
    let asked = campus.send_message(chat_id, 1, "one").await;
    event(campus.edit(asked, 1, "two").await);
    let up_to = None;
    event(campus.act(0, Command::MarkRead { chat_id, up_to }).await);
    event(campus.edit(asked, 1, "three").await);
    campus.reply(chat_id, 0, asked).await;
    let user_id = campus.id(2);
    event(
        campus
            .act(0, Command::AddParticipant { chat_id, user_id })
            .await,
    );
    event(campus.delete(asked, 0).await);
    event(campus.delete_chat(chat_id, 0).await);
    // A millisecond may hold several events, so times are set apart.
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE events SET recorded_at = '2026-10-01'::timestamptz + position * interval '1 min'",
        )
        .await;
    database.execute("CALL audit.rebuild()").await;
    (database, campus, chat_id)
}

/// Rows of text, with the people's numbers left out of them.
async fn lines(client: &Client, sql: &str) -> Vec<String> {
    let rows = client.query(sql, &[]).await;
    let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    rows.iter()
        .map(|row| {
            let line: String = row.get(0);
            let mut parts = line.split(" (");
            let first = parts.next().unwrap_or_default().to_owned();
            parts.fold(first, |line, part| match part.split_once(')') {
                Some((id, rest)) if id.parse::<i64>().is_ok() => line + rest,
                _ => line + " (" + part,
            })
        })
        .collect()
}

#[tokio::test]
async fn a_timeline_tells_every_text_a_message_ever_had_and_who_deleted_the_chat() {
    let (database, _, chat_id) = group().await;
    let sql = format!(
        "SELECT concat_ws(' | ', t.position, t.who, t.what, t.text)
         FROM audit.timeline({chat_id}) AS t"
    );
    assert_eq!(
        lines(&database.client().await, &sql).await,
        [
            "1 | Anna | the group \"Кафедра\" began with Anna as member and Ivan as member",
            "2 | Ivan | wrote (deleted since) | one",
            "3 | Ivan | edited message 2 | two",
            "4 | Anna | read up to message 2",
            "5 | Ivan | edited message 2 | three",
            "6 | Anna | wrote in answer to message 2 | !",
            "7 | Anna | added Olga as member",
            "8 | Anna | deleted message 2 | three",
            "9 | Anna | deleted the chat",
        ]
    );
}

#[tokio::test]
async fn a_chat_is_shown_with_the_texts_of_that_moment_and_not_at_all_once_it_is_deleted() {
    let (database, _, chat_id) = group().await;
    let client = database.client().await;
    for (position, expected) in [
        (2, &["2 | one | "][..]),
        (3, &["2 | two | "]),
        (4, &["2 | two | Anna"]),
        (5, &["2 | three | Anna"]),
        (7, &["2 | three | Anna, Olga", "6 | ! | Olga"]),
        (8, &["6 | ! | Olga"]),
        (9, &[]),
    ] {
        let sql = format!(
            "SELECT concat_ws(' | ', c.message_id, c.text, array_to_string(c.read_by, ', '))
             FROM audit.chat_as_of({chat_id}, (SELECT e.recorded_at FROM events AS e
                                            WHERE e.position = {position})) AS c"
        );
        assert_eq!(lines(&client, &sql).await, expected, "at {position}");
    }
}

#[tokio::test]
async fn a_chat_that_came_back_is_shown_with_what_had_been_read() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    let said = campus.send_message(chat_id, 0, "?").await;
    event(campus.delete_chat(chat_id, 0).await);
    campus.open(1, 0).await;
    let client = database.client().await;
    let shown = format!(
        "SELECT cardinality(c.read_by)::text || c.text FROM audit.chat_as_of({chat_id}, now()) AS c"
    );
    assert_eq!(lines(&client, &shown).await, ["0?"]);
    let readers = format!("SELECT r.what FROM audit.message_readers({said}) AS r");
    assert_eq!(
        lines(&client, &readers).await,
        ["wrote it", "has not read it"]
    );
    let told = format!(
        "SELECT a.what FROM audit.user_activity({}) AS a ORDER BY a.position DESC LIMIT 2",
        campus.people[1].id
    );
    let [back, gone] = &lines(&client, &told).await[..] else {
        panic!("two lines");
    };
    assert!(back.starts_with("brought the chat back with "), "{back}");
    assert_eq!(gone, "deleted the chat");
}

#[tokio::test]
async fn a_transcript_has_former_texts_and_marks_them() {
    let (database, campus, _) = group().await;
    let chat_id = campus.group(&[0, 1]).await;
    let said = campus.send_message(chat_id, 0, "once").await;
    event(campus.edit(said, 0, "twice").await);
    campus.reply(chat_id, 1, said).await;
    let exported = async |format: &str| {
        let chat_id = chat_id.to_string();
        let arguments = ["export", "--chat", &chat_id, "--format", format];
        let output = run(&arguments, &[("DATABASE_URL", &database.url)], "").await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let entries: Vec<Value> = exported("jsonl")
        .await
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (entry, kind, words, state) in [
        (1, "message_sent", "once", "edited"),
        (2, "message_edited", "twice", "shown"),
        (3, "message_sent", "!", "shown"),
    ] {
        let entry = &entries[entry];
        let seen = ["kind", "text", "state"].map(|field| entry[field].as_str());
        assert_eq!(seen, [Some(kind), Some(words), Some(state)]);
    }
    assert_eq!(entries[2]["message_id"], said.0);
    assert_eq!(entries[3]["reply_to"], said.0);
    let html = exported("html").await;
    assert!(html.contains("<p class=\"edited\">") && html.contains("edited · изменено"));
    assert!(html.contains(&format!("✎ #{said}")) && html.contains(&format!("↩ #{said}")));
}

#[tokio::test]
async fn every_text_of_an_edited_message_is_erased_and_every_seal_holds() {
    let (database, campus, _) = group().await;
    let chat_id = campus.open(1, 2).await;
    database.execute("SELECT FROM audit.checkpoint(9)").await;
    let said = campus.send_message(chat_id, 1, "a secret").await;
    event(campus.edit(said, 1, "another secret").await);
    let deleted = campus.send_message(chat_id, 1, "a third secret").await;
    event(campus.edit(deleted, 1, "a fourth secret").await);
    event(campus.delete(deleted, 1).await);
    database.execute("SELECT FROM audit.checkpoint(9)").await;
    event(campus.edit(said, 1, "the last secret").await);
    let client = database.client().await;
    let with_secrets = "SELECT (SELECT count(*) FROM events WHERE payload::text LIKE '%secret%')
                             + (SELECT count(*) FROM messages WHERE content LIKE '%secret%')";
    assert_eq!(database.number(with_secrets).await, 7);

    let erase = format!("CALL audit.erase_user({})", campus.people[1].id);
    client.batch_execute(&erase).await.unwrap();

    assert_eq!(database.number(with_secrets).await, 0);
    let digests = "SELECT count(*) FROM events WHERE payload ? 'content_digest'";
    // Two messages of two and three texts here, and one of three in the group.
    assert_eq!(database.number(digests).await, 8);
    assert_eq!(findings(&client).await, Vec::<String>::new());
    let altered = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(database.number(altered).await, 0);
    let rebuilt = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
    assert_eq!(rebuilt.get::<_, i64>(0), 0);
}

/// An erasure that was broken off between two texts of one message.
#[tokio::test]
async fn between_two_texts_that_are_erased_the_read_model_follows_from_the_log() {
    let (database, campus, _) = group().await;
    let chat_id = campus.open(1, 2).await;
    let said = campus.send_message(chat_id, 1, "one").await;
    let edit = event(campus.edit(said, 1, "two").await).position;
    database.execute("SELECT FROM audit.checkpoint(1000)").await;
    let begun = format!(
        "INSERT INTO erasures (user_id) VALUES ({})",
        campus.people[1].id
    );
    database.execute(&begun).await;
    let client = database.client().await;
    for position in [said.0, edit.0] {
        let step = format!("SELECT audit.erase_texts(ARRAY[{position}]::bigint[])");
        client.batch_execute(&step).await.unwrap();
        let found = findings(&client).await;
        // That no event tells of it is the only thing there is to say.
        assert!(
            found.iter().all(|line| line.contains("not finished")) && found.len() == 1,
            "{found:?}"
        );
    }
    let texts = "SELECT count(*) FROM messages WHERE content IN ('one', 'two') AND NOT is_deleted";
    assert_eq!(database.number(texts).await, 0);
}
