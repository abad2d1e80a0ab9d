//! Users who share a chat with a reader.

use vestnik::chat::Queries;
use vestnik::contracts::messenger;
use vestnik::domain::UserId;

use crate::support::TestDatabase;

/// One group of 5,101 users. All but user 1 were seen; user 2 the longest ago, but is connected.
const LARGE_GROUP: &str = "
    SET session_replication_role = replica;
    INSERT INTO users (id, name, role)
    SELECT n, 'N. ' || n, 'member' FROM generate_series(1, 5101) AS n;
    INSERT INTO chats (id, uuid, realm, type, title, created_by, created_at, activity_position)
    VALUES (1, gen_random_uuid(), 'messenger', 'group', 'N.', 1, now(), 1);
    INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at)
    SELECT u.id, 1, u.id, 'member', now() FROM users AS u;
    INSERT INTO last_seen (user_id, at)
    SELECT u.id, now() + u.id * interval '1 s' FROM users AS u WHERE u.id > 1;
    INSERT INTO presence (user_id, replica_id, since) VALUES (2, gen_random_uuid(), now());
    SET session_replication_role = origin";

#[tokio::test]
async fn counterparts_are_bounded_and_connected_users_come_first() {
    let database = TestDatabase::new().await;
    database.execute(LARGE_GROUP).await;
    let queries = Queries::new(database.connector().pool(1), messenger::REALM);
    let counterparts = queries.counterparts_of(UserId(1)).await.unwrap();
    let ids: Vec<_> = counterparts.iter().map(|other| other.user_id.0).collect();
    assert_eq!(ids.len(), 5_000);
    assert_eq!(ids[..3], [2, 5_101, 5_100]);
    assert_eq!(ids.last(), Some(&103));
}
