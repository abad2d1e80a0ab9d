//! `vestnik export --chat --proof` and `vestnik verify-proof`: a chat is checked without its server and database.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};

use vestnik::audit::{CheckedProof, HEADER, Seal};

use super::{generate_activity, run_on};
use crate::cli::{run, text};
use crate::support::cluster::temporary_directory;
use crate::support::{Pair, Store, TestDatabase};

/// The proof of a chat, and the kept seals.
struct Exported {
    database: TestDatabase,
    pair: Pair,
    proof: PathBuf,
    seals: PathBuf,
}

impl Exported {
    /// Of a chat among others, under seals of seven events each.
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let pair = generate_activity(&database).await.remove(0);
        Self::of(database, pair).await
    }

    async fn of(database: TestDatabase, pair: Pair) -> Self {
        let all = "DO $$ BEGIN
            WHILE EXISTS (SELECT FROM audit.seal_log(7)) LOOP END LOOP;
        END $$";
        database.execute(all).await;
        let folder = temporary_directory();
        let (proof, seals) = (folder.join("proof.json"), folder.join("seals.csv"));
        let kept = run_on(&database, &["export", "--seals", name(&seals)]).await;
        assert!(kept.status.success(), "{}", text(&kept.stderr));
        let exported = Self {
            database,
            pair,
            proof,
            seals,
        };
        let output = exported.export().await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        exported
    }

    async fn export(&self) -> Output {
        let chat = self.pair.chat_id.to_string();
        let proof = ["export", "--chat", &chat, "--proof", "--output"];
        run_on(&self.database, &[&proof[..], &[name(&self.proof)]].concat()).await
    }

    /// Runs the command without a database.
    async fn verify(&self) -> Output {
        let arguments = ["verify-proof", name(&self.proof), "--seals"];
        run(&[&arguments[..], &[name(&self.seals)]].concat(), &[], "").await
    }

    fn proof(&self) -> Value {
        serde_json::from_str(&self.proof_text()).unwrap()
    }

    fn proof_text(&self) -> String {
        std::fs::read_to_string(&self.proof).unwrap()
    }

    fn kept(&self) -> Vec<Seal> {
        let kept = std::fs::read_to_string(&self.seals).unwrap();
        let lines = kept.lines().filter(|line| *line != HEADER);
        lines.map(|line| line.parse().unwrap()).collect()
    }
}

fn name(file: &Path) -> &str {
    file.to_str().unwrap()
}

/// What is found in a proof.
fn findings(proof: &Value, kept: &[Seal]) -> Vec<String> {
    let checked = CheckedProof::of(&proof.to_string(), kept).expect("it is readable");
    let listed = checked.findings.listed().iter();
    listed.map(ToString::to_string).collect()
}

/// The event at a position.
fn event_at(proof: &mut Value, position: i64) -> &mut Value {
    let seals = proof["seals"].as_array_mut().unwrap().iter_mut();
    let mut events = seals.flat_map(|seal| seal["events"].as_array_mut().unwrap());
    events
        .find(|event| event["position"] == position)
        .expect("the event")
}

/// The position of the first event of a kind.
fn position_of(proof: &Value, kind: &str) -> i64 {
    let seals = proof["seals"].as_array().unwrap().iter();
    let mut events = seals.flat_map(|seal| seal["events"].as_array().unwrap());
    let event = events.find(|event| event["kind"] == kind);
    event.expect("the event")["position"].as_i64().unwrap()
}

#[tokio::test]
async fn good_proof_is_checked_without_a_database() {
    let exported = Exported::new().await;
    let verified = exported.verify().await;
    let said = text(&verified.stdout);
    assert!(
        verified.status.success(),
        "{said}{}",
        text(&verified.stderr)
    );
    let chat = exported.pair.chat_id;
    let count = format!("SELECT count(*) FROM events WHERE chat_id = {chat}");
    let count = exported.database.number(&count).await;
    let seals = exported.proof()["seals"].as_array().unwrap().len();
    assert!(
        said.contains(&format!(
            "{count} events of chat {chat} are as they were sealed"
        )),
        "{said}"
    );
    assert!(said.contains(&format!("{seals} seals match")), "{said}");
    assert!(seals > 1, "{said}");
}

/// Whoever has the key of an author can test guesses about each of their erased texts.
#[tokio::test]
async fn proof_contains_no_key_of_an_author() {
    let exported = Exported::new().await;
    let keys = "SELECT encode(key, 'hex') FROM audit.author_keys";
    let client = exported.database.client().await;
    let keys = super::lines(&client, keys).await;
    let proof = exported.proof_text();
    assert!(!keys.is_empty());
    for key in keys {
        assert!(!proof.contains(&key));
    }
}

#[tokio::test]
async fn each_change_of_an_event_is_found_at_its_position() {
    let exported = Exported::new().await;
    let (good, kept) = (exported.proof(), exported.kept());
    assert_eq!(findings(&good, &kept), Vec::<String>::new());
    let at = position_of(&good, "message_sent");
    let other = position_of(&good, "message_deleted");
    let altered = format!("position {at}: this event was altered");
    let changes: [(&str, Value); 11] = [
        ("texts", json!("{\"content\": \"нет?\"}")),
        ("texts", json!(null)),
        ("salt", json!("00".repeat(32))),
        ("recorded_at", json!("2026-01-01T00:00:00.000000Z")),
        ("actor_id", json!(77)),
        ("actor_id", json!(null)),
        ("kind", json!("message_edited")),
        ("realm", json!("market")),
        ("origin", json!("import")),
        ("event_id", json!("00000000-0000-7000-8000-000000000000")),
        ("path", json!([])),
    ];
    for (field, value) in changes {
        let mut proof = good.clone();
        event_at(&mut proof, at)[field] = value;
        assert_eq!(findings(&proof, &kept), [&*altered], "{field}");
    }
    let mut proof = good.clone();
    let payload = event_at(&mut proof, at)["payload"].as_str().unwrap();
    event_at(&mut proof, at)["payload"] = payload.replace('{', "{\"type\": \"file\", ").into();
    assert_eq!(findings(&proof, &kept), [&*altered]);

    // Two events change places.
    let mut proof = good.clone();
    let one = event_at(&mut proof, at).clone();
    let two = event_at(&mut proof, other).clone();
    *event_at(&mut proof, other) = one;
    *event_at(&mut proof, at) = two;
    let found = findings(&proof, &kept);
    assert!(
        found.contains(&format!(
            "position {at}: this event is not in the order of the log"
        )),
        "{found:?}"
    );
}

#[tokio::test]
async fn event_of_another_chat_is_found_at_its_position() {
    let exported = Exported::new().await;
    let kept = exported.kept();
    let mut proof = exported.proof();
    proof["chat_id"] = json!(exported.pair.chat_id + 1);
    let at = position_of(&proof, "chat_created");
    let found = findings(&proof, &kept);
    let first = format!("position {at}: this event was altered");
    assert_eq!(found.first(), Some(&first));
}

#[tokio::test]
async fn changed_seals_are_found_at_their_positions() {
    let exported = Exported::new().await;
    let (good, kept) = (exported.proof(), exported.kept());
    let another = "position 7: the seal that ends at this position is another one";
    for (field, value) in [
        ("sealed_at", json!("2026-01-01T00:00:00.000000Z")),
        ("head_position", json!(7000)),
        ("previous_hash", json!("11".repeat(32))),
    ] {
        let mut proof = good.clone();
        proof["seals"][0][field] = value;
        assert_eq!(findings(&proof, &kept), [another], "{field}");
    }
    // Who makes another tree cannot make the kept seal.
    let mut proof = good.clone();
    proof["seals"][0]["root"] = json!("11".repeat(32));
    let found = findings(&proof, &kept);
    assert!(found.contains(&another.to_owned()), "{found:?}");
    assert!(
        found
            .iter()
            .any(|line| line.ends_with("this event was altered"))
    );

    let mut altered = kept.clone();
    altered[0].hash = "11".repeat(32);
    assert_eq!(findings(&good, &altered), [another]);
    let lacks = "position 7: no kept seal ends at this position";
    assert_eq!(findings(&good, &kept[1..]), [lacks]);
}

#[tokio::test]
async fn text_altered_in_the_database_fails_the_proof() {
    let exported = Exported::new().await;
    let at = position_of(&exported.proof(), "message_sent");
    let tamper = format!(
        "SET session_replication_role = replica;
         UPDATE events SET payload = payload || '{{\"content\": \"нет.\"}}' WHERE position = {at}"
    );
    exported.database.execute(&tamper).await;
    assert!(exported.export().await.status.success());
    let verified = exported.verify().await;
    assert_eq!(verified.status.code(), Some(1));
    assert_eq!(
        text(&verified.stdout),
        format!("position {at}: this event was altered\n")
    );
}

#[tokio::test]
async fn erased_text_leaves_neither_text_nor_salt() {
    let exported = Exported::new().await;
    let erase = format!("CALL audit.erase_user({})", exported.pair.student.id);
    exported.database.execute(&erase).await;
    let exported = Exported::of(exported.database, exported.pair).await;
    let mut proof = exported.proof();
    let at = position_of(&proof, "message_sent");
    let event = event_at(&mut proof, at);
    assert!(
        event["payload"]
            .as_str()
            .unwrap()
            .contains("content_digest")
    );
    assert!(event.get("texts").is_none() && event.get("salt").is_none());
    let verified = exported.verify().await;
    let said = text(&verified.stdout);
    assert!(verified.status.success(), "{said}");
    assert!(
        said.contains("texts are not in the file: they were erased, or left out"),
        "{said}"
    );
}

#[tokio::test]
async fn events_behind_the_last_seal_are_named() {
    let exported = Exported::new().await;
    let store = Store::of(&exported.database);
    let pair = &exported.pair;
    let at = store.send_message(pair.chat_id, &pair.teacher, "?").await;
    let output = exported.export().await;
    assert!(output.status.success());
    let verified = exported.verify().await;
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    let lacks = format!(
        "2 events of chat {} at positions {at} to {} were not sealed yet",
        pair.chat_id,
        at + 1
    );
    for said in [text(&output.stderr), text(&verified.stdout)] {
        assert!(said.contains(&lacks), "{said}");
    }
}

#[tokio::test]
async fn file_that_is_no_proof_is_refused() {
    let exported = Exported::new().await;
    let (good, kept) = (exported.proof_text(), exported.kept());
    let head = good.lines().next().unwrap().trim_end_matches(',');
    let deep = "[".repeat(100_000);
    for (file, expected) in [
        (String::new(), "not a proof"),
        ("{}".to_owned(), "missing field"),
        (deep, "not a proof"),
        (good.replace("proof 1", "proof 2"), "its format is not"),
        (format!("{head}, \"seals\": []}}"), "it contains no event"),
        (good.replace("\"root\":\"", "\"root\":\"x"), "hexadecimal"),
        (
            good.replace("\"root\":", "\"route\":"),
            "unknown field `route`",
        ),
        (good[..good.len() / 2].to_owned(), "not a proof"),
    ] {
        let error = CheckedProof::of(&file, &kept).expect_err(expected);
        assert!(error.to_string().contains(expected), "{error}");
    }
    std::fs::write(&exported.proof, "{").unwrap();
    let verified = exported.verify().await;
    assert_eq!(verified.status.code(), Some(1));
    let said = text(&verified.stderr);
    assert!(said.contains("proof.json: not a proof of a chat"), "{said}");
}

#[tokio::test]
async fn unknown_chat_and_unsealed_chat_have_no_proof() {
    let (database, pair) = TestDatabase::with_pair().await;
    let chat = pair.chat_id.to_string();
    for (chat, expected) in [
        (chat.as_str(), "is sealed yet"),
        ("404", "there is no chat 404"),
    ] {
        let output = run_on(&database, &["export", "--chat", chat, "--proof"]).await;
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        assert!(said.contains(expected), "{said}");
    }
}

#[tokio::test]
async fn checker_is_written_without_a_database() {
    let file = temporary_directory().join("checker.html");
    let output = run(&["export", "--proof-checker", name(&file)], &[], "").await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!doctype html>"));
    for outside in ["http:", "https:", "src=", "href=", "import "] {
        assert!(!page.contains(outside), "it loads something: {outside}");
    }
}
