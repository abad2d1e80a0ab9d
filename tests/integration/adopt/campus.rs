//! The campus: UUIDs, replies, edits, and people of whom only the ids are known.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Move, client_of};

const ORIGIN: &str = include_str!("sql/campus.sql");

/// Messages of the origin, and here.
const MESSAGES: [&str; 2] = [
    "SELECT concat_ws('|', m.created_at AT TIME ZONE 'Asia/Bishkek', m.id, m.conversation_id, m.sender_id,
            coalesce(m.reply_to::text, '-'), m.is_edited, m.text)
     FROM messages AS m ORDER BY m.created_at, m.id::text",
    "SELECT concat_ws('|', m.created_at, m.uuid, c.uuid, m.sender_id, coalesce(r.uuid::text, '-'),
            m.edit_position IS NOT NULL, m.content)
     FROM messages AS m JOIN chats AS c ON c.id = m.chat_id LEFT JOIN messages AS r ON r.id = m.reply_to
     ORDER BY m.id",
];

#[tokio::test]
async fn campus_moves_in_with_its_ids() {
    let campus = Move::of("campus", &[ORIGIN]).await;
    let outcome = campus.adopt_twice().await;
    assert!(
        outcome
            .stdout
            .contains("101 people, 111 chats, 3401 messages and 0 lessons"),
        "{outcome}"
    );
    campus.assert_same(MESSAGES[0], MESSAGES[1]).await;
    campus
        .assert_same(
            "SELECT concat_ws('|', c.id, c.type, c.title, c.created_by, c.created_at AT TIME ZONE 'Asia/Bishkek',
                    c.service, c.service_id, array_to_string(ARRAY(SELECT p.user_id FROM conversation_participants AS p
                    WHERE p.conversation_id = c.id ORDER BY 1), ','))
             FROM conversations AS c ORDER BY c.id::text",
            "SELECT concat_ws('|', c.uuid, c.type, c.title, c.created_by, c.created_at, c.context ->> 'service',
                    c.context ->> 'service_id', array_to_string(ARRAY(SELECT p.user_id FROM chat_participants AS p
                    WHERE p.chat_id = c.id ORDER BY 1), ','))
             FROM chats AS c ORDER BY c.uuid::text",
        )
        .await;
    let nameless =
        "SELECT count(*) FROM users WHERE name IS NULL AND realms = '{campus}' AND role = 'member'";
    assert_eq!(campus.target.number(nameless).await, 101);

    let replica = campus.serve().await;
    let client = client_of(&replica, 1);
    let chats = client
        .get("/api/unet-chat/conversations/")
        .await
        .expect(200);
    let chats = chats.as_array().unwrap();
    let second = super::lines(&campus.origin, "SELECT md5('second')::uuid::text").await;
    assert_eq!(chats[0]["id"].as_str(), Some(second[0].as_str()));
    assert_eq!(chats[0]["service"], "library");
    assert!(chats.iter().all(|chat| chat["unread_count"] == 0));
    let path = format!(
        "/api/unet-chat/messages/{}",
        Uuid::parse_str(&second[0]).unwrap()
    );
    let history = client.get(&path).await.expect(200);
    assert_eq!(history[0]["text"], "о книге");

    let others = chats[0]["participants"].as_array().unwrap().iter();
    let others: Vec<&Value> = others.map(|one| &one["user_id"]).collect();
    let other = others.iter().find(|id| ***id != 1);
    let again = json!({
        "type": "private",
        "participant_ids": [other],
        "service": "library",
        "service_id": chats[0]["service_id"],
    });
    let found = client
        .post("/api/unet-chat/conversations/", &again)
        .await
        .expect(200);
    assert_eq!(found["id"], chats[0]["id"], "its pair has it here too");
}

#[tokio::test]
async fn edits_and_visits_since_the_first_run_are_brought() {
    let visits = "ALTER TABLE conversation_participants ADD COLUMN last_read_at timestamp;
        UPDATE conversation_participants SET last_read_at = '2024-02-02 10:00'";
    let campus = Move::of("campus", &[ORIGIN, visits]).await;
    campus.adopt_twice().await;
    campus
        .origin
        .execute(
            "UPDATE messages SET text = 'исправлено', is_edited = true WHERE id = md5('m31')::uuid;
             UPDATE messages SET text = 'снова' WHERE id = md5('m40')::uuid;
             UPDATE conversation_participants SET last_read_at = '2024-05-01' WHERE user_id = 1",
        )
        .await;
    let second = campus.adopt(&[]).await;
    assert!(second.succeeded, "{second}");
    campus.assert_same(MESSAGES[0], MESSAGES[1]).await;
    campus.assert_sound().await;
    let replica = campus.serve().await;
    for user_id in [1, 2, 50] {
        let client = client_of(&replica, user_id);
        let chats = client
            .get("/api/unet-chat/conversations/")
            .await
            .expect(200);
        let found: i64 = chats
            .as_array()
            .unwrap()
            .iter()
            .map(|chat| chat["unread_count"].as_i64().unwrap())
            .sum();
        let sql = format!(
            "SELECT count(*) FROM messages AS m
             JOIN conversation_participants AS p ON p.conversation_id = m.conversation_id AND p.user_id = {user_id}
             WHERE m.sender_id <> {user_id}
               AND m.created_at > greatest(p.last_read_at, (
                   SELECT max(own.created_at) FROM messages AS own
                   WHERE own.conversation_id = m.conversation_id AND own.sender_id = {user_id}))"
        );
        assert_eq!(found, campus.origin.number(&sql).await, "{user_id}");
    }
}
