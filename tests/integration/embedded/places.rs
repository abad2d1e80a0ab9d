//! It works wherever the data directory is.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use vestnik::embedded::{Embedded, Error};

use super::ground::{Ground, connect, is_root, value};

#[tokio::test]
async fn root_can_keep_its_data_where_postgres_cannot_go() {
    if !is_root() {
        eprintln!("skipped: only root starts Postgres as somebody else");
        return;
    }
    let ground = Ground::at("private/data");

    let embedded = ground.start().await;
    assert_eq!(value(&connect(&embedded).await, "SELECT 1").await, "1");
    embedded.stop().await.unwrap();

    let home = ground.data_dir.join("postgres").read_link().unwrap();
    assert!(home.starts_with(&ground.machine.fallback));
    let mode = std::fs::metadata(ground.root())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(
        mode & 0o777,
        0o700,
        "directories of others stay as they are"
    );
    // And it is found there again.
    let again = ground.start().await;
    again.stop().await.unwrap();
}

#[tokio::test]
async fn new_data_directory_does_not_meet_the_database_of_a_removed_one() {
    if !is_root() {
        eprintln!("skipped: only root keeps a database elsewhere");
        return;
    }
    let ground = Ground::at("data");
    let embedded = ground.start().await;
    let client = connect(&embedded).await;
    client
        .batch_execute("CREATE TABLE earlier ()")
        .await
        .unwrap();
    embedded.stop().await.unwrap();
    let earlier = ground.data_dir.join("postgres").read_link().unwrap();

    std::fs::remove_dir_all(&ground.data_dir).unwrap();
    let embedded = ground.start().await;

    let client = connect(&embedded).await;
    assert_eq!(
        value(&client, "SELECT to_regclass('earlier') IS NULL").await,
        "true"
    );
    embedded.stop().await.unwrap();
    assert!(
        earlier.join("data/PG_VERSION").exists(),
        "nobody's data is deleted"
    );
}

#[tokio::test]
async fn deep_data_directory_has_its_socket_elsewhere_and_private() {
    let deep = "a-directory-with-a-long-name/".repeat(6) + "data";
    let ground = Ground::at(&deep);
    ground.set_mode(0o755);

    let embedded = ground.start().await;

    let client = connect(&embedded).await;
    let sockets = value(&client, "SELECT current_setting('unix_socket_directories')").await;
    let sockets = std::path::Path::new(&sockets);
    assert!(!sockets.starts_with(&ground.data_dir));
    let mode = std::fs::metadata(sockets).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    embedded.stop().await.unwrap();
    assert!(
        !sockets.exists(),
        "nothing is left in the temporary directory"
    );
}

#[tokio::test]
async fn socket_directory_of_somebody_else_is_not_used() {
    let deep = "a-directory-with-a-long-name/".repeat(6) + "data";
    let mut ground = Ground::at(&deep);
    ground.set_mode(0o755);
    let temporary = ground.root().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    ground.machine.temporary = vec![temporary.clone()];
    let embedded = ground.start().await;
    let sockets = std::fs::read_dir(&temporary)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    embedded.stop().await.unwrap();

    // It is there already, and others may enter it.
    std::fs::create_dir(&sockets).unwrap();
    std::fs::set_permissions(&sockets, Permissions::from_mode(0o755)).unwrap();
    let refused = Embedded::start_on(&ground.data_dir, ground.machine.clone());

    let refused = refused.await.unwrap_err();
    assert!(
        matches!(refused, Error::NoSocketDirectory { .. }),
        "{refused}"
    );
    let refused = refused.to_string();
    assert!(refused.contains(sockets.to_str().unwrap()), "{refused}");
}

#[tokio::test]
async fn hint_for_psql_works_in_a_shell_as_it_is_printed() {
    let ground = Ground::at("it's a directory, with spaces/data");
    ground.set_mode(0o755);
    let embedded = ground.start().await;
    let hint = embedded.psql_hint().to_owned();

    let output = tokio::process::Command::new("sh")
        .arg("-c")
        .arg(format!(
            "{hint} --no-password --tuples-only --no-align --command 'SELECT 6 * 7'"
        ))
        .env_remove("PGPASSWORD")
        .output()
        .await
        .unwrap();

    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "42\n",
        "{hint}: {output:?}"
    );
    embedded.stop().await.unwrap();
}
