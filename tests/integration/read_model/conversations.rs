//! Chats by activity, single chats, and look-ups by UUID.

use serde_json::json;
use uuid::Uuid;
use vestnik::chat::{HistoryAccess, OffsetPage, PageBound, PageRange, ParticipantScope, Queries};
use vestnik::contracts::messenger;
use vestnik::domain::{
    AddParticipant, ChatKind, DeleteChat, MessageId, Rejection, RemoveParticipant, RestoreChat,
    UserId,
};

use crate::support::conversations::{event, refusal};
use crate::support::{Campus, Store, TestDatabase, eventually};

#[tokio::test]
async fn chat_is_shown_with_members_and_newest_message() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 4).await;
    let chat_id = campus.group(&[0, 1, 2]).await;
    let empty = &campus.list(1).await[0];
    assert!(empty.last_message.is_none());
    assert_eq!(empty.updated_at, empty.created_at);
    let asked = campus.send_message(chat_id, 0, "?").await;
    let answer = campus.reply(chat_id, 1, asked).await;
    let user_id = campus.id(2);
    event(campus.act(2, RemoveParticipant { chat_id, user_id }).await);

    let shown = campus
        .chat
        .chat_of_user(campus.id(0), chat_id, ParticipantScope::Members)
        .await
        .unwrap();

    assert_eq!(
        (shown.kind, shown.title.as_deref()),
        (ChatKind::Group, Some("Кафедра"))
    );
    assert_eq!(shown.created_by, Some(campus.id(0)));
    assert_eq!(
        shown.context,
        Some(json!({ "service": "courses", "service_id": 7 }))
    );
    let inside: Vec<_> = shown.members.iter().map(|member| member.user_id).collect();
    assert_eq!(inside, [campus.id(0), campus.id(1)]);
    assert_eq!(shown.members[0].name.to_string(), campus.people[0].name);
    let last = shown.last_message.unwrap();
    assert_eq!((last.id, last.sender_id), (answer, Some(campus.id(1))));
    let asked_uuid = campus.history(chat_id, 0, HistoryAccess::ReadOnly).await[0].uuid;
    assert_eq!(last.reply_to.map(|quote| quote.uuid), Some(asked_uuid));
    assert_eq!(shown.updated_at, last.created_at);
    assert_eq!(shown.unread_count, 1);
    for outside in [2, 3] {
        let answer = campus
            .chat
            .chat_of_user(campus.id(outside), chat_id, ParticipantScope::Members)
            .await;
        assert_eq!(refusal(answer), Rejection::NotAParticipant);
        let page = PageRange {
            bound: PageBound::Newest,
            limit: 50,
        };
        let answer = campus
            .chat
            .history(campus.id(outside), chat_id, page, HistoryAccess::ReadOnly)
            .await;
        assert_eq!(refusal(answer), Rejection::NotAParticipant);
    }
}

#[tokio::test]
async fn list_by_offset_is_ordered_by_latest_activity() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 8).await;
    let mut expected = Vec::new();
    for other in 1..8 {
        expected.push(campus.open(0, other).await);
    }
    // The first one is the latest now.
    campus.send_message(expected[0], 1, "!").await;
    expected.rotate_left(1);
    expected.reverse();
    for (limit, offset) in [(20, 0), (3, 0), (3, 3), (3, 6), (3, 9)] {
        let page = OffsetPage { limit, offset };
        let list = campus
            .chat
            .chats_by_activity(campus.id(0), page, ParticipantScope::Members)
            .await;
        let ids: Vec<_> = list.unwrap().iter().map(|shown| shown.id).collect();
        let all = expected.iter().copied();
        let cut = all.skip(usize::try_from(offset).unwrap());
        let cut: Vec<_> = cut.take(usize::try_from(limit).unwrap()).collect();
        assert_eq!(ids, cut, "{page:?}");
    }
}

#[tokio::test]
async fn deleted_messages_with_replies_keep_their_place() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    let asked = campus.send_message(chat_id, 0, "?").await;
    let slip = campus.send_message(chat_id, 0, "ой").await;
    let answer = campus.reply(chat_id, 1, asked).await;
    for gone in [asked, slip] {
        event(campus.delete(gone, 0).await);
    }
    let late = campus.reply(chat_id, 1, asked).await;
    let ids = async |reading, span| -> Vec<MessageId> {
        let page = campus.page(chat_id, 1, span, reading).await;
        page.messages.iter().map(|message| message.id).collect()
    };
    let answered = HistoryAccess::WithRepliedToDeleted;
    assert_eq!(
        ids(HistoryAccess::ReadOnly, PageBound::Newest).await,
        [answer, late]
    );
    assert_eq!(
        ids(answered, PageBound::Newest).await,
        [asked, answer, late]
    );
    assert_eq!(ids(answered, PageBound::Before(answer)).await, [asked]);
    assert_eq!(ids(answered, PageBound::After(asked)).await, [answer, late]);
    assert_eq!(
        ids(answered, PageBound::NewestSkip(1)).await,
        [asked, answer]
    );
    let shown = campus.history(chat_id, 1, answered).await;
    assert!(shown[0].is_deleted() && !shown[1].is_deleted());
}

#[tokio::test]
async fn history_offset_counts_from_the_newest_message() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    let mut ids = Vec::new();
    for n in 0..12 {
        let id = campus.send_message(chat_id, n % 2, "!").await;
        if n % 4 == 0 {
            event(campus.delete(id, 0).await);
        } else {
            ids.push(id);
        }
    }
    for (limit, offset) in [(4, 0), (4, 4), (4, 8), (4, 12), (50, 0)] {
        let page = campus
            .chat
            .history(
                campus.id(0),
                chat_id,
                PageRange {
                    bound: PageBound::NewestSkip(offset),
                    limit,
                },
                HistoryAccess::ReadOnly,
            )
            .await
            .unwrap()
            .value;
        let shown: Vec<_> = page.messages.iter().map(|message| message.id).collect();
        let end = ids.len().saturating_sub(usize::try_from(offset).unwrap());
        let start = end.saturating_sub(usize::try_from(limit).unwrap());
        assert_eq!(shown, ids[start..end], "{limit} {offset}");
        assert_eq!(page.has_older, start > 0, "{limit} {offset}");
    }
}

#[tokio::test]
async fn uuids_find_existing_chats_and_messages_of_their_realm() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    store
        .send_message(pair.chat_id, &pair.student, "в школе")
        .await;
    let chat_id = campus.open(0, 1).await;
    let (kept, gone) = (
        campus.send_message(chat_id, 0, "!").await,
        campus.send_message(chat_id, 0, "!").await,
    );
    event(campus.delete(gone, 0).await);
    let client = database.client().await;
    let uuid = async |position: i64| -> Uuid {
        let sql = "SELECT event_id FROM events WHERE position = $1";
        client.query_one(sql, &[&position]).await.unwrap().get(0)
    };
    assert_eq!(
        campus.chat.find_chat(uuid(chat_id.0).await).await.unwrap(),
        chat_id
    );
    let named = uuid(kept.0).await;
    assert_eq!(campus.chat.find_message(named).await.unwrap(), kept);
    assert_eq!(
        campus.history(chat_id, 0, HistoryAccess::ReadOnly).await[0].uuid,
        named
    );
    let deleted = uuid(gone.0).await;
    let found = campus.chat.find_message(deleted).await;
    assert_eq!(refusal(found), Rejection::MessageNotFound);
    assert_eq!(campus.chat.find_any_message(deleted).await.unwrap(), gone);
    // Of another realm, of another kind of event, and of none.
    let school = (uuid(pair.chat_id).await, uuid(pair.chat_id + 1).await);
    for wrong in [school.0, school.1, named, Uuid::new_v4()] {
        let found = campus.chat.find_chat(wrong).await;
        assert_eq!(refusal(found), Rejection::ChatNotFound);
    }
    for wrong in [school.0, school.1, uuid(chat_id.0).await, Uuid::new_v4()] {
        let found = campus.chat.find_any_message(wrong).await;
        assert_eq!(refusal(found), Rejection::MessageNotFound);
    }
    event(campus.delete_chat(chat_id, 0).await);
    let found = campus.chat.find_message(named).await;
    assert_eq!(refusal(found), Rejection::MessageNotFound);
}

#[tokio::test]
async fn chats_are_isolated_between_realms() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 1).await;
    let pair = database.pair().await;
    let there = Campus::with(&database, vec![pair.student.clone(), pair.teacher.clone()]);
    assert!(there.list(0).await.is_empty());
    let school = vestnik::domain::ChatId(pair.chat_id);
    let answer = there
        .chat
        .chat_of_user(there.id(0), school, ParticipantScope::Members)
        .await;
    assert_eq!(refusal(answer), Rejection::NotAParticipant);
    let add = AddParticipant {
        chat_id: school,
        user_id: campus.id(0),
    };
    let remove = RemoveParticipant {
        chat_id: school,
        user_id: there.id(1),
    };
    for answer in [
        there.act(0, DeleteChat { chat_id: school }).await,
        there.act(0, RestoreChat { chat_id: school }).await,
        there.act(0, add).await,
        there.act(0, remove).await,
    ] {
        assert_eq!(refusal(answer), Rejection::ChatNotFound);
    }
    // The same pair, another chat.
    assert_ne!(there.open(0, 1).await, school);
}

/// 300 groups, each of user 1 and 100 of 1,000 others.
const MANY_GROUPS: &str = "
    SET session_replication_role = replica;
    INSERT INTO users (id, name, role) SELECT n, 'N. ' || n, 'member' FROM generate_series(1, 1001) AS n;
    INSERT INTO chats (id, uuid, realm, type, title, created_by, created_at, activity_position)
    SELECT n, gen_random_uuid(), 'messenger', 'group', 'N. ' || n, 1, now(), n
    FROM generate_series(1, 300) AS n;
    INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at)
    SELECT row_number() OVER (), c.id, u.id, 'member', now()
    FROM chats AS c
    JOIN users AS u ON u.id = 1 OR (u.id + c.id) % 10 = 0;
    SET session_replication_role = origin;
    ANALYZE;
    -- Sessions report what they read with a delay: this one's must not be counted later.
    SELECT pg_stat_force_next_flush()";

/// Blocks of a table and its indexes that were read in this database so far.
async fn blocks_read(database: &TestDatabase, table: &str) -> i64 {
    let sql = format!(
        "SELECT heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit
         FROM pg_statio_user_tables WHERE relname = '{table}'"
    );
    database.number(&sql).await
}

/// Blocks of `chat_participants` and `users` that a page of ten conversations takes.
async fn cost_of_a_page(scope: ParticipantScope) -> (i64, i64) {
    let database = TestDatabase::new().await;
    database.execute(MANY_GROUPS).await;
    let before = blocks_read(&database, "chats").await;
    let (members, users) = (
        blocks_read(&database, "chat_participants").await,
        blocks_read(&database, "users").await,
    );
    let pool = database.connector().pool(1);
    let page = OffsetPage {
        limit: 10,
        offset: 0,
    };
    let queries = Queries::new(pool.clone(), messenger::REALM);
    let page = queries.chats_by_activity(UserId(1), page, scope);
    assert_eq!(page.await.unwrap().len(), 10);
    // A connection reports what it read when it closes.
    pool.close();
    eventually("the reads to be counted", async || {
        (blocks_read(&database, "chats").await > before).then_some(())
    })
    .await;
    (
        blocks_read(&database, "chat_participants").await - members,
        blocks_read(&database, "users").await - users,
    )
}

#[tokio::test]
async fn list_reads_only_the_members_of_its_page() {
    let (members, users) = cost_of_a_page(ParticipantScope::MemberIds).await;
    // A hundred in each of ten; in all 300 groups there are thirty times as many.
    assert!((100..3_000).contains(&members), "{members}");
    // Planning looks at the table too.
    assert!(users < 30, "{users}");
    let (_, users) = cost_of_a_page(ParticipantScope::Members).await;
    assert!((1..5_000).contains(&users), "{users}");
}
