//! Errors say what to do next.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use vestnik::embedded::Error;

use super::fixture::{TestMachine, set_mode};

#[track_caller]
fn assert_mentions(error: &Error, expected: &[&str]) {
    let text = error.to_string();
    for expected in expected {
        assert!(text.contains(expected), "{expected:?} is not in: {text}");
    }
}

#[tokio::test]
async fn missing_postgres_error_says_what_to_install() {
    let mut machine = TestMachine::new();
    machine.host.program_dirs = vec![PathBuf::from("/nonexistent/bin")];

    let expected = [
        "no PostgreSQL 15 to 18 found.",
        "Searched for initdb and postgres in /nonexistent/bin. Found: none.",
        "sudo apt install postgresql",
        "sudo dnf install postgresql-server",
        "brew install postgresql@18",
        "DATABASE_URL",
    ];
    assert_mentions(&machine.start_error().await, &expected);
}

#[tokio::test]
async fn unsupported_postgres_error_names_its_version_and_directory() {
    let mut machine = TestMachine::new();
    let bin = fake_postgres(machine.root(), 13);
    machine.host.program_dirs = vec![bin.clone()];

    let found = format!("Found: PostgreSQL 13 in {}.", bin.display());
    let expected = ["no PostgreSQL 15 to 18 found.", &found];
    assert_mentions(&machine.start_error().await, &expected);
}

#[tokio::test]
async fn database_of_another_version_names_that_version() {
    let mut machine = TestMachine::new().with_database().await;
    let version = std::fs::read_to_string(machine.cluster().join("PG_VERSION")).unwrap();
    let version = version.trim();
    let other = if version == "18" { 17 } else { 18 };
    machine.host.program_dirs = vec![fake_postgres(machine.root(), other)];

    let error = machine.start_error().await;

    assert!(matches!(error, Error::MajorNotInstalled { .. }), "{error}");
    let expected = [
        &format!("requires PostgreSQL {version}"),
        &format!("Found: PostgreSQL {other} in "),
        &format!("apt install postgresql-{version}"),
    ];
    assert_mentions(&error, &expected.map(String::as_str));
}

#[tokio::test]
async fn wrong_password_error_names_the_password_file() {
    let machine = TestMachine::new().with_database().await;
    let pgpass = machine.data_dir.join("pgpass");
    std::fs::write(&pgpass, "*:*:*:vestnik:of-another-database\n").unwrap();

    let error = machine.start_error().await;

    assert!(matches!(error, Error::WrongPassword { .. }), "{error}");
    assert_mentions(&error, &[pgpass.to_str().unwrap()]);
}

#[tokio::test]
async fn failed_start_quotes_the_log_of_postgres() {
    let machine = TestMachine::new().with_database().await;
    let settings = machine.cluster().join("postgresql.conf");
    std::fs::write(&settings, "no_such_setting = on\n").unwrap();

    let error = machine.start_error().await;

    assert!(matches!(error, Error::StartFailed { .. }), "{error}");
    assert_mentions(&error, &["no_such_setting"]);
}

#[tokio::test]
async fn dangling_home_link_does_not_start_an_empty_database() {
    let machine = TestMachine::new();
    std::fs::create_dir(&machine.data_dir).unwrap();
    let link = machine.data_dir.join("postgres");
    std::os::unix::fs::symlink("/nonexistent/home", &link).unwrap();

    let error = machine.start_error().await;

    assert!(matches!(error, Error::MissingHome { .. }), "{error}");
    assert_mentions(&error, &["/nonexistent/home"]);
}

/// A directory with programs that report this version.
fn fake_postgres(root: &Path, major: u32) -> PathBuf {
    let bin = root.join(format!("postgresql-{major}/bin"));
    std::fs::create_dir_all(&bin).unwrap();
    for program in ["postgres", "initdb"] {
        let path = bin.join(program);
        let script = format!("#!/bin/sh\necho '{program} (PostgreSQL) {major}.4'\n");
        std::fs::write(&path, script).unwrap();
        set_mode(&path, 0o755);
        // A child that another test forked during the write has the file open until it
        // executes its own program; until then this file cannot be executed.
        while Command::new(&path)
            .output()
            .is_err_and(|error| error.kind() == ErrorKind::ExecutableFileBusy)
        {
            std::thread::yield_now();
        }
    }
    bin
}
