//! Chat lists: order, pages, previews and counts.

use vestnik::accesses::Recorded;
use vestnik::chat::{ChatView, ParticipantScope, Queries};
use vestnik::contracts::school;
use vestnik::domain::{Position, UserId};

use crate::support::store::appended;
use crate::support::{Person, Store, TestDatabase};

fn queries(store: &Store) -> Queries {
    Queries::new(store.pool.clone(), school::REALM)
}

async fn list(store: &Store, who: &Person) -> Vec<ChatView> {
    let page = queries(store)
        .chats_of_user(UserId(who.id), None, 500, ParticipantScope::Others)
        .await;
    page.unwrap().value
}

fn ids(chats: &[ChatView]) -> Vec<i64> {
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
async fn chat_with_latest_message_is_first() {
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
async fn pages_of_any_size_show_each_chat_once() {
    let database = TestDatabase::new().await;
    let store = Store::of(&database);
    let (teacher, chats) = class(&database, 7).await;
    store.send_message(chats[3].1, &teacher, "!").await;
    let expected = ids(&list(&store, &teacher).await);
    for size in 1..=8 {
        let (mut own, mut all) = (Vec::new(), Vec::new());
        let mut after = None;
        loop {
            let scope = ParticipantScope::Others;
            let page = queries(&store)
                .chats_of_user(UserId(teacher.id), after, size, scope)
                .await;
            let page = page.unwrap().value;
            let Some(last) = page.last() else { break };
            after = Some(last.list_position());
            own.extend(ids(&page));
        }
        let mut after: Option<Position> = None;
        loop {
            let page = queries(&store)
                .chats_of_realm(Recorded::unneeded(), None, after, size)
                .await;
            let page = page.unwrap().value;
            let Some(last) = page.last() else { break };
            after = Some(last.list_position());
            all.extend(page.iter().map(|chat| chat.id.0));
        }
        assert_eq!((&own, &all), (&expected, &expected), "pages of {size}");
    }
}

#[tokio::test]
async fn preview_steps_back_as_messages_are_deleted() {
    let (database, pair) = TestDatabase::with_pair().await;
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
async fn admin_list_counts_messages_that_are_not_deleted() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let count = async || {
        let chats = queries(&store)
            .chats_of_realm(Recorded::unneeded(), None, None, 1)
            .await;
        chats.unwrap().value[0].message_count
    };
    assert_eq!(count().await, 0);
    let one = store.send_message(pair.chat_id, &pair.teacher, "one").await;
    store.send_message(pair.chat_id, &pair.student, "two").await;
    assert_eq!(count().await, 2);
    appended(store.delete(one, &pair.teacher).await);
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn deletion_moves_chat_to_its_newest_remaining_message() {
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
async fn former_member_does_not_list_the_chat() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    database
        .remove_participant(pair.chat_id, &pair.student)
        .await;
    assert!(list(&store, &pair.student).await.is_empty());
    let of_teacher = list(&store, &pair.teacher).await;
    let others: Vec<i64> = of_teacher[0]
        .members
        .iter()
        .map(|other| other.user_id.0)
        .collect();
    assert_eq!(others, [pair.student.id]);
}

#[tokio::test]
async fn lists_are_isolated_between_realms() {
    let (database, pair) = TestDatabase::with_pair().await;
    let store = Store::of(&database);
    let elsewhere = format!(
        r#"INSERT INTO events (realm, kind, payload)
           VALUES ('market', 'chat_created', '{{"participants": [{{"user_id": {}}}]}}')"#,
        pair.student.id
    );
    database.execute(&elsewhere).await;
    assert_eq!(ids(&list(&store, &pair.student).await), [pair.chat_id]);
    let all = queries(&store)
        .chats_of_realm(Recorded::unneeded(), None, None, 10)
        .await;
    assert_eq!(all.unwrap().value.len(), 1);
}

#[tokio::test]
async fn search_by_name_takes_like_wildcards_literally() {
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
        let found = queries(&store)
            .chats_of_realm(Recorded::unneeded(), Some(text), None, 10)
            .await;
        let found = found.unwrap().value;
        let found: Vec<i64> = found.iter().map(|chat| chat.id.0).collect();
        assert_eq!(found, [chats[expected].1], "{text}");
    }
}
