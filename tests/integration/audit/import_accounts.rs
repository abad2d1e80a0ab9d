//! The accounts and API keys of imported files.

use serde_json::json;

use super::import_refusals::{MESSAGE, PERSON, joined, lines_of_chat, set};
use super::imports::{check, export_of, file_of, import, target};
use super::run_on;
use crate::cli::text;

#[tokio::test]
async fn admins_of_a_file_are_named_and_become_members() {
    let (_source, _, mut lines) = lines_of_chat().await;
    set(&mut lines[PERSON - 1], "/person/role", json!("admin"));
    let key = lines[PERSON - 1]["person"]["key"].as_str().unwrap();
    let file = file_of(&joined(&lines));
    let path = file.to_str().unwrap();
    let admins = "SELECT count(*) FROM users WHERE role = 'admin'";
    for (arguments, becomes, count) in [
        (&["import", "--check", path][..], "becomes a member", 0),
        (&["import", path], "becomes a member", 0),
        (&["import", "--keep-roles", path], "keeps this role", 1),
    ] {
        let target = target().await;
        let output = run_on(&target, arguments).await;
        let stdout = text(&output.stdout);
        assert!(output.status.success(), "{stdout}");
        let named = format!("{path}:{PERSON}: {key}");
        let line = stdout.lines().find(|line| line.starts_with(&named));
        let ends = format!("is admin, and {becomes}");
        assert!(line.is_some_and(|line| line.ends_with(&ends)), "{stdout}");
        assert_eq!(target.number(admins).await, count, "{arguments:?}");
    }
}

#[tokio::test]
async fn deactivated_people_stay_deactivated() {
    let (source, pair, _) = lines_of_chat().await;
    let deactivate = format!(
        "UPDATE users SET former_realms = '{{school}}', realms = '{{}}', deactivated_at = '2026-01-02'
         WHERE id = {}",
        pair.student.id
    );
    source.execute(&deactivate).await;
    let export = export_of(&source, Some("school")).await;
    let target = target().await;
    import(&target, &file_of(&export)).await;
    let deactivated = "SELECT count(*) FROM users
                       WHERE deactivated_at = '2026-01-02' AND former_realms = '{school}'
                         AND realms = '{}'";
    assert_eq!(target.number(deactivated).await, 1);
    assert_eq!(export_of(&target, Some("school")).await, export);
}

#[tokio::test]
async fn keys_of_another_database_are_not_taken_for_keys_here() {
    let (source, pair, mut lines) = lines_of_chat().await;
    let send = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload) VALUES ({}, 'message_sent', {},
             '{{\"content\": \"paid\", \"via_key\": \"billing\"}}')",
        pair.chat_id, pair.student.id
    );
    source.execute(&send).await;
    let export = export_of(&source, Some("school")).await;
    let target = target().await;
    import(&target, &file_of(&export)).await;
    let of_key = "SELECT count(*) FROM audit.key_activity('billing')";
    assert_eq!(
        (source.number(of_key).await, target.number(of_key).await),
        (1, 0)
    );
    assert_eq!(export_of(&target, Some("school")).await, export);
    for database in [&source, &target] {
        assert_eq!(check(database, &file_of(&export)).await, []);
    }

    set(
        &mut lines[MESSAGE - 1],
        "/event/payload/via_key",
        json!("billing"),
    );
    let problems = check(&self::target().await, &file_of(&joined(&lines))).await;
    assert_eq!(problems[0].reason, "`via_key` is no key of a database");
}
