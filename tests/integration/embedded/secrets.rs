//! Secrets are made once, kept, and shown to nobody.

use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;
use vestnik::embedded::{Error, load_or_create_secret};

use super::ground::Ground;

#[tokio::test]
async fn password_is_in_a_private_file_and_nowhere_else() {
    let ground = Ground::open();
    let embedded = ground.start().await;
    let pgpass = ground.data_dir.join("pgpass");
    let content = std::fs::read_to_string(&pgpass).unwrap();
    let password = content.trim().rsplit_once(':').unwrap().1;

    assert_eq!(
        std::fs::metadata(&pgpass).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(embedded.database_url().contains(password));
    assert!(!format!("{embedded:?}").contains(password));
    assert!(!format!("{:?}", embedded.connection()).contains(password));
    assert!(!embedded.psql_hint().contains(password));
    let url: tokio_postgres::Config = embedded.database_url().parse().unwrap();
    assert_eq!(url.get_hosts(), embedded.connection().get_hosts());
    embedded.stop().await.unwrap();
}

#[test]
fn secret_is_made_once_even_by_many_at_a_time() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("jwt_secret");

    let secrets: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| load_or_create_secret(&path).unwrap()))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });

    assert_eq!(secrets[0].len(), 64);
    assert!(secrets.iter().all(|secret| *secret == secrets[0]));
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn short_secret_is_refused() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("jwt_secret");
    std::fs::write(&path, "secret\n").unwrap();

    let refused = load_or_create_secret(&path).unwrap_err();

    assert!(matches!(refused, Error::BadSecret { .. }), "{refused}");
}
