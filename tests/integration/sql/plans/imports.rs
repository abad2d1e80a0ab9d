//! The statements of `vestnik import` and `vestnik export`.

use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::audit::{Check, Import, ImportFile, PortableExport};

use super::{
    BASE_PAGES, PAGES_PER_ROW, Run, STATES, State, cluster, database_with_page_log, fill, logged,
    run_since,
};
use crate::support::TestDatabase;
use crate::support::cluster::{Cluster, temporary_directory};

/// Messages in each file.
const MESSAGES: u128 = 20;
const ORIGIN: Uuid = Uuid::from_u128(7);

/// A file of a chat of two new people, with replies, an edit and a file.
fn export(n: u128) -> String {
    let event_id = |place: u128| Uuid::from_u128((n << 64) | place);
    let chat = event_id(1);
    let people = [2 * n, 2 * n + 1].map(|number| format!("{number}@{ORIGIN}"));
    let at = "2024-05-01T10:00:00.000Z";
    let event = |place: u128, kind: &str, payload: Value| {
        json!({ "event": {
            "event_id": event_id(place), "at": at, "realm": "school", "chat": chat,
            "kind": kind, "actor": people[0], "payload": payload,
        } })
    };
    let mut lines = vec![json!({ "vestnik_export": { "version": 1 } })];
    for key in &people {
        lines.push(json!({ "person": {
            "key": key, "email": format!("{key}.test"), "name": "N.", "role": "teacher",
            "created_at": at,
        } }));
    }
    let members = people.each_ref().map(|key| json!({ "user_id": key }));
    let pair_key = format!("{}:{}", people[0], people[1]);
    let created = json!({ "pair_key": pair_key, "participants": members });
    lines.push(event(1, "chat_created", created));
    for place in 2..2 + MESSAGES {
        let file = json!({ "key": event_id(100 + place), "name": "n", "owner": people[0] });
        let mut payload = json!({ "content": "text", "attachments": [file] });
        if place > 2 {
            payload["reply_to"] = json!(event_id(2));
        }
        lines.push(event(place, "message_sent", payload));
    }
    let edited = json!({ "message_id": event_id(2), "content": "edited" });
    lines.push(event(2 + MESSAGES, "message_edited", edited));
    let events = lines.len() - 3;
    lines.push(json!({ "end": { "events": events } }));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The sessions of an import, which make their plans once.
struct Sessions {
    check: Check,
    import: Import,
    files: u128,
}

impl Sessions {
    async fn of(database: &TestDatabase) -> Self {
        let owner = database.connector();
        Self {
            check: Check::begin(&owner).await.unwrap(),
            import: Import::begin(&owner).await.unwrap(),
            files: 1,
        }
    }

    /// Checks and imports a file with new people and events.
    async fn once(&mut self) {
        let path = temporary_directory().join("export.jsonl");
        std::fs::write(&path, export(self.files)).unwrap();
        self.files += 1;
        let chunk = || ImportFile::open(&path).unwrap().next_chunk().unwrap();
        let problems = self.check.chunk(chunk().unwrap()).await.unwrap();
        assert_eq!(problems, []);
        self.import.chunk(chunk().unwrap()).await.unwrap();
    }
}

async fn run_in(cluster: &Cluster, state: &State) -> Vec<Run> {
    let name = format!("import_{}", state.name);
    let database = database_with_page_log(cluster, &name).await;
    let mut sessions = Sessions::of(&database).await;
    fill(&database, state.before).await;
    if state.analysed_before {
        database.execute("ANALYZE").await;
    }
    // Postgres uses custom plans for the first five executions, then a generic plan.
    for _ in 0..7 {
        sessions.once().await;
    }
    fill(&database, state.after).await;
    let mark = logged(cluster);
    sessions.once().await;
    let chat = "SELECT max(id) FROM chats WHERE realm = 'school'";
    let chat_id = database.number(chat).await;
    let owner = database.connector();
    let export = PortableExport::of_chat(&owner, chat_id);
    export.await.unwrap().write(&mut Vec::new()).await.unwrap();
    run_since(cluster, mark)
}

#[tokio::test]
async fn import_and_export_touch_few_pages_under_any_statistics() {
    let cluster = cluster().await;
    let mut culprits = Vec::new();
    for state in &STATES {
        let run = run_in(&cluster, state).await;
        for expected in [
            "What is wrong with events",
            "Which of these events the log has",
            "The ids of files by key",
            "Appends events at positions",
            "at positions after $2 up to $3",
        ] {
            let is_seen = run.iter().any(|run| run.text.contains(expected));
            assert!(is_seen, "no {expected:?} among {}", run.len());
        }
        // A statement that writes returns no rows.
        let rows = |run: &Run| run.rows.max(MESSAGES as f64);
        let too_many = |run: &&Run| run.pages > BASE_PAGES + PAGES_PER_ROW * rows(run);
        let of_state = run.iter().filter(too_many);
        culprits.extend(of_state.map(|run| format!("{}: {}: {}", state.name, run.pages, run.text)));
    }
    assert!(culprits.is_empty(), "{culprits:#?}");
}
