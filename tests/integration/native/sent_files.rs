//! The log says which files were sent, and `vestnik verify --files` compares the stored ones with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use uuid::Uuid;

use super::uploads::{content, uploaded};
use super::{NativeFixture, PNG, Two, upload};
use crate::cli::{run, text};
use crate::support::TestDatabase;

const TEXT: &[u8] = b"hello";
/// More than two parts of the storage.
const LONG: usize = 1_300_000;

/// A message with a picture, a text and a file that was uploaded in parts.
struct Sent {
    fixture: NativeFixture,
    group: Two,
    folder: TempDir,
    message_id: i64,
    files: Vec<i64>,
}

impl Sent {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("file://{}", folder.path().display());
        let fixture = NativeFixture::with(&[("STORAGE_URL", &url)]).await;
        let group = fixture.group("campus").await;
        let picture = upload(&group.one, "campus", "фото.png", PNG).await;
        let note = upload(&group.one, "campus", "note.txt", TEXT).await;
        let long = uploaded(&group.one, "campus", "long.bin", &content(LONG)).await;
        assert_eq!(long.status, 204, "{}", long.body);
        let id = |body: &Value| -> i64 { body["id"].as_i64().unwrap() };
        let long = long.headers["attachment-id"].to_str().unwrap();
        let files = vec![
            id(&picture.expect(201)),
            id(&note.expect(201)),
            long.parse().unwrap(),
        ];
        let body = json!({ "text": "вот", "attachment_ids": files });
        let sent = group.one.post(&group.chat("/messages"), &body).await;
        let message_id = sent.expect(201)["id"].as_i64().unwrap();
        fixture
            .database
            .execute("SELECT FROM audit.seal_log()")
            .await;
        Self {
            fixture,
            group,
            folder,
            message_id,
            files,
        }
    }

    /// `files` of an event.
    async fn logged(&self, position: i64) -> Value {
        let sql = "SELECT payload -> 'files' FROM events WHERE position = $1";
        let client = self.fixture.database.client().await;
        let row = client.query_one(sql, &[&position]).await.unwrap();
        row.get::<_, Option<Value>>(0).unwrap_or_default()
    }

    /// Where the storage has a file.
    async fn path(&self, file: i64) -> PathBuf {
        let sql = "SELECT key FROM attachments WHERE id = $1";
        let client = self.fixture.database.client().await;
        let key: Uuid = client.query_one(sql, &[&file]).await.unwrap().get(0);
        let key = key.to_string();
        self.folder.path().join(&key[key.len() - 2..]).join(key)
    }

    async fn verify(&self) -> Vec<String> {
        verify(&self.fixture.database, self.folder.path()).await
    }
}

async fn command(database: &TestDatabase, folder: &Path, arguments: &[&str]) -> Output {
    let storage = format!("file://{}", folder.display());
    let settings = [
        ("DATABASE_URL", database.url.as_str()),
        ("STORAGE_URL", &storage),
    ];
    run(arguments, &settings, "").await
}

/// The lines of `vestnik verify --files` about files, which are the last ones.
async fn verify(database: &TestDatabase, folder: &Path) -> Vec<String> {
    let output = command(database, folder, &["verify", "--files"]).await;
    let stdout = text(&output.stdout);
    let lines = stdout.lines().map(str::to_owned);
    let lines = lines.skip_while(|line| !line.starts_with("the read model matches"));
    let lines: Vec<String> = lines.skip(1).collect();
    let has_findings = lines.iter().any(|line| line.starts_with("position"));
    assert_eq!(output.status.success(), !has_findings, "{stdout}");
    lines
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn log_has_name_size_and_hash_of_sent_files() {
    let sent = Sent::new().await;
    let picture = fs::read(sent.path(sent.files[0]).await).unwrap();
    let expected = json!([
        { "name": "фото.png", "size": picture.len(), "sha256": sha256(&picture) },
        { "name": "note.txt", "size": TEXT.len(), "sha256": sha256(TEXT) },
        { "name": "long.bin", "size": LONG, "sha256": sha256(&content(LONG)) },
    ]);
    assert_eq!(sent.logged(sent.message_id).await, expected);
    // A forwarded message has the files of the other one.
    let body = json!({ "forward_id": sent.message_id });
    let messages = sent.group.chat("/messages");
    let forwarded = sent.group.other.post(&messages, &body).await.expect(201);
    let position = forwarded["id"].as_i64().unwrap();
    assert_eq!(sent.logged(position).await, expected);
    assert_eq!(sent.verify().await, ["6 files are as they were sent"]);
    sent.fixture.assert_verified().await;
}

#[tokio::test]
async fn swapped_and_missing_files_are_found() {
    let sent = Sent::new().await;
    let position = sent.message_id;
    let [picture, note, long] = sent.files[..] else {
        panic!("three files");
    };
    // By the owner, who also changes what the table says of it.
    fs::write(sent.path(note).await, b"HELLO").unwrap();
    let swap = format!("UPDATE attachments SET sha256 = sha256('HELLO') WHERE id = {note}");
    sent.fixture.database.execute(&swap).await;
    let swapped =
        format!("position {position}: file {note} \"note.txt\" is not the one that was sent");
    let found = sent.verify().await;
    assert_eq!(found, [&swapped, "2 files are as they were sent"]);
    fs::remove_file(sent.path(picture).await).unwrap();
    let hide = format!("UPDATE attachments SET deleted_at = now() WHERE id = {long}");
    sent.fixture.database.execute(&hide).await;
    let found = sent.verify().await;
    let missing =
        |file: i64, name: &str| format!("position {position}: file {file} \"{name}\" is missing");
    assert_eq!(
        found,
        [
            missing(picture, "фото.png"),
            swapped,
            missing(long, "long.bin"),
            "0 files are as they were sent".to_owned()
        ]
    );
}

#[tokio::test]
async fn altered_hash_of_a_file_breaks_the_seal() {
    let sent = Sent::new().await;
    let altered = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(sent.fixture.database.number(altered).await, 0);
    let forge = format!(
        "SET session_replication_role = replica;
         UPDATE events SET payload = jsonb_set(payload, '{{files,1,sha256}}', to_jsonb(repeat('0', 64)))
         WHERE position = {}",
        sent.message_id
    );
    sent.fixture.database.execute(&forge).await;
    assert_eq!(sent.fixture.database.number(altered).await, 1);
}

#[tokio::test]
async fn erasing_removes_what_the_log_says_of_files_and_keeps_seals() {
    let sent = Sent::new().await;
    let body = json!({ "forward_id": sent.message_id });
    let messages = sent.group.chat("/messages");
    let forwarded = sent.group.other.post(&messages, &body).await.expect(201);
    let database = &sent.fixture.database;
    database.execute("SELECT FROM audit.seal_log()").await;
    let erase = format!("CALL audit.erase_user({})", sent.group.one_id);
    database.execute(&erase).await;
    for position in [sent.message_id, forwarded["id"].as_i64().unwrap()] {
        assert_eq!(sent.logged(position).await, Value::Null);
    }
    let altered = "SELECT count(*) FROM audit.verify_hashes()";
    assert_eq!(database.number(altered).await, 0);
    assert_eq!(sent.verify().await, ["0 files are as they were sent"]);
    sent.fixture.assert_verified().await;
}

#[tokio::test]
async fn message_by_sql_says_what_its_files_are() {
    let sent = Sent::new().await;
    let database = &sent.fixture.database;
    let insert = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'message_sent', {}, '{{\"content\": \"\", \"attachments\": [{}]}}')
         RETURNING position",
        sent.group.chat_id, sent.group.one_id, sent.files[1]
    );
    let position = database.number(&insert).await;
    let expected = json!([{ "name": "note.txt", "size": TEXT.len(), "sha256": sha256(TEXT) }]);
    assert_eq!(sent.logged(position).await, expected);
    assert_eq!(sent.verify().await, ["4 files are as they were sent"]);
    let strip = format!(
        "SET session_replication_role = replica;
         UPDATE events SET payload = payload - 'files' WHERE position = {position}"
    );
    database.execute(&strip).await;
    let problem = "this event does not say what each of its files was";
    let found = sent.verify().await;
    assert_eq!(
        found,
        [
            format!("position {position}: {problem}"),
            "3 files are as they were sent".to_owned()
        ]
    );
}

#[tokio::test]
async fn files_that_were_imported_by_name_only_are_counted_apart() {
    let sent = Sent::new().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.jsonl");
    let file = file.to_str().unwrap();
    let source = &sent.fixture.database;
    let exported = command(
        source,
        folder.path(),
        &["export", "--all", "--output", file],
    )
    .await;
    assert!(exported.status.success(), "{}", text(&exported.stderr));
    let target = TestDatabase::new().await;
    let another = "UPDATE audit.origin SET id = gen_random_uuid()";
    target.execute(another).await;
    let imported = command(&target, folder.path(), &["import", file]).await;
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    let found = verify(&target, folder.path()).await;
    assert_eq!(
        found,
        [
            "0 files are as they were sent",
            "3 files of imported messages are not here: only their names were imported"
        ]
    );
}
