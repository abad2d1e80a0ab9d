//! Edits, replies, deletions and restored chats in audit functions and exports.

use serde_json::Value;
use tokio_postgres::Client;
use vestnik::domain::text::MessageText;
use vestnik::domain::{
    AddParticipant, AddReaction, ChatId, ClosePoll, Emoji, MarkRead, MessageId, NewMessage,
    OptionIds, PinMessage, PollSettings, RemoveReaction, SendMessage, UnpinMessage, Vote,
};

use super::{assert_no_findings, events_of, exported, findings};
use crate::support::conversations::event;
use crate::support::{Campus, TestDatabase};

/// A group created by Anna (0) with Ivan (1); Olga (2) is added later. Events by position:
///
/// | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |
/// |---|---|---|---|---|---|---|---|---|
/// | created | sent | edited | read | edited | reply | Olga added | deleted | chat deleted |
async fn group() -> (TestDatabase, Campus, ChatId) {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 3).await;
    for (user, name) in ["Anna", "Ivan", "Olga"].iter().enumerate() {
        let id = campus.people[user].id;
        // Without an event, which would move the positions.
        let rename = format!(
            "SET session_replication_role = replica; UPDATE users SET name = '{name}' WHERE id = {id}"
        );
        database.execute(&rename).await;
    }
    let chat_id = campus.group(&[0, 1]).await;
    let question = campus.send_message(chat_id, 1, "one").await;
    event(campus.edit(question, 1, "two").await);
    let up_to = None;
    event(campus.act(0, MarkRead { chat_id, up_to }).await);
    event(campus.edit(question, 1, "three").await);
    campus.reply(chat_id, 0, question).await;
    let user_id = campus.id(2);
    event(campus.act(0, AddParticipant { chat_id, user_id }).await);
    event(campus.delete(question, 0).await);
    event(campus.delete_chat(chat_id, 0).await);
    // Several events may share a millisecond, so their times are set one minute apart.
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE events SET recorded_at = '2026-10-01'::timestamptz + position * interval '1 min'",
        )
        .await;
    database.execute("CALL audit.rebuild()").await;
    (database, campus, chat_id)
}

/// The first column of each row, without the user ids in parentheses.
async fn lines(client: &Client, sql: &str) -> Vec<String> {
    let lines = super::lines(client, sql).await;
    lines
        .iter()
        .map(|line| {
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
async fn timeline_lists_every_message_version_and_the_chat_deletion() {
    let (database, _, chat_id) = group().await;
    let sql = format!(
        "SELECT concat_ws(' | ', t.position, t.actor, t.description, t.text)
         FROM audit.timeline({chat_id}) AS t"
    );
    assert_eq!(
        lines(&database.client().await, &sql).await,
        [
            "1 | Anna | created the group \"Кафедра\" with Anna as member and Ivan as member",
            "2 | Ivan | wrote (deleted since) | one",
            "3 | Ivan | edited message 2 | two",
            "4 | Anna | read up to message 2",
            "5 | Ivan | edited message 2 | three",
            "6 | Anna | wrote in reply to message 2 | !",
            "7 | Anna | added Olga as member",
            "8 | Anna | deleted message 2 | three",
            "9 | Anna | deleted the chat",
        ]
    );
}

#[tokio::test]
async fn timeline_describes_reactions_and_pins() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    let message_id = campus.send_message(chat_id, 1, "!").await;
    let emoji = Emoji::new("👍").unwrap();
    for user in [1, 0] {
        let react = AddReaction { message_id, emoji };
        event(campus.act(user, react).await);
    }
    let take_back = RemoveReaction { message_id, emoji };
    event(campus.act(1, take_back).await);
    let pin = PinMessage {
        chat_id,
        message_id,
    };
    event(campus.act(1, pin).await);
    let unpin = UnpinMessage {
        chat_id,
        message_id,
    };
    event(campus.act(0, unpin).await);
    let erase = format!("CALL audit.erase_user({})", campus.people[0].id);
    database.execute(&erase).await;
    let client = database.client().await;
    let sql = format!(
        "SELECT t.description FROM audit.timeline({chat_id}) AS t
         WHERE t.description LIKE '%message 2'"
    );
    assert_eq!(
        lines(&client, &sql).await,
        [
            "reacted with 👍 to message 2",
            "reacted with 👍 to message 2",
            "removed the reaction 👍 from message 2",
            "pinned message 2",
            "unpinned message 2",
            "removed the reaction 👍 of removed user from message 2",
        ]
    );
    assert_no_findings(&client).await;
}

#[tokio::test]
async fn chat_as_of_shows_past_texts_until_chat_deletion() {
    let (database, _, chat_id) = group().await;
    let client = database.client().await;
    for (position, expected) in [
        (2, &["2 | one | "][..]),
        (3, &["2 | two | "]),
        (4, &["2 | two | Anna"]),
        // She has read the former text.
        (5, &["2 | three | "]),
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
async fn restored_chat_keeps_its_read_marks() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    let message = campus.send_message(chat_id, 0, "?").await;
    event(campus.delete_chat(chat_id, 0).await);
    campus.open(1, 0).await;
    let client = database.client().await;
    let shown = format!(
        "SELECT cardinality(c.read_by)::text || c.text FROM audit.chat_as_of({chat_id}, now()) AS c"
    );
    assert_eq!(lines(&client, &shown).await, ["0?"]);
    let readers = format!("SELECT r.status FROM audit.message_readers({message}) AS r");
    assert_eq!(
        lines(&client, &readers).await,
        ["wrote it", "has not read it"]
    );
    let activity = format!(
        "SELECT a.description FROM audit.user_activity({}) AS a ORDER BY a.position DESC LIMIT 2",
        campus.people[1].id
    );
    let [restored, deletion] = &lines(&client, &activity).await[..] else {
        panic!("two lines");
    };
    assert!(
        restored.starts_with("restored the chat with "),
        "{restored}"
    );
    assert_eq!(deletion, "deleted the chat");
}

#[tokio::test]
async fn transcript_marks_edited_texts() {
    let (database, campus, _) = group().await;
    let chat_id = campus.group(&[0, 1]).await;
    let message = campus.send_message(chat_id, 0, "once").await;
    event(campus.edit(message, 0, "twice").await);
    campus.reply(chat_id, 1, message).await;
    let entries = events_of(&exported(&database, chat_id.0, "jsonl").await);
    for (entry, kind, words, state) in [
        (1, "message_sent", "once", "edited"),
        (2, "message_edited", "twice", "shown"),
        (3, "message_sent", "!", "shown"),
    ] {
        let entry = &entries[entry];
        let fields = ["/kind", "/payload/content", "/state"];
        let fields = fields.map(|field| entry.pointer(field).and_then(Value::as_str));
        assert_eq!(fields, [Some(kind), Some(words), Some(state)]);
    }
    let event_id = &entries[1]["event_id"];
    assert_eq!(entries[2]["payload"]["message_id"], *event_id);
    assert_eq!(entries[3]["payload"]["reply_to"], *event_id);
    let html = exported(&database, chat_id.0, "html").await;
    assert!(html.contains("<p class=\"edited\">") && html.contains("✎ изменено"));
    assert!(html.contains(&format!("✎ #{message}")) && html.contains(&format!("↩ #{message}")));
}

#[tokio::test]
async fn erasure_removes_every_message_version_and_keeps_seals_valid() {
    let (database, campus, _) = group().await;
    let chat_id = campus.open(1, 2).await;
    database.execute("SELECT FROM audit.seal_log(9)").await;
    let message = campus.send_message(chat_id, 1, "a secret").await;
    event(campus.edit(message, 1, "another secret").await);
    let deleted = campus.send_message(chat_id, 1, "a third secret").await;
    event(campus.edit(deleted, 1, "a fourth secret").await);
    event(campus.delete(deleted, 1).await);
    database.execute("SELECT FROM audit.seal_log(9)").await;
    event(campus.edit(message, 1, "the last secret").await);
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
    assert_no_findings(&client).await;
    let altered = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(database.number(altered).await, 0);
    let rebuilt = client.query_one("CALL audit.rebuild()", &[]).await.unwrap();
    assert_eq!(rebuilt.get::<_, i64>(0), 0);
}

/// The erasure is interrupted between two versions of one message.
#[tokio::test]
async fn read_model_matches_the_log_during_an_interrupted_erasure() {
    let (database, campus, _) = group().await;
    let chat_id = campus.open(1, 2).await;
    let message = campus.send_message(chat_id, 1, "one").await;
    let edit = event(campus.edit(message, 1, "two").await).position;
    database.execute("SELECT FROM audit.seal_log(1000)").await;
    let start_erasure = format!(
        "INSERT INTO erasures (user_id) VALUES ({})",
        campus.people[1].id
    );
    database.execute(&start_erasure).await;
    let client = database.client().await;
    for position in [message.0, edit.0] {
        let step = format!("SELECT audit.erase_texts(ARRAY[{position}]::bigint[])");
        client.batch_execute(&step).await.unwrap();
        let found = findings(&client).await;
        // The missing `user_erased` event is the only finding.
        assert!(
            found.iter().all(|line| line.contains("unfinished")) && found.len() == 1,
            "{found:?}"
        );
    }
    let texts = "SELECT count(*) FROM messages WHERE content IN ('one', 'two') AND NOT is_deleted";
    assert_eq!(database.number(texts).await, 0);
}

#[tokio::test]
async fn timeline_describes_polls_and_votes_also_of_anonymous_ones() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    let poll = PollSettings {
        multiple: true,
        anonymous: true,
        options: 2,
    };
    let text = MessageText::new("?\na\nb".into()).unwrap();
    let message = NewMessage {
        poll: Some(poll),
        ..NewMessage::text(chat_id, text)
    };
    event(campus.act(0, SendMessage(message)).await);
    let message_id = MessageId(2);
    for (user, ids) in [(1, &[0, 1][..]), (1, &[]), (1, &[1])] {
        let option_ids = OptionIds::new(ids).unwrap();
        let vote = Vote {
            message_id,
            option_ids,
        };
        event(campus.act(user, vote).await);
    }
    event(campus.act(0, ClosePoll { message_id }).await);
    let erase = format!("CALL audit.erase_user({})", campus.people[1].id);
    database.execute(&erase).await;
    let client = database.client().await;
    let sql = format!(
        "SELECT t.description FROM audit.timeline({chat_id}) AS t
         WHERE t.description LIKE '%poll%'"
    );
    assert_eq!(
        lines(&client, &sql).await,
        [
            "asked in a poll",
            "voted for option 1, 2 of poll 2",
            "took the vote back in poll 2",
            "voted for option 2 of poll 2",
            "closed poll 2",
            "took the vote of removed user back in poll 2",
        ]
    );
    assert_no_findings(&client).await;
}
