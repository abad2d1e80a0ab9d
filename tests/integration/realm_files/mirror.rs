//! The table `realms` mirrors the files.

use serde_json::json;

use super::{CLINIC_FILE, ClinicFixture, RealmsDir, clinic, serve};
use crate::cli::{run, text};
use crate::support::{ReplicaProcess, TestDatabase, assert_refused};

/// Runs a command on a database with the files of a directory. Returns its errors, or `None`.
async fn attempt(
    database: &TestDatabase,
    directory: &RealmsDir,
    arguments: &[&str],
) -> Option<String> {
    let settings = [("DATABASE_URL", database.url.as_str()), directory.setting()];
    let output = run(arguments, &settings, "").await;
    (!output.status.success()).then(|| text(&output.stderr))
}

async fn spawn(database: &TestDatabase, directory: &RealmsDir) -> ReplicaProcess {
    ReplicaProcess::spawn_with(database, &[("REALMS", "all"), directory.setting()]).await
}

#[tokio::test]
async fn serve_refuses_policies_that_differ_until_migrate_has_mirrored_them() {
    let database = TestDatabase::new().await;
    let directory = RealmsDir::with(&[(CLINIC_FILE, clinic())]);
    for (file, content, says) in [
        (CLINIC_FILE, clinic(), "`clinic` is new"),
        (CLINIC_FILE, "edits = false", "`clinic` has another policy"),
        ("school.toml", "edits = true", "`school` has another policy"),
    ] {
        std::fs::write(directory.file(file), content).unwrap();
        let refused = attempt(&database, &directory, &["serve"]).await;
        let refused = refused.expect("the server does not start");
        assert!(
            refused.contains(says) && refused.contains("`vestnik migrate`"),
            "{refused}"
        );
        assert_eq!(attempt(&database, &directory, &["migrate"]).await, None);
        let replica = spawn(&database, &directory).await;
        replica.anonymous_client().get("/ready").await.expect(200);
        replica
            .anonymous_client()
            .get("/v1/clinic/policy")
            .await
            .expect(200);
    }
    let none = RealmsDir::with(&[]);
    let refused = attempt(&database, &none, &["serve"])
        .await
        .expect("it does not start");
    assert!(refused.contains("`clinic` has no file"), "{refused}");
}

#[tokio::test]
async fn the_first_server_of_an_empty_database_mirrors_its_files() {
    let database = TestDatabase::without_schema().await;
    let directory = RealmsDir::with(&[(CLINIC_FILE, clinic())]);
    let replica = spawn(&database, &directory).await;
    replica
        .anonymous_client()
        .get("/v1/clinic/policy")
        .await
        .expect(200);
    let mirrored = "SELECT count(*) FROM realms WHERE realm = 'clinic' AND max_members = 50";
    assert_eq!(database.number(mirrored).await, 1);
}

#[tokio::test]
async fn a_replica_with_former_files_is_outdated_after_a_migration() {
    let database = TestDatabase::new().await;
    let former = serve(&database, &[]).await;
    let ready = former.anonymous_client().get("/ready").await.expect(200);
    assert_eq!(ready["schema"], "ok");
    let directory = RealmsDir::with(&[("school.toml", "edits = true")]);
    assert_eq!(attempt(&database, &directory, &["migrate"]).await, None);
    let ready = former.anonymous_client().get("/ready").await.expect(200);
    assert_eq!(ready["schema"], "outdated");
}

#[tokio::test]
async fn a_gone_realm_with_chats_ends_only_when_it_is_retired() {
    let fixture = ClinicFixture::new().await;
    let chat_id = fixture.chat().await;
    fixture.send(&fixture.ann, chat_id, "kept").await;
    let (database, directory) = (&fixture.database, RealmsDir::with(&[]));
    let refused = attempt(database, &directory, &["migrate"]).await;
    let refused = refused.expect("the chats would be lost");
    assert!(
        refused.contains("`vestnik migrate --retire clinic`"),
        "{refused}"
    );
    let other = attempt(database, &directory, &["migrate", "--retire", "hospital"]).await;
    assert!(other.is_some_and(|error| error.contains("no such realm")));

    let retire = ["migrate", "--retire", "clinic"];
    for _ in 0..2 {
        assert_eq!(attempt(database, &directory, &retire).await, None);
    }
    let replica = spawn(database, &directory).await;
    let ann = replica.client(&fixture.ann);
    let path = format!("/v1/clinic/chats/{chat_id}");
    assert_refused(&ann.get(&path).await, 404, "no_such_realm");
    let kept = "SELECT count(*) FROM events WHERE realm = 'clinic' AND kind = 'message_sent'";
    assert_eq!(database.number(kept).await, 1);
    assert_eq!(
        database.number("SELECT count(*) FROM audit.verify()").await,
        0
    );

    let again = RealmsDir::with(&[(CLINIC_FILE, clinic())]);
    assert_eq!(attempt(database, &again, &["migrate"]).await, None);
    let replica = spawn(database, &again).await;
    let chat = replica.client(&fixture.ann).get(&path).await.expect(200);
    assert_eq!(chat["last_message"]["text"], "kept");
}

#[tokio::test]
async fn a_gone_realm_without_chats_ends_by_itself() {
    let database = TestDatabase::new().await;
    let directory = RealmsDir::with(&[(CLINIC_FILE, clinic())]);
    assert_eq!(attempt(&database, &directory, &["migrate"]).await, None);
    directory.remove(CLINIC_FILE);
    assert_eq!(attempt(&database, &directory, &["migrate"]).await, None);
    let retired = "SELECT count(*) FROM realms WHERE realm = 'clinic' AND retired_at IS NOT NULL";
    assert_eq!(database.number(retired).await, 1);
}

#[tokio::test]
async fn a_realm_with_a_file_is_not_retired() {
    let database = TestDatabase::new().await;
    let directory = RealmsDir::with(&[(CLINIC_FILE, clinic())]);
    for realm in ["clinic", "school"] {
        let refused = attempt(&database, &directory, &["migrate", "--retire", realm]).await;
        assert!(
            refused.is_some_and(|error| error.contains("has a file")),
            "{realm}"
        );
    }
}

#[tokio::test]
async fn a_key_opens_a_realm_of_a_file() {
    let fixture = ClinicFixture::new().await;
    let directory = RealmsDir::with(&[(CLINIC_FILE, clinic())]);
    let add = ["key", "add", "--name", "records", "--scope", "users,chats"];
    let arguments = |realm| [&add[..], &["--realm", realm]].concat();
    let settings = [
        ("DATABASE_URL", fixture.database.url.as_str()),
        directory.setting(),
    ];
    let refused = run(&arguments("hospital"), &settings, "").await;
    assert!(text(&refused.stderr).contains("no realm `hospital`"));
    let added = run(&arguments("clinic"), &settings, "").await;
    assert!(added.status.success(), "{}", text(&added.stderr));
    let key = fixture
        .replica
        .anonymous_client()
        .with_token(text(&added.stdout).trim());
    let members = [fixture.ann.id, fixture.bob.id];
    let new = json!({ "type": "private", "user_ids": members });
    key.post("/v1/clinic/chats", &new).await.expect(201);
}
