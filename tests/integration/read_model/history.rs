//! Pages of a chat's history, both ways.

use vestnik::accesses::Recorded;
use vestnik::chat::{HistoryAccess, Page, PageBound, PageRange, Queries};
use vestnik::contracts::school;
use vestnik::domain::{ChatId, MessageId, UserId};

use crate::support::store::appended;
use crate::support::{Pair, Store, TestDatabase};

const WITH_DELETED: HistoryAccess = HistoryAccess::Admin {
    with_deleted: true,
    recorded: Recorded::unneeded(),
};

/// A chat with messages, some of them deleted: the ids of all, and of those still shown.
async fn chat(database: &TestDatabase) -> (Pair, Store, Vec<i64>, Vec<i64>) {
    let pair = database.pair().await;
    let store = Store::of(database);
    let (mut all, mut shown) = (Vec::new(), Vec::new());
    for n in 0..25 {
        let id = store
            .send_message(pair.chat_id, &pair.student, &n.to_string())
            .await;
        all.push(id);
        // The first ones, the last one, and some between.
        if n < 2 || n == 24 || n % 5 == 0 {
            appended(store.delete(id, &pair.student).await);
        } else {
            shown.push(id);
        }
    }
    (pair, store, all, shown)
}

fn ids(page: &Page) -> Vec<i64> {
    page.messages.iter().map(|message| message.id.0).collect()
}

async fn page(
    store: &Store,
    pair: &Pair,
    bound: PageBound,
    limit: usize,
    access: HistoryAccess,
) -> Page {
    let limit = i64::try_from(limit).unwrap();
    let queries = Queries::new(store.pool.clone(), school::REALM);
    let range = PageRange { bound, limit };
    let (reader, chat_id) = (UserId(pair.teacher.id), ChatId(pair.chat_id));
    let page = queries.readable_page(reader, chat_id, range, access);
    page.await.unwrap().0.value
}

#[tokio::test]
async fn backward_pages_are_exact_and_say_whether_there_are_more() {
    let database = TestDatabase::new().await;
    let (pair, store, all, shown) = chat(&database).await;
    for (expected, access) in [(&shown, HistoryAccess::ReadOnly), (&all, WITH_DELETED)] {
        for limit in 1..=expected.len() + 1 {
            let newest = page(&store, &pair, PageBound::Newest, limit, access).await;
            let start = expected.len().saturating_sub(limit);
            assert_eq!(ids(&newest), expected[start..], "limit {limit}");
            assert_eq!(newest.has_older, start > 0, "limit {limit}");
        }
        for (place, id) in expected.iter().enumerate() {
            let bound = PageBound::Before(MessageId(*id));
            let older = page(&store, &pair, bound, 5, access).await;
            let start = place.saturating_sub(5);
            assert_eq!(ids(&older), expected[start..place]);
            assert_eq!(older.has_older, start > 0, "before the {place}th");
        }
    }
}

#[tokio::test]
async fn forward_pages_are_exact_and_say_whether_there_are_more() {
    let database = TestDatabase::new().await;
    let (pair, store, all, shown) = chat(&database).await;
    for (expected, access) in [(&shown, HistoryAccess::ReadOnly), (&all, WITH_DELETED)] {
        for (place, id) in expected.iter().enumerate() {
            for limit in [1, 5, expected.len()] {
                let bound = PageBound::After(MessageId(*id));
                let newer = page(&store, &pair, bound, limit, access).await;
                let end = (place + 1 + limit).min(expected.len());
                assert_eq!(ids(&newer), expected[place + 1..end]);
                assert_eq!(newer.has_newer, end < expected.len());
            }
        }
    }
}

#[tokio::test]
async fn page_may_start_at_a_deleted_message() {
    let database = TestDatabase::new().await;
    let (pair, store, all, shown) = chat(&database).await;
    let deleted = all[10];
    let (older, newer): (Vec<i64>, Vec<i64>) = shown.iter().partition(|id| **id < deleted);
    let before = page(
        &store,
        &pair,
        PageBound::Before(MessageId(deleted)),
        50,
        HistoryAccess::ReadOnly,
    )
    .await;
    assert_eq!(ids(&before), older);
    let after = page(
        &store,
        &pair,
        PageBound::After(MessageId(deleted)),
        50,
        HistoryAccess::ReadOnly,
    )
    .await;
    assert_eq!(ids(&after), newer);
}

#[tokio::test]
async fn page_shows_only_messages_of_its_chat() {
    let database = TestDatabase::new().await;
    let (pair, store, _, shown) = chat(&database).await;
    let other = database.pair().await;
    store
        .send_message(other.chat_id, &other.student, "elsewhere")
        .await;
    let newest = page(
        &store,
        &pair,
        PageBound::Newest,
        50,
        HistoryAccess::ReadOnly,
    )
    .await;
    assert_eq!(ids(&newest), shown);
}

#[tokio::test]
async fn deleted_messages_keep_their_text_for_admins() {
    let database = TestDatabase::new().await;
    let (pair, store, all, _) = chat(&database).await;
    let newest = page(&store, &pair, PageBound::Newest, 1, WITH_DELETED).await;
    let message = &newest.messages[0];
    assert_eq!(message.id.0, all[24]);
    assert!(message.is_deleted());
    assert_eq!(message.content, "24");
}
