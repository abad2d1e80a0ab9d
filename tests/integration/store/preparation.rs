//! What a sender makes costly is computed before the head of the log is locked.

use vestnik::contracts::market;
use vestnik::db::Error;
use vestnik::domain::text::MessageText;
use vestnik::domain::{
    AppendOutcome, ChatCreated, ChatId, Command, CreateChat, EditMessage, Limits, MessageId,
    NewMessage, SendMessage, UserId,
};

use crate::support::store::appended;
use crate::support::{LockedLogHead, Pair, Store, TestDatabase};

/// Lets every routine fail whose cost depends on a text.
const BREAK_ROUTINES: &str = "
    DO $$
    DECLARE
        _routine pg_proc;
    BEGIN
        FOR _routine IN
            SELECT *
            FROM pg_proc AS p
            WHERE p.pronamespace = 'public'::regnamespace
              AND p.proname IN (
                  'fold_text', 'fold_name', 'words_in', 'message_words', 'normalized_text_hash'
              )
        LOOP
            EXECUTE format(
                'CREATE OR REPLACE FUNCTION %I(%s) RETURNS %s LANGUAGE plpgsql IMMUTABLE AS %L',
                _routine.proname,
                pg_get_function_arguments(_routine.oid),
                _routine.prorettype::regtype,
                'BEGIN RAISE EXCEPTION $x$it runs while the head is locked$x$; END'
            );
        END LOOP;
    END;
    $$";

/// A chat of two, and a long text that names the teacher 50 times.
async fn pair_and_text(database: &TestDatabase) -> (Pair, String) {
    let pair = database.pair().await;
    let teacher = pair.teacher.id;
    let rename = format!("UPDATE users SET name = 'Анна Соколова' WHERE id = {teacher}");
    database.execute(&rename).await;
    let mut text = "@Анна Соколова, слово ".repeat(50);
    text.extend(std::iter::repeat_n('ж', 10_000 - text.chars().count()));
    (pair, text)
}

/// Appends while the head is locked, and breaks the routines once the event waits for it.
async fn append_prepared(
    database: &TestDatabase,
    append: impl Future<Output = Result<AppendOutcome, Error>> + Send + 'static,
) -> i64 {
    let head = LockedLogHead::take(database).await;
    let appending = tokio::spawn(append);
    head.blocks_writer().await;
    database.execute(BREAK_ROUTINES).await;
    head.release().await;
    appended(appending.await.unwrap()).position.0
}

async fn mentions_and_words(database: &TestDatabase, id: i64) -> (Vec<i64>, bool) {
    let sql = "SELECT m.mentions, m.words @@ 'слово' FROM messages AS m WHERE m.id = $1";
    let client = database.client().await;
    let row = client.query_one(sql, &[&id]).await.unwrap();
    (row.get(0), row.get(1))
}

fn forward(chat_id: i64, message_id: i64) -> SendMessage {
    let forward = NewMessage::forward(ChatId(chat_id), MessageId(message_id));
    SendMessage(forward)
}

fn edit(message_id: i64, text: String) -> EditMessage {
    EditMessage {
        message_id: MessageId(message_id),
        text: MessageText::new(text).unwrap(),
    }
}

#[tokio::test]
async fn long_text_is_computed_before_the_head_is_locked() {
    let database = TestDatabase::new().await;
    let (pair, text) = pair_and_text(&database).await;
    let (store, student) = (Store::of(&database), pair.student);
    let send = async move { store.send(pair.chat_id, &student, &text).await };
    let id = append_prepared(&database, send).await;
    let mentioned = vec![pair.teacher.id];
    assert_eq!(mentions_and_words(&database, id).await, (mentioned, true));
}

#[tokio::test]
async fn edit_is_computed_before_the_head_is_locked() {
    let database = TestDatabase::new().await;
    let (pair, text) = pair_and_text(&database).await;
    let (store, student) = (Store::of(&database), pair.student);
    let id = store.send_message(pair.chat_id, &student, "first").await;
    let edit = async move { store.execute(student.id, edit(id, text)).await };
    append_prepared(&database, edit).await;
    let mentioned = vec![pair.teacher.id];
    assert_eq!(mentions_and_words(&database, id).await, (mentioned, true));
}

#[tokio::test]
async fn forward_is_computed_before_the_head_is_locked() {
    let database = TestDatabase::new().await;
    let (pair, text) = pair_and_text(&database).await;
    let (store, student) = (Store::of(&database), pair.student);
    let original = store.send_message(pair.chat_id, &student, &text).await;
    let command = forward(pair.chat_id, original);
    let forward = async move { store.execute(student.id, command).await };
    let id = append_prepared(&database, forward).await;
    assert_eq!(mentions_and_words(&database, id).await, (vec![], true));
}

#[tokio::test]
async fn limit_on_equal_texts_is_computed_before_the_head_is_locked() {
    let database = TestDatabase::new().await;
    let [anna, boris] = database.people("member").await;
    let store = Store::of(&database);
    let chat = ChatCreated::pair(UserId(anna.id), UserId(boris.id));
    let create = CreateChat(chat).into_event(market::REALM, UserId(anna.id));
    let chat_id = appended(store.writer.append(create).await).chat_id;
    let text = MessageText::new("слово ".repeat(300)).unwrap();
    let send = SendMessage(NewMessage::text(chat_id, text));
    let send = send.into_event(market::REALM, UserId(anna.id));
    let send = send.with_limits(Limits::default());
    let send = async move { store.writer.append(send).await };
    append_prepared(&database, send).await;
    let counted = "SELECT count(*) FROM recent_actions WHERE digest IS NOT NULL";
    assert_eq!(database.number(counted).await, 1);
}

#[tokio::test]
async fn text_that_changes_meanwhile_is_prepared_again() {
    let (database, pair) = TestDatabase::with_pair().await;
    let (store, student) = (Store::of(&database), pair.student.id);
    let original = store
        .send_message(pair.chat_id, &pair.student, "before")
        .await;
    let head = LockedLogHead::take(&database).await;
    let [forwarding, editing] = [store.clone(), store];
    let forward = forward(pair.chat_id, original);
    let forwarding = tokio::spawn(async move { forwarding.execute(student, forward).await });
    let edit = edit(original, "last".to_owned());
    let editing = tokio::spawn(async move { editing.execute(student, edit).await });
    head.blocks_writer().await;
    head.execute(&format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'message_edited', {student},
                 jsonb_build_object('message_id', {original}, 'content', 'after'))",
        pair.chat_id
    ))
    .await;
    head.release().await;
    appended(editing.await.unwrap());
    let forwarded = appended(forwarding.await.unwrap()).position.0;
    let foreign = "SELECT count(*) FROM messages AS m WHERE m.words <> message_words(m.content)";
    assert_eq!(database.number(foreign).await, 0);
    let outdated =
        format!("SELECT count(*) FROM messages WHERE id = {forwarded} AND content = 'before'");
    assert_eq!(database.number(&outdated).await, 0);
}
