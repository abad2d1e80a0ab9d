//! Secrets are generated once, kept, and never shown.

use tempfile::TempDir;
use vestnik::embedded::{Error, load_or_create_secret};

use super::fixture::{TestMachine, mode};

#[tokio::test]
async fn password_is_only_in_a_private_file() {
    let machine = TestMachine::new().with_database().await;
    let embedded = machine.start().await;
    let pgpass = machine.data_dir.join("pgpass");
    let content = std::fs::read_to_string(&pgpass).unwrap();
    let password = content.trim().rsplit_once(':').unwrap().1;

    assert_eq!(password.len(), 64);
    assert_eq!(mode(&pgpass), 0o600);
    let connection = embedded.connection();
    assert_eq!(connection.get_password(), Some(password.as_bytes()));
    assert!(!format!("{connection:?}").contains(password));
    assert!(!format!("{embedded:?}").contains(password));
    assert!(!embedded.psql_hint().contains(password));
    embedded.stop().await.unwrap();
}

#[test]
fn concurrent_calls_generate_one_secret() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("jwt-secret");

    let secrets: Vec<_> = std::thread::scope(|scope| {
        let spawn = |_| scope.spawn(|| load_or_create_secret(&path).unwrap());
        let threads: Vec<_> = (0..16).map(spawn).collect();
        threads.into_iter().map(|one| one.join().unwrap()).collect()
    });

    assert_eq!(secrets[0].len(), 64);
    assert!(secrets.iter().all(|secret| *secret == secrets[0]));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn short_secret_is_refused() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("jwt-secret");
    std::fs::write(&path, "secret\n").unwrap();

    let error = load_or_create_secret(&path).unwrap_err();

    assert!(matches!(error, Error::BadSecret { .. }), "{error}");
}
