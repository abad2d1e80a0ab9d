//! Edits, replies and deletions, and the permissions they need.

use uuid::Uuid;
use vestnik::chat::{HistoryAccess, ReaderAccess};
use vestnik::domain::{AppendOutcome, MessageId, Rejection};

use crate::support::conversations::{event, new_message, refusal, unchanged};
use crate::support::{Campus, TestDatabase};

#[tokio::test]
async fn only_the_author_edits_an_undeleted_message() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 3).await;
    let group = campus.group(&[0, 1]).await;
    let message_id = campus.send_message(group, 1, "раз").await;
    for (user, expected) in [
        // The group's creator.
        (0, Rejection::NotTheAuthor),
        (2, Rejection::NotAParticipant),
    ] {
        assert_eq!(
            refusal(campus.edit(message_id, user, "два").await),
            expected
        );
    }
    let nothing = campus.edit(MessageId(999), 1, "два").await;
    assert_eq!(refusal(nothing), Rejection::MessageNotFound);
    event(campus.edit(message_id, 1, "два").await);
    unchanged(campus.edit(message_id, 1, "два").await);
    let reader = ReaderAccess::member(campus.id(0));
    let message = campus.chat.message(reader, message_id).await.unwrap();
    assert_eq!(
        (message.content.as_str(), message.edited_at.is_some()),
        ("два", true)
    );
    event(campus.delete(message_id, 1).await);
    let gone = campus.edit(message_id, 1, "три").await;
    assert_eq!(refusal(gone), Rejection::MessageNotFound);
}

#[tokio::test]
async fn edits_change_the_preview_but_no_counter() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    let first = campus.send_message(chat_id, 0, "раз").await;
    campus.send_message(chat_id, 0, "два").await;
    let before = &campus.list(1).await[0];
    let last = before.last_message.as_ref().unwrap().id;
    event(campus.edit(first, 0, "первый").await);
    event(campus.edit(last, 0, "второй").await);
    let after = &campus.list(1).await[0];
    let preview = after.last_message.as_ref().unwrap();
    assert_eq!(
        (preview.content.as_str(), preview.edited_at.is_some()),
        ("второй", true)
    );
    assert_eq!(
        (after.unread_count, after.updated_at),
        (2, before.updated_at)
    );
}

#[tokio::test]
async fn only_the_author_or_group_creator_deletes_a_message() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 3).await;
    let group = campus.group(&[0, 1, 2]).await;
    let message_id = campus.send_message(group, 1, "раз").await;
    assert_eq!(
        refusal(campus.delete(message_id, 2).await),
        Rejection::NotTheAuthor
    );
    event(campus.delete(message_id, 0).await);
    unchanged(campus.delete(message_id, 1).await);
    let private = campus.open(0, 1).await;
    let message_id = campus.send_message(private, 1, "раз").await;
    // The creator of a private chat has no extra rights.
    assert_eq!(
        refusal(campus.delete(message_id, 0).await),
        Rejection::NotTheAuthor
    );
}

#[tokio::test]
async fn replies_must_target_a_message_of_the_same_chat() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 3).await;
    let (chat_id, other) = (campus.open(0, 1).await, campus.open(0, 2).await);
    let elsewhere = campus.send_message(other, 0, "там").await;
    let question = campus.send_message(chat_id, 0, "тут").await;
    for wrong in [elsewhere, MessageId(chat_id.0), MessageId(999)] {
        let command = new_message(chat_id, "!", None, Some(wrong));
        let answer = campus.act(1, command).await;
        assert_eq!(refusal(answer), Rejection::ReplyNotFound);
    }
    campus.reply(chat_id, 1, question).await;
    event(campus.delete(question, 0).await);
    campus.reply(chat_id, 1, question).await;
    let shown = campus.history(chat_id, 0, HistoryAccess::ReadOnly).await;
    let uuid = shown[0].reply_to.as_ref().unwrap().uuid;
    assert_eq!(campus.chat.find_any_message(uuid).await.unwrap(), question);
}

#[tokio::test]
async fn duplicate_sends_are_compared_with_the_original_text() {
    let database = TestDatabase::new().await;
    let campus = Campus::of(&database, 2).await;
    let chat_id = campus.open(0, 1).await;
    let (one, other) = (
        campus.send_message(chat_id, 1, "?").await,
        campus.send_message(chat_id, 1, "?").await,
    );
    let key = Some(Uuid::new_v4());
    let send = |text, reply_to| campus.act(0, new_message(chat_id, text, key, reply_to));
    let sent = event(send("раз", Some(one)).await);
    event(campus.edit(MessageId(sent.position.0), 0, "два").await);
    let again = send("раз", Some(one)).await;
    assert!(
        matches!(&again, Ok(AppendOutcome::Duplicate(event)) if event.position == sent.position),
        "{again:?}"
    );
    for (text, reply_to) in [("два", Some(one)), ("раз", Some(other)), ("раз", None)] {
        let conflict = send(text, reply_to).await;
        assert_eq!(refusal(conflict), Rejection::IdempotencyConflict);
    }
    let gone = event(campus.delete(MessageId(sent.position.0), 0).await);
    assert_eq!(gone.chat_id, chat_id);
    let again = send("раз", Some(one)).await;
    assert!(
        matches!(&again, Ok(AppendOutcome::Duplicate(event)) if event.is_deleted),
        "{again:?}"
    );
}

#[tokio::test]
async fn concurrent_edit_and_deletion_leave_the_message_deleted() {
    let database = TestDatabase::new().await;
    let here = Campus::of(&database, 2).await;
    let there = Campus::with(&database, here.people.clone());
    let chat_id = here.open(0, 1).await;
    for n in 0..20 {
        let message_id = here.send_message(chat_id, 0, "раз").await;
        let text = n.to_string();
        let (deleted, edited) =
            tokio::join!(here.delete(message_id, 0), there.edit(message_id, 0, &text));
        event(deleted);
        if edited.is_err() {
            assert_eq!(refusal(edited), Rejection::MessageNotFound);
        }
    }
    let shown = here.history(chat_id, 0, HistoryAccess::ReadOnly).await;
    assert!(shown.is_empty());
    let late = "SELECT count(*) FROM events AS e
                JOIN events AS d ON d.kind = 'message_deleted' AND e.kind = 'message_edited'
                 AND d.payload -> 'message_id' = e.payload -> 'message_id'
                WHERE e.position > d.position";
    assert_eq!(database.number(late).await, 0);
}
