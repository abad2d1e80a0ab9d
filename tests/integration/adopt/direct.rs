//! Direct: ids of any kind.

use vestnik::auth::claims::Subject;

use super::{Move, client_of};
use crate::support::database::token_for;

const ORIGIN: &str = include_str!("sql/direct.sql");

#[tokio::test]
async fn direct_moves_in_with_ids_of_any_kind() {
    let direct = Move::of("direct", &[ORIGIN]).await;
    let outcome = direct.adopt_twice().await;
    assert!(
        outcome
            .stdout
            .contains("151 people, 150 chats, 3000 messages and 0 lessons"),
        "{outcome}"
    );
    direct
        .assert_same(
            "SELECT concat_ws('|', m.created_at, m.sender_id, m.body,
                    (SELECT string_agg(p.user_id, ',' ORDER BY p.user_id) FROM conversation_participants AS p
                     WHERE p.conversation_id = m.conversation_id))
             FROM messages AS m ORDER BY m.created_at",
            "SELECT concat_ws('|', m.created_at, coalesce(s.external_id, s.id::text), m.content,
                    (SELECT string_agg(coalesce(u.external_id, u.id::text), ','
                                       ORDER BY coalesce(u.external_id, u.id::text))
                     FROM chat_participants AS p JOIN users AS u ON u.id = p.user_id
                     WHERE p.chat_id = m.chat_id))
             FROM messages AS m JOIN users AS s ON s.id = m.sender_id ORDER BY m.id",
        )
        .await;
    // UUIDs of messages and conversations stay.
    let kept = super::lines(
        &direct.origin,
        "SELECT string_agg(quote_literal(id), ',') FROM (
             SELECT id FROM messages WHERE id LIKE '________-%'
             UNION ALL SELECT id FROM conversations WHERE id LIKE '________-%') AS uuids",
    )
    .await;
    let kept = format!(
        "SELECT count(*) FROM events WHERE event_id::text IN ({})",
        kept[0]
    );
    assert_eq!(direct.target.number(&kept).await, 1575);

    let replica = direct.serve().await;
    let path = "/api/v1/chat/conversations?limit=100";
    let number = client_of(&replica, 100).get(path).await.expect(200);
    assert_eq!(number["conversations"].as_array().unwrap().len(), 2);
    let external = replica
        .anonymous_client()
        .with_token(&token_for(Subject::External("u140".to_owned())));
    let external = external.get(path).await.expect(200);
    let chats = external["conversations"].as_array().unwrap();
    assert_eq!(chats.len(), 2);
    assert!(chats.iter().all(|chat| chat["unread_count"] == 0));
}

#[tokio::test]
async fn table_of_people_names_them_and_the_rest_is_listed() {
    let people = "CREATE TABLE users (id text PRIMARY KEY, name text, email text);
        INSERT INTO users (id, name, email)
        SELECT DISTINCT user_id, 'Имя ' || user_id, user_id || '@direct.test'
        FROM conversation_participants WHERE user_id <> 'u151'";
    let direct = Move::of("direct", &[ORIGIN, people]).await;
    let outcome = direct.adopt_twice().await;
    assert!(
        outcome.stdout.contains("150 people, 149 chats"),
        "{outcome}"
    );
    let line = "conversations c150: its participant u151 is not among the people who are brought";
    assert!(outcome.stdout.contains(line), "{outcome}");
    let named = "SELECT count(*) FROM users WHERE external_id = 'u120' AND name = 'Имя u120'
                 AND email = 'u120@direct.test'";
    assert_eq!(direct.target.number(named).await, 1);
}
