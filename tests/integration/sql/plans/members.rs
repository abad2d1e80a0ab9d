//! The members of a group of a thousand, and the people whom a page names.

use vestnik::chat::{MembersPage, NamedPeople, Queries, ReaderAccess};
use vestnik::contracts::campus;
use vestnik::domain::{ChatId, UserId};

use super::{BASE_PAGES, PAGES_PER_ROW, cluster, database_with_page_log, logged, run_since};
use crate::support::Store;

const CHAT: ChatId = ChatId(1_000);
const OWNER: UserId = UserId(1_000_001);
const MEMBERS: f64 = 1_000.0;
/// Look-ups of a member by the primary key of a table.
const PAGES_PER_MEMBER: f64 = 6.0;

/// One group with a thousand members, who are in a hundred other groups each.
const GROUP: &str = "
    SET session_replication_role = replica;
    INSERT INTO users (id, name, role)
    SELECT 1000000 + n, 'Member ' || n, 'member' FROM generate_series(1, 1000) AS n;
    INSERT INTO chats (id, uuid, realm, type, title, created_at, activity_position)
    SELECT 999 + n, gen_random_uuid(), 'campus', 'group', 'G', now(), 999 + n
    FROM generate_series(1, 101) AS n;
    INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at)
    SELECT c * 1000 + n, 999 + c, 1000000 + n, CASE n WHEN 1 THEN 'owner' ELSE 'member' END,
           now() + n * interval '1 ms'
    FROM generate_series(1, 101) AS c, generate_series(1, 1000) AS n;
    SET session_replication_role = origin;
    ANALYZE";

/// Reads a page of all members, one of those with a name, one who joined, and a hundred of them as named people.
async fn read(queries: &Queries) {
    let reader = ReaderAccess::member(OWNER);
    for (text, expected) in [(None, 50), (Some("99"), 11)] {
        let page = MembersPage {
            text,
            after: None,
            limit: 50,
        };
        let page = queries.members(reader, CHAT, page).await.unwrap().value;
        assert_eq!(page.len(), expected);
    }
    let joined = vec![UserId(OWNER.0 + 1)];
    let changed = queries.changed_members(OWNER, CHAT, joined).await.unwrap();
    assert_eq!(changed.members.len(), 1);
    let mut named = NamedPeople::default();
    for id in OWNER.0..OWNER.0 + 100 {
        named.add(CHAT, UserId(id));
    }
    let people = queries.people(OWNER, named).await.unwrap();
    assert_eq!(people.len(), 100);
    assert!(people.iter().all(|one| one.shows_presence));
}

#[tokio::test]
async fn cost_of_members_is_bounded_by_their_group() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "members").await;
    database.execute(GROUP).await;
    let queries = Queries::new(Store::of(&database).pool, campus::REALM);
    for _ in 0..7 {
        read(&queries).await;
    }
    let mark = logged(&cluster);
    read(&queries).await;
    let run = run_since(&cluster, mark);
    let pages = |part: &str| {
        let pages = run.iter().filter(|run| run.text.contains(part));
        pages.map(|run| run.pages).collect::<Vec<_>>()
    };
    let [listed, found] = pages("ranked.rank")[..] else {
        panic!("{} statements", run.len());
    };
    assert!(listed < BASE_PAGES + PAGES_PER_ROW * 50.0, "{listed} pages");
    assert!(
        found < BASE_PAGES + PAGES_PER_MEMBER * MEMBERS,
        "{found} pages"
    );
    let [changed] = pages("successor_id")[..] else {
        panic!("{} statements", run.len());
    };
    assert!(
        changed < BASE_PAGES + PAGES_PER_MEMBER * MEMBERS,
        "{changed} pages"
    );
    let [named] = pages("is_present")[..] else {
        panic!("{} statements", run.len());
    };
    assert!(
        named < BASE_PAGES + 2.0 * PAGES_PER_MEMBER * 100.0,
        "{named} pages"
    );
}
