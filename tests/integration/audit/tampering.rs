//! `audit.verify()` finds exactly what a superuser changed with triggers disabled.

use tokio_postgres::Client;

use super::{assert_no_findings, findings, generate_activity};
use crate::support::TestDatabase;

/// Changes to the read model and the expected findings. `$CHAT` is the second chat, `$SENT` its
/// first message, `$TEACHER` its teacher, `$LAST` the last position of the log.
pub(super) const READ_MODEL: &[(&str, &[&str])] = &[
    (
        "UPDATE messages SET content = 'forged' WHERE id = $SENT",
        &["different value | messages | id=$SENT | content | forged | да?"],
    ),
    (
        "UPDATE messages SET is_deleted = true WHERE id = $SENT",
        &[
            "different value | messages | id=$SENT | is_deleted | true | false",
            "broken rule | chats | id=$CHAT | message_count is 4, but 3 messages are not deleted | -",
        ],
    ),
    (
        "UPDATE chats SET message_count = message_count + 1 WHERE id = $CHAT",
        &[
            "different value | chats | id=$CHAT | message_count | 5 | 4",
            "broken rule | chats | id=$CHAT | message_count is 5, but 4 messages are not deleted | -",
        ],
    ),
    (
        "UPDATE chat_participants SET role = 'admin' WHERE chat_id = $CHAT AND user_id = $TEACHER",
        &[
            "different value | chat_participants | chat_id=$CHAT user_id=$TEACHER | role | admin | teacher",
        ],
    ),
    (
        "UPDATE chat_participants SET last_read_id = last_read_id + 1000
         WHERE chat_id = $CHAT AND user_id = $TEACHER",
        &[
            "different value | chat_participants | chat_id=$CHAT user_id=$TEACHER | last_read_id | …",
            "broken rule | chat_participants | chat_id=$CHAT user_id=$TEACHER | last_read_id …",
        ],
    ),
    (
        "UPDATE chats SET title = 'forged', deleted_at = NULL, created_by = 900, type = 'private',
                          uuid = gen_random_uuid(), context = NULL
         WHERE deleted_at IS NOT NULL",
        &[
            "different value | chats | id=… | title | forged | Кафедра",
            "different value | chats | id=… | deleted_at | …",
            "different value | chats | id=… | created_by | 900 | …",
            "different value | chats | id=… | type | private | group",
            "different value | chats | id=… | uuid | …",
            "different value | chats | id=… | context | …",
        ],
    ),
    (
        "UPDATE messages SET edit_position = NULL, uuid = gen_random_uuid() WHERE content = 'здесь'",
        &[
            "different value | messages | id=… | edit_position | - | …",
            "different value | messages | id=… | uuid | …",
        ],
    ),
    (
        "UPDATE messages SET has_replies = NOT has_replies WHERE id = $SENT OR has_replies",
        &[
            "different value | messages | id=$SENT | has_replies | true | false",
            "different value | messages | id=… | has_replies | false | true",
            "broken rule | messages | id=$SENT | has_replies is set, but no message replies to it | -",
            "broken rule | messages | id=… | has_replies is not set, but a message replies to it | -",
        ],
    ),
    (
        "UPDATE messages SET reply_to = $SENT WHERE content = 'здесь'",
        &["different value | messages | id=… | reply_to | $SENT | -"],
    ),
    (
        "DELETE FROM messages WHERE id = $SENT",
        &[
            "missing row | messages | id=$SENT | - | {…",
            "broken rule | chats | id=$CHAT | last_seq is 5, but the chat has 4 messages | -",
            "broken rule | chats | id=$CHAT | message_count is 4, but 3 messages are not deleted | -",
            "broken rule | chats | id=$CHAT | the messages are not numbered 1, 2, 3, … | -",
        ],
    ),
    (
        "DELETE FROM chat_participants WHERE chat_id = $CHAT AND user_id = $TEACHER",
        &["missing row | chat_participants | chat_id=$CHAT user_id=$TEACHER | - | {…"],
    ),
    (
        "DELETE FROM chats WHERE id = $CHAT",
        &[
            "missing row | chats | id=$CHAT | - | {…",
            "broken rule | chat_participants | chat_id=$CHAT user_id=… | this chat does not exist | -",
            "broken rule | chat_participants | chat_id=$CHAT user_id=… | this chat does not exist | -",
            "broken rule | former_participants | chat_id=$CHAT user_id=… | this chat does not exist | -",
            "broken rule | chats | id=$CHAT | messages of a chat that does not exist | -",
        ],
    ),
    (
        "INSERT INTO chats (id, uuid, realm, type, created_at, activity_position) VALUES (900, gen_random_uuid(), 'school', 'private', now(), 900)",
        &[
            "extra row | chats | id=900 | {…",
            "broken rule | chats | id=900 | this chat never had a participant | -",
        ],
    ),
    (
        "INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at)
         VALUES (900, $CHAT, 900, 'spy', now())",
        &["extra row | chat_participants | chat_id=$CHAT user_id=900 | {…"],
    ),
    (
        "INSERT INTO former_participants
         SELECT p.id, p.chat_id, p.user_id, p.role, p.joined_at, p.last_read_id, p.last_read_seq, now(), $SENT
         FROM chat_participants AS p
         WHERE p.chat_id = $CHAT AND p.user_id = $TEACHER",
        &[
            "extra row | former_participants | chat_id=$CHAT user_id=$TEACHER | {…",
            "broken rule | former_participants | chat_id=$CHAT user_id=$TEACHER | this user is in the chat | -",
        ],
    ),
    (
        "INSERT INTO messages (id, uuid, chat_id, seq, content, is_deleted, created_at)
         VALUES (900, gen_random_uuid(), $CHAT, 6, 'never said', true, now())",
        &[
            "extra row | messages | id=900 | {…",
            "broken rule | chats | id=$CHAT | last_seq is 5, but the chat has 6 messages | -",
        ],
    ),
    (
        "DROP INDEX messages_client_id;
         UPDATE messages SET client_id = (SELECT client_id FROM messages WHERE id = $SENT)
         WHERE id = $SENT + 3",
        &[
            "different value | messages | id=… | client_id | …",
            "broken rule | messages | chat_id=$CHAT sender_id=… client_id=… | several messages with one client_id: …",
        ],
    ),
    (
        "UPDATE chat_settings SET hidden_seq = 7000 WHERE hidden_seq IS NOT NULL;
         UPDATE blocks SET blocked_at = '2001-01-01'",
        &[
            "different value | blocks | id=… | blocked_at | 2001-01-01… | …",
            "different value | chat_settings | chat_id=… user_id=… | hidden_seq | 7000 | 2",
        ],
    ),
    (
        "UPDATE pins SET message_id = $SENT",
        &["different value | pins | id=… | message_id | $SENT | …"],
    ),
    (
        "DELETE FROM system_messages WHERE id = chat_id",
        &[
            "missing row | system_messages | id=… chat_id=… | - | {…",
            "missing row | system_messages | id=… chat_id=… | - | {…",
        ],
    ),
    (
        "UPDATE reaction_counts SET count = 7",
        &[
            "different value | reaction_counts | id=… | count | 7 | 1",
            "broken rule | reaction_counts | message_id=… emoji=👍 | count is 7, but 1 users have reacted | -",
        ],
    ),
    (
        "DELETE FROM reactions;
         INSERT INTO reactions (id, message_id, emoji, user_id) VALUES ($LAST, $SENT, '👍', 900)",
        &[
            "missing row | reactions | id=… | - | {…",
            "extra row | reactions | id=$LAST | {…",
            "broken rule | reaction_counts | message_id=… emoji=👍 | count is 1, but 0 users have reacted | -",
            "broken rule | reaction_counts | message_id=$SENT emoji=👍 | count is none, but 1 users have reacted | -",
        ],
    ),
    (
        "DELETE FROM blocks;
         INSERT INTO blocks (id, realm, blocker_id, blocked_id, blocked_at)
         VALUES ($CHAT, 'school', $TEACHER, 900, now())",
        &[
            "missing row | blocks | id=… | - | {…",
            "extra row | blocks | id=$CHAT | {…",
        ],
    ),
    (
        "UPDATE reports SET resolution = NULL, reason = 'forged', reported_by = 900
         WHERE resolution IS NOT NULL",
        &[
            "different value | reports | id=… | resolution | - | user_banned",
            "different value | reports | id=… | reason | forged | спам",
            "different value | reports | id=… | reported_by | 900 | …",
        ],
    ),
    (
        "DELETE FROM reports WHERE resolution IS NULL",
        &["missing row | reports | id=… | - | {…"],
    ),
    ("DELETE FROM bans", &["missing row | bans | id=… | - | {…"]),
    (
        "INSERT INTO bans (id, realm, user_id, banned_at) VALUES ($LAST, 'school', $TEACHER, now())",
        &["extra row | bans | id=$LAST | {…"],
    ),
    (
        "UPDATE messages SET type = 'text', attachments = '{}' WHERE attachments <> '{}'",
        &[
            "different value | messages | id=… | type | text | file",
            "different value | messages | id=… | attachments | [] | […",
        ],
    ),
];

/// Changes to the log and the expected findings. `$READ` is the chat's first `chat_read` event.
const LOG: &[(&str, &[&str])] = &[
    (
        "UPDATE events SET payload = payload || '{\"content\": \"forged\"}' WHERE position = $SENT",
        &[
            "different value | messages | id=$SENT | content | да? | forged",
            "different value | messages | id=$SENT | words | 'да' | 'forg' 'forged'",
        ],
    ),
    (
        "DELETE FROM events WHERE position = $READ",
        &["broken log | events | position=$READ | missing from the log | -"],
    ),
    (
        "INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
         VALUES ($LAST + 1, gen_random_uuid(), 'school', $CHAT, 'chat_read', $TEACHER,
                 '{\"up_to_id\": 1}', now())",
        &["wrong head | log_head | position | $LAST | …"],
    ),
    (
        "INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
         VALUES ($LAST + 1000000000, gen_random_uuid(), 'school', $CHAT, 'chat_read', $TEACHER,
                 '{\"up_to_id\": 1}', now())",
        &[
            "broken log | events | position=… | missing from the log, up to …",
            "wrong head | log_head | position | $LAST | …",
        ],
    ),
    (
        "UPDATE events SET realm = 'market' WHERE position = $READ",
        &["broken log | events | position=$READ | cannot be derived: chat $CHAT does not exist in that realm | -"],
    ),
    (
        "ALTER TABLE events DROP CONSTRAINT events_valid;
         INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
         SELECT n, gen_random_uuid(), 'school', $CHAT, 'message_sent', $TEACHER,
                '{\"content\": \"planted\"}', now()
         FROM unnest(ARRAY[-5, 0]) AS n",
        &[
            "broken log | events | position=-5 | is before the beginning of the log | -",
            "broken log | events | position=0 | is before the beginning of the log | -",
        ],
    ),
    (
        "ALTER TABLE events DROP CONSTRAINT events_pkey;
         INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
         VALUES ($READ, gen_random_uuid(), 'school', $CHAT, 'chat_read', $TEACHER,
                 '{\"up_to_id\": 1}', now())",
        &[
            "broken log | events | the primary key was dropped | -",
            "broken log | events | position=$READ | 2 events have this position | -",
        ],
    ),
    (
        "DELETE FROM log_head",
        &["wrong head | log_head | position | - | $LAST"],
    ),
    (
        "UPDATE log_head SET position = position - 1",
        &["wrong head | log_head | position | … | $LAST"],
    ),
];

/// Replaces the placeholders of a statement or an expected finding.
pub(super) async fn fill_placeholders(client: &Client, text: &str) -> String {
    let sql = "
        SELECT c.id, min(m.id), max(h.position),
               min(p.user_id) FILTER (WHERE p.role = 'teacher'),
               (SELECT min(e.position) FROM events AS e
                WHERE e.chat_id = c.id AND e.kind = 'chat_read')
        FROM (SELECT DISTINCT e.chat_id AS id FROM events AS e ORDER BY 1 LIMIT 1 OFFSET 1) AS c
        JOIN messages AS m ON m.chat_id = c.id
        JOIN chat_participants AS p ON p.chat_id = c.id
        CROSS JOIN log_head AS h
        GROUP BY c.id";
    let row = client.query_one(sql, &[]).await.expect("the chat exists");
    let mut text = text.to_owned();
    for (column, placeholder) in ["$CHAT", "$SENT", "$LAST", "$TEACHER", "$READ"]
        .iter()
        .enumerate()
    {
        text = text.replace(placeholder, &row.get::<_, i64>(column).to_string());
    }
    text
}

/// Whether a line matches a pattern in which `…` stands for any text.
pub(super) fn matches_pattern(line: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || pattern.ends_with('…')
}

/// Findings after these statements, which are then rolled back.
async fn findings_after(client: &Client, statements: &str) -> Vec<String> {
    let begin = "BEGIN; SET LOCAL session_replication_role = replica";
    client
        .batch_execute(begin)
        .await
        .expect("the superuser begins");
    client
        .batch_execute(statements)
        .await
        .unwrap_or_else(|error| panic!("{statements}: {error:?}"));
    let found = findings(client).await;
    client
        .batch_execute("ROLLBACK")
        .await
        .expect("the rollback succeeds");
    found
}

async fn assert_finds_exactly(cases: &[(&str, &[&str])]) {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    for (statements, expected) in cases {
        let statements = fill_placeholders(&client, statements).await;
        let mut patterns = Vec::new();
        for pattern in *expected {
            patterns.push(fill_placeholders(&client, pattern).await);
        }
        let found = findings_after(&client, &statements).await;
        let is_exact = found.len() == patterns.len()
            && patterns
                .iter()
                .all(|pattern| found.iter().any(|line| matches_pattern(line, pattern)))
            && found.iter().all(|line| {
                patterns
                    .iter()
                    .any(|pattern| matches_pattern(line, pattern))
            });
        assert!(
            is_exact,
            "{statements}\nfound: {found:#?}\nexpected: {patterns:#?}"
        );
    }
    assert_no_findings(&client).await;
}

#[tokio::test]
async fn verify_finds_exactly_the_read_model_tampering() {
    assert_finds_exactly(READ_MODEL).await;
}

#[tokio::test]
async fn verify_finds_exactly_the_log_tampering() {
    assert_finds_exactly(LOG).await;
}
