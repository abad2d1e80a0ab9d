//! `vestnik verify` and `vestnik rebuild`.

use super::{BackgroundWorkload, assert_no_findings, findings, generate_activity, run_on};
use crate::cli::text;
use crate::support::TestDatabase;
use crate::support::cluster::temporary_directory;

#[tokio::test]
async fn verify_command_reports_a_sound_log() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    database.execute("SELECT FROM audit.seal_log()").await;
    let head = database.head().await;
    let output = run_on(&database, &["verify"]).await;
    let stdout = text(&output.stdout);
    assert!(output.status.success(), "{stdout}{}", text(&output.stderr));
    assert_eq!(
        stdout,
        format!(
            "the log matches its seals up to position {head} of {head}\n\
             read as plain tables, hashed by this program: audit.author_keys, audit.erasure_steps, \
             audit.seals, public.erasures, public.events, public.users\n\
             the read model matches the log of {head} events\n"
        )
    );
}

#[tokio::test]
async fn verify_command_lists_findings_and_fails() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let tamper = "SELECT FROM audit.seal_log();
        SET session_replication_role = replica;
        UPDATE chats SET last_seq = last_seq + 1 WHERE id = 1;
        UPDATE events SET actor_id = 77 WHERE position = 3";
    database.execute(tamper).await;
    let output = run_on(&database, &["verify"]).await;
    let stdout = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout.contains("chats id=1 last_seq: 6 instead of 5"),
        "{stdout}"
    );
    assert!(
        stdout.contains("position 3: this event was altered"),
        "{stdout}"
    );
    assert!(text(&output.stderr).contains("differences found"));
}

#[tokio::test]
async fn verify_command_compares_exported_seals() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let seal = "SELECT FROM audit.seal_log(9); SELECT FROM audit.seal_log(9)";
    database.execute(seal).await;
    let folder = temporary_directory();
    let file = folder.join("seals.csv");
    let file = file.to_str().unwrap();
    let export = run_on(&database, &["export", "--seals", "--output", file]).await;
    assert!(export.status.success(), "{}", text(&export.stderr));
    assert_eq!(std::fs::read_to_string(file).unwrap().lines().count(), 3);

    let output = run_on(&database, &["verify", "--seals", file]).await;
    assert!(output.status.success(), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("2 exported seals match"));

    let empty_file = folder.join("empty_file.csv");
    std::fs::write(&empty_file, "").unwrap();
    let empty_file = empty_file.to_str().unwrap();
    let output = run_on(&database, &["verify", "--seals", empty_file]).await;
    assert!(!output.status.success(), "an empty file must not pass");
    assert!(text(&output.stderr).contains("it contains no seal"));

    let reseal = "SET session_replication_role = replica;
        UPDATE events SET actor_id = 77, payload = payload || '{\"content\": \"!\"}' WHERE position = 2;
        UPDATE messages SET sender_id = 77, content = '!' WHERE id = 2;
        DELETE FROM audit.seals;
        SELECT FROM audit.seal_log(9); SELECT FROM audit.seal_log(9)";
    database.execute(reseal).await;
    let output = run_on(&database, &["verify", "--seals", file]).await;
    let stdout = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout.contains("position 9: the seal that ends at this position is another one"),
        "{stdout}"
    );
    assert!(
        stdout.contains("position 18: the seal that ends at this position is another one"),
        "{stdout}"
    );
}

#[tokio::test]
async fn rebuild_command_repairs_findings_during_appends() {
    let database = TestDatabase::new().await;
    let pairs = generate_activity(&database).await;
    let tamper = "SET session_replication_role = replica;
        UPDATE messages SET content = 'forged';
        DELETE FROM chat_participants WHERE chat_id = 1 AND role = 'admin'";
    database.execute(tamper).await;
    let workload = BackgroundWorkload::of(&database, &pairs);
    let output = run_on(&database, &["rebuild"]).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let stdout = text(&output.stdout);
    assert!(
        stdout.contains("events/s") && stdout.contains("rows were repaired"),
        "{stdout}"
    );
    assert!(workload.stop().await > 0);
    assert_no_findings(&database.client().await).await;
    assert!(run_on(&database, &["verify"]).await.status.success());
}

/// Repair replaces rows in batches, and two batches may contain rows whose unique values were
/// swapped.
#[tokio::test]
async fn repair_restores_swapped_unique_values() {
    let database = TestDatabase::new().await;
    generate_activity(&database).await;
    let client = database.client().await;
    let swap = "SET session_replication_role = replica;
        CREATE TEMPORARY TABLE of AS SELECT id, pair_key FROM chats ORDER BY id LIMIT 2;
        UPDATE chats SET pair_key = NULL WHERE id IN (SELECT id FROM of);
        UPDATE chats AS c SET pair_key = of.pair_key FROM of
        WHERE of.id <> c.id AND c.id IN (SELECT id FROM of);
        SET session_replication_role = origin";
    client.batch_execute(swap).await.unwrap();
    assert_eq!(findings(&client).await.len(), 2);
    let correct = "SELECT audit_replay.begin();
        SELECT audit_replay.record_differences();
        SELECT audit_replay.repair(0, 1);
        SELECT audit_replay.repair(1, 1)";
    client.batch_execute(correct).await.unwrap();
    assert_no_findings(&client).await;
}
