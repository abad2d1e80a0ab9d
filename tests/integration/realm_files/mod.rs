//! Realms that are files: `REALMS_DIR`.

mod api;
mod log_ins;
mod mirror;
mod older_contracts;
mod overrides;
mod policy;
mod reasons;
mod wrong_files;

use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;
use vestnik::db::schema;
use vestnik::realms::Realms;

use crate::support::{Client, Person, Replica, TestDatabase};

/// The file of the realm that `docs/realms/your-own.md` shows.
const CLINIC: &str = include_str!("../../../docs/realms/your-own.md");

/// The name of that file.
const CLINIC_FILE: &str = "clinic.toml";

/// The first block of TOML in a page.
fn clinic() -> &'static str {
    let (_, rest) = CLINIC.split_once("```toml\n").expect("a file is shown");
    rest.split_once("```").expect("the block ends").0
}

/// A directory with files of realms.
struct RealmsDir(TempDir);

/// A server with the clinic and the realms of the program, and its people.
struct ClinicFixture {
    database: TestDatabase,
    replica: Replica,
    ann: Person,
    bob: Person,
    doctor: Person,
    chief: Person,
}

impl RealmsDir {
    fn with(files: &[(&str, &str)]) -> Self {
        let directory = Self(tempfile::tempdir().expect("a directory can be made"));
        for (file, text) in files {
            std::fs::write(directory.file(file), text).expect("a file can be written");
        }
        directory
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn remove(&self, name: &str) {
        std::fs::remove_file(self.file(name)).expect("the file is there");
    }

    fn setting(&self) -> (&'static str, &str) {
        let path = self.0.path().to_str().expect("its path is Unicode");
        ("REALMS_DIR", path)
    }
}

/// A server with these files, whose policies the database has.
async fn serve(database: &TestDatabase, files: &[(&str, &str)]) -> Replica {
    let owned = files
        .iter()
        .map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
    let realms = Realms::with_files(owned.collect()).expect("the files are right");
    let connector = database.connector();
    let migrated = schema::migrate_with_realms(&connector, realms.policies(), &[]).await;
    migrated.expect("the policies can be mirrored");
    let directory = RealmsDir::with(files);
    let settings = [("REALMS", "all"), directory.setting()];
    Replica::spawn_with(database, &settings).await
}

impl ClinicFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        Self {
            replica: serve(&database, &[(CLINIC_FILE, clinic())]).await,
            ann: database.person("member").await,
            bob: database.person("member").await,
            doctor: database.person("moderator").await,
            chief: database.person("admin").await,
            database,
        }
    }

    fn client(&self, person: &Person) -> Client {
        self.replica.client(person)
    }

    /// A private chat of Ann's with Bob.
    async fn chat(&self) -> i64 {
        let new = json!({ "type": "private", "user_ids": [self.bob.id] });
        let chat = self.client(&self.ann).post("/v1/clinic/chats", &new).await;
        id_of(&chat.expect(201))
    }

    /// Sends a message to a chat; returns its id.
    async fn send(&self, by: &Person, chat_id: i64, text: &str) -> i64 {
        let path = format!("/v1/clinic/chats/{chat_id}/messages");
        let sent = self.client(by).post(&path, &json!({ "text": text })).await;
        id_of(&sent.expect(201))
    }
}

fn id_of(thing: &Value) -> i64 {
    thing["id"].as_i64().expect("an id")
}

#[test]
fn the_file_of_the_page_has_twelve_lines() {
    assert_eq!(clinic().lines().count(), 12);
}
