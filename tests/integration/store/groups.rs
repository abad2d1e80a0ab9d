//! Groups: adding, removing and leaving participants.

use futures::future::join_all;
use vestnik::domain::{
    AddParticipant, AppendOutcome, ChatId, Rejection, RemoveParticipant, UserId,
};

use crate::support::conversations::{event, new_message, refusal, unchanged};
use crate::support::{Campus, TestDatabase};

fn add(chat_id: ChatId, user_id: UserId) -> AddParticipant {
    AddParticipant { chat_id, user_id }
}

fn remove(chat_id: ChatId, user_id: UserId) -> RemoveParticipant {
    RemoveParticipant { chat_id, user_id }
}

#[tokio::test]
async fn only_the_group_creator_adds_participants() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 4).await;
    let group = campus.group(&[0, 1]).await;
    let third = campus.id(2);
    for (user, expected) in [
        (1, Rejection::NotTheCreator),
        (3, Rejection::NotAParticipant),
    ] {
        assert_eq!(refusal(campus.act(user, add(group, third)).await), expected);
    }
    let unknown_user = campus.act(0, add(group, UserId(999_999))).await;
    assert_eq!(refusal(unknown_user), Rejection::UserNotFound);
    let unknown_chat = campus.act(0, add(ChatId(999), third)).await;
    assert_eq!(refusal(unknown_chat), Rejection::ChatNotFound);
    event(campus.act(0, add(group, third)).await);
    unchanged(campus.act(0, add(group, third)).await);
    campus.send_message(group, 2, "я тут").await;
}

#[tokio::test]
async fn concurrent_adds_of_one_user_append_one_event() {
    let database = TestDatabase::new().await;
    let here = Campus::of(&database, 3).await;
    let there = Campus::with(&database, here.people.clone());
    let group = here.group(&[0, 1]).await;
    let replicas = [&here, &there];
    let third = here.id(2);
    let answers = join_all((0..20).map(|n| replicas[n % 2].act(0, add(group, third)))).await;
    let new = answers
        .iter()
        .filter(|answer| matches!(answer, Ok(AppendOutcome::New(_))));
    assert_eq!(new.count(), 1);
    let joins = "SELECT count(*) FROM events WHERE kind = 'participant_joined'";
    assert_eq!(database.number(joins).await, 1);
}

#[tokio::test]
async fn members_leave_and_only_the_creator_removes_others() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 4).await;
    let group = campus.group(&[0, 1, 2]).await;
    let by_another = campus.act(1, remove(group, campus.id(2))).await;
    assert_eq!(refusal(by_another), Rejection::NotTheCreator);
    let by_outsider = campus.act(3, remove(group, campus.id(2))).await;
    assert_eq!(refusal(by_outsider), Rejection::NotAParticipant);
    event(campus.act(1, remove(group, campus.id(1))).await);
    event(campus.act(0, remove(group, campus.id(2))).await);
    for user in [1, 2] {
        let answer = campus.act(user, new_message(group, "!", None, None)).await;
        assert_eq!(refusal(answer), Rejection::NotAParticipant);
        let again = campus.act(0, remove(group, campus.id(user))).await;
        assert_eq!(refusal(again), Rejection::ParticipantNotFound);
    }
}

#[tokio::test]
async fn participants_of_a_private_chat_cannot_change() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 3).await;
    let chat_id = campus.open(0, 1).await;
    for answer in [
        campus.act(0, add(chat_id, campus.id(2))).await,
        campus.act(0, remove(chat_id, campus.id(1))).await,
        campus.act(0, remove(chat_id, campus.id(0))).await,
    ] {
        assert_eq!(refusal(answer), Rejection::NotAGroup);
    }
}

#[tokio::test]
async fn new_member_sees_the_history_without_unread_messages() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 3).await;
    let group = campus.group(&[0, 1]).await;
    campus.send_message(group, 0, "раз").await;
    campus.send_message(group, 1, "два").await;
    event(campus.act(0, add(group, campus.id(2))).await);
    let list = campus.list(2).await;
    assert_eq!(list[0].unread_count, 0);
    let history = campus
        .history(group, 2, vestnik::chat::HistoryAccess::ReadOnly)
        .await;
    assert_eq!(history.len(), 2);
    campus.send_message(group, 1, "три").await;
    assert_eq!(campus.list(2).await[0].unread_count, 1);
}

/// Two replicas append concurrent sends in several batches while one deletes the chat.
#[tokio::test]
async fn no_event_follows_a_chat_deletion() {
    let database = TestDatabase::new().await;
    let here = Campus::of(&database, 2).await;
    let there = Campus::with(&database, here.people.clone());
    let chat_id = here.open(0, 1).await;
    let replicas = [&here, &there];
    let sends = join_all((0..200).map(|n| {
        let command = new_message(chat_id, "!", None, None);
        replicas[n % 2].act(n % 2, command)
    }));
    let (deleted, _) = tokio::join!(here.delete_chat(chat_id, 1), sends);
    event(deleted);
    let after = "SELECT count(*) FROM events AS e
                 JOIN events AS gone ON gone.kind = 'chat_deleted' AND gone.chat_id = e.chat_id
                 WHERE e.position > gone.position";
    assert_eq!(database.number(after).await, 0);
    let inside = "SELECT count(*) FROM chat_participants";
    assert_eq!(database.number(inside).await, 0);
}
