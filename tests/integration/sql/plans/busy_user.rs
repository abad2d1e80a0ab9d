//! A user with thousands of chats, where most users have one.

use vestnik::chat::{ParticipantScope, Queries, ReaderAccess};
use vestnik::contracts::school;
use vestnik::domain::{ChatId, UserId};
use vestnik::log::read;

use super::{BASE_PAGES, PAGES_PER_ROW, cluster, database_with_page_log, logged, run_since};
use crate::support::store::appended;
use crate::support::{Pair, Store};

/// 4,000 chats: every second one of the teacher `$TEACHER`, all others of users with no other chat. As many
/// users block the teacher.
const CHATS: &str = "
    SET session_replication_role = replica;
    INSERT INTO users (id, name, role)
    SELECT n, 'N. ' || n, 'student' FROM generate_series(1000000, 1007999) AS n;
    INSERT INTO chats (id, uuid, realm, type, created_at, activity_position)
    SELECT 1000 + n, gen_random_uuid(), 'school', 'private', now(), 1000 + n
    FROM generate_series(1, 4000) AS n;
    INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at)
    SELECT 2 * n, 1000 + n, 1000000 + n, 'student', now() FROM generate_series(1, 4000) AS n
    UNION ALL
    SELECT 2 * n + 1, 1000 + n, CASE n % 2 WHEN 0 THEN $TEACHER ELSE 1004000 + n END, 'teacher', now()
    FROM generate_series(1, 3999) AS n;
    INSERT INTO blocks (id, realm, blocker_id, blocked_id, blocked_at)
    SELECT n, 'school', 1000000 + n, $TEACHER, now() FROM generate_series(1, 4000) AS n;
    SET session_replication_role = origin;
    ANALYZE";

async fn use_one_chat(store: &Store, pair: &Pair) {
    let queries = Queries::new(store.pool.clone(), school::REALM);
    let (teacher, chat_id) = (UserId(pair.teacher.id), ChatId(pair.chat_id));
    let scope = ParticipantScope::Others;
    store.send_message(chat_id.0, &pair.teacher, "!").await;
    store.send_message(chat_id.0, &pair.student, "!").await;
    appended(store.read(chat_id.0, &pair.teacher, None).await);
    queries.access(teacher, chat_id).await.unwrap();
    queries.send_access(teacher, chat_id).await.unwrap();
    let one = queries.chat_of_user(teacher, chat_id, scope).await;
    assert_eq!(one.unwrap().id, chat_id);
    let seen = queries.chat(ReaderAccess::member(teacher), chat_id).await;
    assert_eq!(seen.unwrap().value.view.member_count, 2);
    let page = queries.chats_of_user(teacher, None, 50, scope).await;
    assert_eq!(page.unwrap().value.len(), 50);
    let of_teacher = vec![(school::REALM, teacher)];
    let memberships = read::memberships(store.pool.clone(), of_teacher).await;
    assert_eq!(memberships.unwrap()[0].chats.len(), 2_000);
}

#[tokio::test]
async fn cost_does_not_grow_with_the_users_other_chats() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "busy_user").await;
    let pair = database.pair().await;
    let teacher = pair.teacher.id.to_string();
    database.execute(&CHATS.replace("$TEACHER", &teacher)).await;
    let store = Store::of(&database);
    for _ in 0..7 {
        use_one_chat(&store, &pair).await;
    }
    let mark = logged(&cluster);
    use_one_chat(&store, &pair).await;
    let culprits: Vec<_> = run_since(&cluster, mark)
        .into_iter()
        // The membership is an array of all chats.
        .filter(|run| !run.text.contains("AS chat_ids"))
        .filter(|run| run.pages > BASE_PAGES + PAGES_PER_ROW * run.rows)
        .map(|run| format!("{} pages: {}", run.pages, run.text))
        .collect();
    assert!(culprits.is_empty(), "{culprits:#?}");
}
