//! Private and group conversations: one per pair, deletion and restoration.

use futures::future::join_all;
use vestnik::chat::{HistoryAccess, ParticipantScope};
use vestnik::domain::{
    AddParticipant, ChatCreated, CreateChat, Participant, Rejection, RemoveParticipant,
    RestoreChat, UserId,
};

use crate::support::conversations::{event, refusal, unchanged};
use crate::support::{Campus, TestDatabase};

const CHATS: &str = "SELECT count(*) FROM chats";
const CHATS_CREATED: &str = "SELECT count(*) FROM events WHERE kind = 'chat_created'";

#[tokio::test]
async fn concurrent_requests_create_one_private_chat() {
    let database = TestDatabase::new().await;
    let here = Campus::of(&database, 2).await;
    let there = Campus::with(&database, here.people.clone());
    let replicas = [&here, &there];
    let requests = (0..32).map(|n| {
        let campus = replicas[n % 2];
        // Both sides send requests.
        let (one, other) = if n % 4 < 2 { (0, 1) } else { (1, 0) };
        campus
            .chat
            .get_or_create_private_chat(campus.id(one), campus.pair(one, other))
    });
    let opened: Vec<_> = join_all(requests)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(opened.iter().filter(|opened| opened.is_new).count(), 1);
    let chat_id = opened[0].chat_id;
    assert!(opened.iter().all(|opened| opened.chat_id == chat_id));
    assert_eq!(database.number(CHATS).await, 1);
    assert_eq!(database.number(CHATS_CREATED).await, 1);
}

#[tokio::test]
async fn creating_a_chat_with_an_unknown_user_fails() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let mut wanted = campus.pair(0, 1);
    wanted.participants[1] = Participant::member(UserId(999_999));
    let answer = campus
        .chat
        .get_or_create_private_chat(campus.id(0), wanted)
        .await;
    assert_eq!(refusal(answer), Rejection::UserNotFound);
    assert_eq!(database.number(CHATS).await, 0);
}

#[tokio::test]
async fn deleted_private_chat_is_unlisted_and_restored_with_history() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    campus.send_message(chat_id, 0, "раз").await;
    campus.send_message(chat_id, 1, "два").await;
    let uuid = campus.list(0).await[0].uuid;

    // The other side deletes it.
    event(campus.delete_chat(chat_id, 1).await);
    for user in [0, 1] {
        assert!(campus.list(user).await.is_empty());
        let gone = campus
            .chat
            .chat_of_user(campus.id(user), chat_id, ParticipantScope::Members)
            .await;
        assert_eq!(refusal(gone), Rejection::NotAParticipant);
    }
    let found = campus.chat.find_chat(uuid).await;
    assert_eq!(refusal(found), Rejection::ChatNotFound);
    let again = campus.delete_chat(chat_id, 1).await;
    assert_eq!(refusal(again), Rejection::ChatNotFound);

    let wanted = campus.pair(0, 1);
    let opened = campus
        .chat
        .get_or_create_private_chat(campus.id(0), wanted)
        .await
        .unwrap();
    assert_eq!((opened.chat_id, opened.is_new), (chat_id, false));
    assert_eq!(campus.chat.find_chat(uuid).await.unwrap(), chat_id);
    let history = campus.history(chat_id, 1, HistoryAccess::ReadOnly).await;
    let texts: Vec<&str> = history
        .iter()
        .map(|message| message.content.as_str())
        .collect();
    assert_eq!(texts, ["раз", "два"]);
    // The unread counts are as before the deletion.
    let unread = [0, 1].map(async |user| campus.list(user).await[0].unread_count);
    assert_eq!(join_all(unread).await, [1, 0]);
    unchanged(campus.act(0, RestoreChat { chat_id }).await);
    campus.send_message(chat_id, 1, "три").await;
    assert_eq!(campus.list(0).await[0].unread_count, 2);
}

#[tokio::test]
async fn concurrent_restores_append_one_event() {
    let database = TestDatabase::new().await;
    let here = Campus::of(&database, 2).await;
    let there = Campus::with(&database, here.people.clone());
    let chat_id = here.open(0, 1).await;
    event(here.delete_chat(chat_id, 0).await);
    let replicas = [&here, &there];
    let requests = (0..16).map(|n| {
        let campus = replicas[n % 2];
        campus
            .chat
            .get_or_create_private_chat(campus.id(1), campus.pair(1, 0))
    });
    for opened in join_all(requests).await {
        let opened = opened.unwrap();
        assert_eq!((opened.chat_id, opened.is_new), (chat_id, false));
    }
    let returns = "SELECT count(*) FROM events WHERE kind = 'chat_restored'";
    assert_eq!(database.number(returns).await, 1);
    assert_eq!(here.list(0).await.len(), 1);
}

#[tokio::test]
async fn restoring_a_chat_requires_membership_and_both_users() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 3).await;
    let chat_id = campus.open(0, 1).await;
    event(campus.delete_chat(chat_id, 0).await);
    let by_outsider = campus.act(2, RestoreChat { chat_id }).await;
    assert_eq!(refusal(by_outsider), Rejection::NotAParticipant);
    let removal = format!("DELETE FROM users WHERE id = {}", campus.people[1].id);
    database.execute(&removal).await;
    let alone = campus.act(0, RestoreChat { chat_id }).await;
    assert_eq!(refusal(alone), Rejection::UserNotFound);
    let wanted = campus.pair(0, 1);
    let alone = campus
        .chat
        .get_or_create_private_chat(campus.id(0), wanted)
        .await;
    assert_eq!(refusal(alone), Rejection::UserNotFound);
}

#[tokio::test]
async fn only_the_creator_deletes_a_group_and_permanently() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 4).await;
    let chat_id = campus.group(&[0, 1, 2]).await;
    for (user, expected) in [
        (1, Rejection::NotTheCreator),
        (3, Rejection::NotAParticipant),
    ] {
        let answer = campus.delete_chat(chat_id, user).await;
        assert_eq!(refusal(answer), expected);
    }
    event(campus.delete_chat(chat_id, 0).await);
    for user in 0..3 {
        assert!(campus.list(user).await.is_empty());
    }
    let back = campus.act(0, RestoreChat { chat_id }).await;
    assert_eq!(refusal(back), Rejection::ChatNotFound);
}

#[tokio::test]
async fn groups_have_at_most_five_hundred_participants() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 1).await;
    let people =
        "INSERT INTO users (id, name) SELECT n, 'N.' FROM generate_series(10001, 10500) AS n";
    database.execute(people).await;
    let members = |last: i64| {
        let others = (10_001..=last).map(UserId);
        ChatCreated::group("Поток".into(), std::iter::once(campus.id(0)).chain(others))
    };
    let large = campus.act(0, CreateChat(members(10_500))).await;
    assert_eq!(refusal(large), Rejection::GroupFull);
    let full = event(campus.act(0, CreateChat(members(10_499))).await).chat_id;
    let user_id = UserId(10_500);
    let one_more = AddParticipant {
        chat_id: full,
        user_id,
    };
    assert_eq!(
        refusal(campus.act(0, one_more.clone()).await),
        Rejection::GroupFull
    );
    // A participant leaves and makes room.
    let leave = RemoveParticipant {
        chat_id: full,
        user_id: UserId(10_001),
    };
    event(campus.act(0, leave).await);
    event(campus.act(0, one_more).await);
}
