//! A search in messages costs by the messages of the searcher's chats.

use vestnik::accesses::Recorded;
use vestnik::chat::{MessageSearch, Queries, ReaderAccess};
use vestnik::contracts::school;
use vestnik::domain::UserId;

use super::{cluster, database_with_page_log, fill, logged, run_since};
use crate::support::TestDatabase;
use crate::support::cluster::Cluster;

/// The pages that one request of a search without a hit touches. A search of all chats is not complete then.
async fn pages_of_a_search(
    cluster: &Cluster,
    database: &TestDatabase,
    reader: UserId,
    sees_all: bool,
) -> f64 {
    let queries = Queries::new(database.pool(), school::REALM);
    let reader = ReaderAccess {
        sees_all: sees_all.then(Recorded::unneeded),
        ..ReaderAccess::member(reader)
    };
    let search = MessageSearch {
        text: "needle",
        chat_id: None,
        author_id: None,
        after: None,
        before: None,
        has: None,
        below: None,
        limit: 50,
    };
    // The first search of a session reads the catalogue too.
    for _ in 0..2 {
        let found = queries.search(reader, search).await.unwrap();
        assert!(found.hits.is_empty() && found.searched_from.is_some() == sees_all);
    }
    let mark = logged(cluster);
    queries.search(reader, search).await.unwrap();
    let run = run_since(cluster, mark);
    run.iter().map(|run| run.pages).fold(0.0, f64::max)
}

#[tokio::test]
async fn search_cost_does_not_grow_with_messages_of_others() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "searched_messages").await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.student, "hay", 100)
        .await;
    let reader = UserId(pair.teacher.id);
    let among_few = pages_of_a_search(&cluster, &database, reader, false).await;
    fill(&database, (2_000, 50)).await;

    let among_many = pages_of_a_search(&cluster, &database, reader, false).await;

    // The indexes are higher.
    assert!(
        among_many < 3.0 * among_few,
        "{among_few} pages, then {among_many}"
    );
}

#[tokio::test]
async fn search_of_many_chats_does_not_grow_with_messages_of_others() {
    const JOIN: &str = "
        SET session_replication_role = replica;
        INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at)
        SELECT c.id, c.id, $READER, 'member', now() FROM chats AS c ORDER BY c.id LIMIT 100;
        SET session_replication_role = origin";
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "searched_chats").await;
    let reader = database.person("member").await.id;
    fill(&database, (1_000, 10)).await;
    let join = JOIN.replace("$READER", &reader.to_string());
    database.execute(&join).await;
    let among_few = pages_of_a_search(&cluster, &database, UserId(reader), false).await;
    fill(&database, (2_000, 50)).await;

    let among_many = pages_of_a_search(&cluster, &database, UserId(reader), false).await;

    // More windows without a message of these chats, and higher indexes.
    assert!(
        among_many < 3.0 * among_few,
        "{among_few} pages, then {among_many}"
    );
}

#[tokio::test]
async fn search_of_all_chats_examines_a_bounded_number_of_messages() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "searched_log").await;
    let admin = UserId(database.person("admin").await.id);
    fill(&database, (1_000, 12)).await;
    let among_few = pages_of_a_search(&cluster, &database, admin, true).await;
    fill(&database, (2_000, 50)).await;

    let among_many = pages_of_a_search(&cluster, &database, admin, true).await;

    assert!(
        among_many < 1.5 * among_few,
        "{among_few} pages, then {among_many}"
    );
}
