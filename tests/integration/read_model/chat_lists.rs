//! Chat lists: order, pages, previews and counts.

use vestnik::domain::{Position, Realm, UserId};
use vestnik::queries::{ChatSummary, all_chats, own_chats};

use crate::support::store::appended;
use crate::support::{Person, Store, TestDatabase};

async fn list(store: &Store, who: &Person) -> Vec<ChatSummary> {
    let who = (Realm::School, UserId(who.id));
    let page = own_chats(&store.pool, who, None, 500).await;
    page.unwrap().shown
}

fn ids(chats: &[ChatSummary]) -> Vec<i64> {
    chats.iter().map(|chat| chat.id.0).collect()
}

/// A teacher with this many chats, the oldest first.
async fn class(database: &TestDatabase, students: usize) -> (Person, Vec<(Person, i64)>) {
    let teacher = database.person("teacher").await;
    let mut chats = Vec::new();
    for _ in 0..students {
        let student = database.person("student").await;
        let chat_id = database.complete_lesson(&teacher, &student).await;
        chats.push((student, chat_id));
    }
    (teacher, chats)
}

#[tokio::test]
async fn the_chat_with_the_latest_message_comes_first() {
    let database = TestDatabase::new().await;
    let store = Store::of(&database);
    let (teacher, chats) = class(&database, 3).await;
    let [a, b, c] = [0, 1, 2].map(|n: usize| chats[n].1);
    assert_eq!(ids(&list(&store, &teacher).await), [c, b, a]);
    store.send_message(a, &chats[0].0, "!").await;
    assert_eq!(ids(&list(&store, &teacher).await), [a, c, b]);
    store.send_message(b, &teacher, "!").await;
    assert_eq!(ids(&list(&store, &teacher).await), [b, a, c]);
}

#[tokio::test]
async fn pages_of_any_size_show_every_chat_once() {
    let database = TestDatabase::new().await;
    let store = Store::of(&database);
    let (teacher, chats) = class(&database, 7).await;
    store.send_message(chats[3].1, &teacher, "!").await;
    let expected = ids(&list(&store, &teacher).await);
    for size in 1..=8 {
        let (mut own, mut all) = (Vec::new(), Vec::new());
        let mut after = None;
        loop {
            let who = (Realm::School, UserId(teacher.id));
            let page = own_chats(&store.pool, who, after, size).await;
            let page = page.unwrap().shown;
            let Some(last) = page.last() else { break };
            after = Some(last.activity);
            own.extend(ids(&page));
        }
        let mut after: Option<Position> = None;
        loop {
            let page = all_chats(&store.pool, Realm::School, None, after, size);
            let page = page.await.unwrap().shown;
            let Some(last) = page.last() else { break };
            after = Some(last.activity);
            all.extend(page.iter().map(|chat| chat.id.0));
        }
        assert_eq!((&own, &all), (&expected, &expected), "pages of {size}");
    }
}

#[tokio::test]
async fn the_preview_steps_back_as_messages_are_deleted() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    let one = store.send_message(pair.chat_id, &pair.teacher, "one").await;
    let two = store.send_message(pair.chat_id, &pair.teacher, "two").await;
    let three = store
        .send_message(pair.chat_id, &pair.teacher, "three")
        .await;
    for (deleted, shown) in [(two, Some(three)), (three, Some(one)), (one, None)] {
        appended(store.delete(deleted, &pair.teacher).await);
        let chat = &list(&store, &pair.student).await[0];
        let preview = chat.last_message.as_ref().map(|message| message.id.0);
        assert_eq!(preview, shown);
    }
}

#[tokio::test]
async fn an_overview_counts_the_messages_that_are_not_deleted() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    let count = async || {
        let chats = all_chats(&store.pool, Realm::School, None, None, 1);
        chats.await.unwrap().shown[0].messages_count
    };
    assert_eq!(count().await, 0);
    let one = store.send_message(pair.chat_id, &pair.teacher, "one").await;
    store.send_message(pair.chat_id, &pair.student, "two").await;
    assert_eq!(count().await, 2);
    appended(store.delete(one, &pair.teacher).await);
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn a_deletion_puts_a_chat_where_its_newest_message_is() {
    let database = TestDatabase::new().await;
    let store = Store::of(&database);
    let (teacher, chats) = class(&database, 2).await;
    let (one, other) = (chats[0].1, chats[1].1);
    store.send_message(one, &teacher, "first").await;
    store.send_message(other, &teacher, "second").await;
    let newest = store.send_message(one, &teacher, "third").await;
    assert_eq!(ids(&list(&store, &teacher).await), [one, other]);
    appended(store.delete(newest, &teacher).await);
    assert_eq!(ids(&list(&store, &teacher).await), [other, one]);
}

#[tokio::test]
async fn a_chat_somebody_left_is_no_more_in_their_list() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    let remove = format!(
        "DELETE FROM chat_participants WHERE user_id = {}",
        pair.student.id
    );
    database.execute(&remove).await;
    assert!(list(&store, &pair.student).await.is_empty());
    let of_teacher = list(&store, &pair.teacher).await;
    let counterpart = of_teacher[0].counterpart.as_ref();
    assert_eq!(counterpart.map(|person| person.id.0), Some(pair.student.id));
}

#[tokio::test]
async fn a_realm_lists_its_own_chats_alone() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let store = Store::of(&database);
    let elsewhere = format!(
        r#"INSERT INTO events (realm, kind, payload)
           VALUES ('market', 'chat_created', '{{"participants": [{{"user_id": {}}}]}}')"#,
        pair.student.id
    );
    database.execute(&elsewhere).await;
    assert_eq!(ids(&list(&store, &pair.student).await), [pair.chat_id]);
    let all = all_chats(&store.pool, Realm::School, None, None, 10).await;
    assert_eq!(all.unwrap().shown.len(), 1);
}

#[tokio::test]
async fn overviews_can_be_found_by_a_participants_name_whatever_its_characters() {
    let database = TestDatabase::new().await;
    let store = Store::of(&database);
    let (_, chats) = class(&database, 3).await;
    for (n, name) in ["Анна 100%", "Борис_", r"В\икт"].iter().enumerate() {
        let rename = "UPDATE users SET name = $2 WHERE id = $1";
        let client = database.client().await;
        client
            .execute(rename, &[&chats[n].0.id, name])
            .await
            .unwrap();
    }
    for (text, expected) in [("Анна", 0), ("100%", 0), ("%", 0), ("_", 1), (r"\", 2)] {
        let found = all_chats(&store.pool, Realm::School, Some(text), None, 10);
        let found = found.await.unwrap().shown;
        let found: Vec<i64> = found.iter().map(|chat| chat.id.0).collect();
        assert_eq!(found, [chats[expected].1], "{text}");
    }
}
