//! Verification, rebuild, erasure, sealing and export, and the role `vestnik_auditor`.

mod accounts;
mod answer_costs;
mod attacks;
mod auditor_questions;
mod auditor_role;
mod auditor_views;
mod chat_proof;
mod commands;
mod conversations;
mod documented_answers;
mod erased_custom;
mod erasure;
mod erasure_while_running;
mod exports;
mod holds;
mod import_accounts;
mod import_conflicts;
mod import_refusals;
pub(crate) mod imports;
mod kept_seals;
mod log_copy;
mod market_and_files;
mod origins;
mod rebuild;
mod seals;
mod tampering;
mod verify;

use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tokio::task::JoinHandle;
use tokio_postgres::Client;
use uuid::Uuid;

use vestnik::domain::{
    AddParticipant, AddReaction, Emoji, PinMessage, RemoveReaction, UnpinMessage,
};

use crate::cli::{run, text};
use crate::support::conversations::event;
use crate::support::store::appended;
use crate::support::{Campus, Pair, Store, TestDatabase};

/// The rows of `audit.verify()`, one line each.
pub(crate) async fn findings(client: &Client) -> Vec<String> {
    let sql = "SELECT concat_ws(' | ', v.finding, v.relation, v.key, v.attribute,
                                coalesce(v.live, '-'), coalesce(v.derived, '-'))
               FROM audit.verify() AS v";
    let rows = client.query(sql, &[]).await.expect("verification runs");
    rows.iter().map(|row| row.get(0)).collect()
}

/// Asserts that `audit.verify()` finds nothing.
pub(crate) async fn assert_no_findings(client: &Client) {
    assert_eq!(findings(client).await, Vec::<String>::new());
}

/// Runs a command of the program on this database.
async fn run_on(database: &TestDatabase, arguments: &[&str]) -> Output {
    run(arguments, &[("DATABASE_URL", &database.url)], "").await
}

/// The output of `vestnik export` for one chat.
async fn exported(database: &TestDatabase, chat_id: i64, format: &str) -> String {
    let chat_id = chat_id.to_string();
    let arguments = ["export", "--chat", &chat_id, "--format", format];
    let output = run_on(database, &arguments).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The events of a portable export.
fn events_of(export: &str) -> Vec<Value> {
    let lines = export.lines().map(serde_json::from_str::<Value>);
    let events = lines.map(|line| line.unwrap()["event"].take());
    events.filter(|event| !event.is_null()).collect()
}

/// The first column of each row, which must be text.
async fn lines(client: &Client, sql: &str) -> Vec<String> {
    let rows = client.query(sql, &[]).await;
    let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    rows.iter().map(|row| row.get(0)).collect()
}

/// Appends events of every kind to chats of all realms; returns the chats of the school.
async fn generate_activity(database: &TestDatabase) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let store = Store::of(database);
    for _ in 0..3 {
        let pair = database.pair().await;
        for (sender, text) in [
            (&pair.student, "да?"),
            (&pair.teacher, "нет"),
            (&pair.student, "да!"),
        ] {
            let key = Uuid::new_v4();
            appended(store.send_as(pair.chat_id, sender, text, key).await);
        }
        let deleted_message = store.send_message(pair.chat_id, &pair.teacher, "ой").await;
        appended(store.delete(deleted_message, &pair.teacher).await);
        appended(store.read(pair.chat_id, &pair.student, None).await);
        let guest = database.person("student").await;
        database
            .add_participant(pair.chat_id, &guest, "student")
            .await;
        store.send_message(pair.chat_id, &guest, "и я").await;
        database.remove_participant(pair.chat_id, &guest).await;
        // A later read mark includes the earlier one.
        appended(store.read(pair.chat_id, &pair.student, None).await);
        pairs.push(pair);
    }
    generate_campus_activity(database).await;
    market_and_files::generate_market_activity(database).await;
    market_and_files::generate_messenger_activity(database).await;
    pairs
}

/// Private and group conversations with edits, deletions and a new participant.
async fn generate_campus_activity(database: &TestDatabase) {
    let campus = Campus::of(database, 3).await;
    let private = campus.open(0, 1).await;
    let question = campus.send_message(private, 0, "когда?").await;
    event(campus.edit(question, 0, "где?").await);
    campus.reply(private, 1, question).await;
    event(campus.delete(question, 0).await);
    event(campus.delete_chat(private, 1).await);
    campus.open(0, 1).await;
    let group = campus.group(&[0, 1]).await;
    let user_id = campus.id(2);
    let add = AddParticipant {
        chat_id: group,
        user_id,
    };
    event(campus.act(0, add).await);
    let edited = campus.send_message(group, 2, "я тут").await;
    for text in ["я здесь", "здесь"] {
        event(campus.edit(edited, 2, text).await);
    }
    let emoji = Emoji::new("👍").unwrap();
    let message_id = edited;
    for user in [0, 1] {
        let react = AddReaction { message_id, emoji };
        event(campus.act(user, react).await);
    }
    let take_back = RemoveReaction { message_id, emoji };
    event(campus.act(0, take_back).await);
    let chat_id = group;
    for message_id in [edited, campus.send_message(group, 1, "?").await] {
        let pin = PinMessage {
            chat_id,
            message_id,
        };
        event(campus.act(0, pin).await);
    }
    let unpin = UnpinMessage {
        chat_id,
        message_id,
    };
    event(campus.act(0, unpin).await);
    let deleted_group = campus.group(&[2, 1, 0]).await;
    campus.send_message(deleted_group, 1, "?").await;
    event(campus.delete_chat(deleted_group, 2).await);
}

/// Tasks that send, read and delete messages until stopped.
struct BackgroundWorkload {
    stop: Arc<AtomicBool>,
    senders: Vec<JoinHandle<u64>>,
}

impl BackgroundWorkload {
    /// Starts two writers, as two replicas would, with two senders each.
    fn of(database: &TestDatabase, pairs: &[Pair]) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut senders = Vec::new();
        for store in [Store::of(database), Store::of(database)] {
            for pair in pairs.iter().take(2) {
                let (store, pair, stop) = (store.clone(), pair.clone(), stop.clone());
                senders.push(tokio::spawn(exchange_messages(store, pair, stop)));
            }
        }
        Self { stop, senders }
    }

    /// Stops the tasks and returns the number of messages sent; panics if one was refused.
    async fn stop(self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        let mut sent = 0;
        for sender in self.senders {
            sent += sender.await.expect("nothing was refused");
        }
        sent
    }
}

async fn exchange_messages(store: Store, pair: Pair, stop: Arc<AtomicBool>) -> u64 {
    let mut sent = 0;
    while !stop.load(Ordering::Relaxed) {
        let first = store
            .send_message(pair.chat_id, &pair.student, "вопрос")
            .await;
        store
            .send_message(pair.chat_id, &pair.teacher, "ответ")
            .await;
        store
            .read(pair.chat_id, &pair.student, None)
            .await
            .expect("may read");
        store
            .delete(first, &pair.student)
            .await
            .expect("may delete");
        sent += 2;
    }
    sent
}
