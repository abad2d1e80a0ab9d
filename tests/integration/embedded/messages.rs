//! Whoever meets an error learns what to do next.

use std::fs::Permissions;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use vestnik::embedded::{Embedded, Error};

use super::ground::Ground;

#[tokio::test]
async fn no_postgres_says_what_to_install() {
    let mut ground = Ground::open();
    ground.machine.programs = vec![PathBuf::from("/nonexistent/bin")];

    let text = refusal(&ground).await.to_string();

    for expected in [
        "no PostgreSQL found: looked for initdb and postgres in /nonexistent/bin.",
        "sudo apt install postgresql",
        "sudo dnf install postgresql-server",
        "brew install postgresql@18",
        "DATABASE_URL",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in: {text}");
    }
}

#[tokio::test]
async fn unsupported_postgres_says_which_was_found_where() {
    let mut ground = Ground::open();
    let bin = imitate(ground.root(), 13);
    ground.machine.programs = vec![bin.clone()];

    let text = refusal(&ground).await.to_string();

    assert!(text.contains("versions 15 to 18 are supported"), "{text}");
    assert!(
        text.contains(&format!("PostgreSQL 13 in {}", bin.display())),
        "{text}"
    );
}

#[tokio::test]
async fn existing_database_asks_for_the_version_that_made_it() {
    let mut ground = Ground::open();
    ground.start().await.stop().await.unwrap();
    let version = std::fs::read_to_string(ground.cluster().join("PG_VERSION")).unwrap();
    let version = version.trim();
    let other = if version == "18" { 17 } else { 18 };
    ground.machine.programs = vec![imitate(ground.root(), other)];

    let refusal = refusal(&ground).await;

    assert!(matches!(refusal, Error::MajorNotInstalled { .. }));
    let text = refusal.to_string();
    assert!(
        text.contains(&format!("belongs to PostgreSQL {version}")),
        "{text}"
    );
    assert!(
        text.contains(&format!("found: PostgreSQL {other} in ")),
        "{text}"
    );
    assert!(
        text.contains(&format!("apt install postgresql-{version}")),
        "{text}"
    );
}

#[tokio::test]
async fn password_of_another_database_is_named_as_the_cause() {
    let ground = Ground::open();
    ground.start().await.stop().await.unwrap();
    let pgpass = ground.data_dir.join("pgpass");
    std::fs::write(&pgpass, "*:*:*:vestnik:of-another-database\n").unwrap();

    let refusal = refusal(&ground).await;

    assert!(matches!(refusal, Error::WrongPassword { .. }), "{refusal}");
    assert!(refusal.to_string().contains(pgpass.to_str().unwrap()));
}

#[tokio::test]
async fn failed_start_quotes_the_log_of_postgres() {
    let ground = Ground::open();
    ground.start().await.stop().await.unwrap();
    let settings = ground.cluster().join("postgresql.conf");
    std::fs::write(&settings, "no_such_setting = on\n").unwrap();

    let refusal = refusal(&ground).await;

    assert!(matches!(refusal, Error::Died { .. }), "{refusal}");
    assert!(refusal.to_string().contains("no_such_setting"), "{refusal}");
}

#[tokio::test]
async fn lost_home_is_not_taken_for_an_empty_one() {
    let ground = Ground::open();
    std::fs::create_dir(&ground.data_dir).unwrap();
    let link = ground.data_dir.join("postgres");
    std::os::unix::fs::symlink("/nonexistent/home", &link).unwrap();

    let refusal = refusal(&ground).await;

    assert!(matches!(refusal, Error::Gone { .. }), "{refusal}");
    assert!(
        refusal.to_string().contains("/nonexistent/home"),
        "{refusal}"
    );
}

async fn refusal(ground: &Ground) -> Error {
    Embedded::start_on(&ground.data_dir, ground.machine.clone())
        .await
        .unwrap_err()
}

/// A directory with programs that say they are this version.
fn imitate(root: &Path, major: u32) -> PathBuf {
    let bin = root.join(format!("postgresql-{major}/bin"));
    std::fs::create_dir_all(&bin).unwrap();
    for program in ["postgres", "initdb"] {
        let path = bin.join(program);
        let script = format!("#!/bin/sh\necho '{program} (PostgreSQL) {major}.4'\n");
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        // A child that another test forked while the file was open for writing has it open
        // until it becomes its own program; till then nobody can run the file.
        while Command::new(&path)
            .output()
            .is_err_and(|error| error.kind() == ErrorKind::ExecutableFileBusy)
        {
            std::thread::yield_now();
        }
    }
    bin
}
