//! The messenger: conversations, reads and attachments.

use super::{Move, client_of, unread};

const ORIGIN: &str = include_str!("sql/messenger.sql");

#[tokio::test]
async fn messenger_moves_in_row_by_row() {
    let messenger = Move::of("messenger", &[ORIGIN]).await;
    let outcome = messenger.adopt_twice().await;
    assert!(
        outcome
            .stdout
            .contains("60 people, 51 chats, 3002 messages and 0 lessons"),
        "{outcome}"
    );
    messenger
        .assert_same(
            "SELECT concat_ws('|', id, email, first_name || ' ' || last_name, company_id,
                    CASE role WHEN 'admin' THEN role ELSE 'member' END)
             FROM users ORDER BY id",
            "SELECT concat_ws('|', id, email, name, company_id, role) FROM users ORDER BY id",
        )
        .await;
    messenger
        .assert_same(
            "SELECT concat_ws('|', m.created_at, m.sender_id, m.type, array_to_string(c.participants, ','),
                    coalesce(m.content, '📎 plan.pdf /uploads/plan.pdf'))
             FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id
             ORDER BY m.created_at, m.id",
            "SELECT concat_ws('|', m.created_at, m.sender_id, m.type, p.members, m.content)
             FROM messages AS m
             JOIN (SELECT chat_id, string_agg(user_id::text, ',' ORDER BY user_id) AS members
                   FROM chat_participants GROUP BY chat_id) AS p USING (chat_id)
             ORDER BY m.id",
        )
        .await;
    let passwords =
        "SELECT count(*) FROM credentials WHERE user_id = 2 AND password_hash LIKE '$argon2id$%'";
    assert_eq!(messenger.target.number(passwords).await, 1);
    assert_eq!(
        messenger
            .target
            .number("SELECT count(*) FROM credentials")
            .await,
        1
    );
    for line in [
        "users 3: its password is in a form that Vestnik cannot verify",
        "messages 9001: the content of its files is not brought: 1",
    ] {
        assert!(outcome.stdout.contains(line), "{line}:\n{outcome}");
    }
    let named = "SELECT count(*) FROM events AS e, audit.message_files(e) AS f
                 WHERE f.name IN ('фото.jpg', 'plan.pdf')";
    assert_eq!(messenger.target.number(named).await, 2);
}

#[tokio::test]
async fn read_times_and_unread_counts_stay() {
    let messenger = Move::of("messenger", &[ORIGIN]).await;
    messenger.adopt_twice().await;
    let replica = messenger.serve().await;
    for user_id in [1, 2, 5, 30, 51] {
        let client = client_of(&replica, user_id);
        let answer = client.get("/api/messenger/conversations").await.expect(200);
        let found: i64 = unread(&answer["data"]["conversations"])
            .iter()
            .map(|(_, count)| count)
            .sum();
        // What a member has written since is a visit.
        let sql = format!(
            "SELECT count(*) FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id
             WHERE {user_id} = ANY (c.participants) AND m.sender_id <> {user_id} AND m.read_at IS NULL
               AND m.id > coalesce((SELECT max(own.id) FROM messages AS own
                   WHERE own.conversation_id = c.id AND own.sender_id = {user_id}), 0)"
        );
        assert_eq!(found, messenger.origin.number(&sql).await, "{user_id}");
    }
    // The conversation of users 10 and 11.
    let chat = "SELECT id FROM chats WHERE pair_key = '10:11'";
    let chat_id = messenger.target.number(chat).await;
    let path = format!("/api/messenger/conversations/{chat_id}/messages?limit=100");
    let answer = client_of(&replica, 10).get(&path).await.expect(200);
    let messages = answer["data"]["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 50);
    let read_at = super::lines(
        &messenger.origin,
        "SELECT coalesce(to_char(read_at, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), 'null')
         FROM messages WHERE conversation_id = 10 AND read_at IS NOT NULL ORDER BY id DESC",
    )
    .await;
    assert_eq!(read_at.len(), 48);
    for (message, read_at) in messages[2..].iter().zip(&read_at) {
        assert_eq!(
            message["read_at"].as_str(),
            Some(read_at.as_str()),
            "{message}"
        );
    }
}

#[tokio::test]
async fn people_without_a_row_are_listed() {
    let bad = "INSERT INTO conversations (id, participants, type, name, created_at) VALUES
            (61, '{1, 999}', 'direct', NULL, '2024-01-01'), (62, '{1, 2, 999}', 'group', 'Трое', '2024-01-01'),
            (63, '{1}', 'direct', NULL, '2024-01-01'), (64, '{1, 2}', 'direct', NULL, '2024-01-02');
        INSERT INTO messages (id, conversation_id, sender_id, content, created_at) VALUES
            (9101, 61, 1, 'никому', '2024-05-01'), (9102, 62, 2, 'двоим', '2024-05-01'),
            (9103, 64, 2, 'в первый', '2024-05-01')";
    let messenger = Move::of("messenger", &[ORIGIN, bad]).await;
    let outcome = messenger.adopt_twice().await;
    for line in [
        "conversations 61: its participant 999 is not among the people who are brought",
        "conversations 62: its participant 999 is not among the people who are brought",
        "conversations 63: it has one participant instead of two",
        "conversations 64: its two people have the chat 1, which gets its messages",
        "messages 9101: its chat 61 is not among those that are brought",
    ] {
        assert!(outcome.stdout.contains(line), "{line}:\n{outcome}");
    }
    let of_group = "SELECT count(*) FROM chat_participants AS p JOIN chats AS c ON c.id = p.chat_id
                    WHERE c.title = 'Трое'";
    assert_eq!(messenger.target.number(of_group).await, 2);
}

#[tokio::test]
async fn groups_that_changed_are_brought_again() {
    let messenger = Move::of("messenger", &[ORIGIN]).await;
    assert!(messenger.adopt(&[]).await.succeeded);
    let change = "UPDATE conversations SET participants = '{1, 2, 3, 4, 60}' WHERE id = 51";
    messenger.origin.execute(change).await;
    for _ in 0..2 {
        let again = messenger.adopt(&[]).await;
        assert!(again.succeeded, "{again}");
        messenger.assert_sound().await;
        let replica = messenger.serve().await;
        let answer = client_of(&replica, 60)
            .get("/api/messenger/conversations")
            .await
            .expect(200);
        let group = &answer["data"]["conversations"][0];
        assert_eq!(group["participants"], serde_json::json!([1, 2, 3, 4, 60]));
    }
}
