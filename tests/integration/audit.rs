//! What the log proves: that the read model follows from it, and who may look.

mod auditor;
mod commands;
mod conversations;
mod erased_live;
mod erasure;
mod exports;
mod hashes;
mod reading;
mod rebuild;
mod strangers;
mod tampering;
mod verify;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::JoinHandle;
use tokio_postgres::Client;
use uuid::Uuid;

use vestnik::domain::Command;

use crate::support::conversations::event;
use crate::support::store::appended;
use crate::support::{Campus, Pair, Store, TestDatabase};

/// What `audit.verify()` says, a line a row.
pub(crate) async fn findings(client: &Client) -> Vec<String> {
    let sql = "SELECT concat_ws(' | ', v.finding, v.relation, v.key, v.attribute,
                                coalesce(v.live, '-'), coalesce(v.derived, '-'))
               FROM audit.verify() AS v";
    let rows = client.query(sql, &[]).await.expect("it can be verified");
    rows.iter().map(|row| row.get(0)).collect()
}

/// A few chats with everything that happens in them.
async fn live_in(database: &TestDatabase) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let store = Store::of(database);
    for _ in 0..3 {
        let pair = database.pair().await;
        for (who, text) in [
            (&pair.student, "да?"),
            (&pair.teacher, "нет"),
            (&pair.student, "да!"),
        ] {
            let key = Uuid::new_v4();
            appended(store.send_as(pair.chat_id, who, text, key).await);
        }
        let slip = store.send_message(pair.chat_id, &pair.teacher, "ой").await;
        appended(store.delete(slip, &pair.teacher).await);
        appended(store.read(pair.chat_id, &pair.student, None).await);
        let guest = database.person("student").await;
        database
            .add_participant(pair.chat_id, &guest, "student")
            .await;
        store.send_message(pair.chat_id, &guest, "и я").await;
        database.remove_participant(pair.chat_id, &guest).await;
        // A later mark stands for the one before, which is missed by nobody.
        appended(store.read(pair.chat_id, &pair.student, None).await);
        pairs.push(pair);
    }
    study_in(database).await;
    strangers::trade_in(database).await;
    strangers::share_in(database).await;
    pairs
}

/// What people do in conversations of their own making.
async fn study_in(database: &TestDatabase) {
    let campus = Campus::of(database, 3).await;
    let private = campus.open(0, 1).await;
    let asked = campus.send_message(private, 0, "когда?").await;
    event(campus.edit(asked, 0, "где?").await);
    campus.reply(private, 1, asked).await;
    event(campus.delete(asked, 0).await);
    event(campus.delete_chat(private, 1).await);
    campus.open(0, 1).await;
    let group = campus.group(&[0, 1]).await;
    let user_id = campus.id(2);
    let add = Command::AddParticipant {
        chat_id: group,
        user_id,
    };
    event(campus.act(0, add).await);
    let said = campus.send_message(group, 2, "я тут").await;
    for text in ["я здесь", "здесь"] {
        event(campus.edit(said, 2, text).await);
    }
    let brief = campus.group(&[2, 1, 0]).await;
    campus.send_message(brief, 1, "?").await;
    event(campus.delete_chat(brief, 2).await);
}

/// Senders, deleters and readers on writers of their own, until asked to stop.
struct Traffic {
    stop: Arc<AtomicBool>,
    senders: Vec<JoinHandle<u64>>,
}

impl Traffic {
    /// Two writers, as two replicas have, and two senders at each.
    fn of(database: &TestDatabase, pairs: &[Pair]) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut senders = Vec::new();
        for store in [Store::of(database), Store::of(database)] {
            for pair in pairs.iter().take(2) {
                let (store, pair, stop) = (store.clone(), pair.clone(), stop.clone());
                senders.push(tokio::spawn(converse(store, pair, stop)));
            }
        }
        Self { stop, senders }
    }

    /// Stops them; how many messages they sent. Fails if anything was refused.
    async fn stop(self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        let mut sent = 0;
        for sender in self.senders {
            sent += sender.await.expect("nothing was refused");
        }
        sent
    }
}

async fn converse(store: Store, pair: Pair, stop: Arc<AtomicBool>) -> u64 {
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
