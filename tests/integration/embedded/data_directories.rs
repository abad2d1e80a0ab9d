//! The data directory may be anywhere.

use std::path::Path;

use vestnik::embedded::Error;

use super::fixture::{TestMachine, assert_answers, connect, is_root, mode, set_mode, value};

/// Too long for the path of a socket.
fn long_path() -> String {
    "a-directory-with-a-long-name/".repeat(6) + "data"
}

#[tokio::test]
async fn unreachable_data_directory_links_to_a_fallback_home() {
    if !is_root() {
        return;
    }
    let machine = TestMachine::unreachable("private/data");

    let embedded = machine.start().await;
    assert_answers(&embedded).await;
    embedded.stop().await.unwrap();

    let home = machine.data_dir.join("postgres").read_link().unwrap();
    assert!(home.starts_with(&machine.host.fallback_dir));
    assert_eq!(mode(machine.root()), 0o700, "its mode does not change");
    // The next start finds it.
    machine.start().await.stop().await.unwrap();
}

#[tokio::test]
async fn recreated_data_directory_gets_a_new_database() {
    if !is_root() {
        return;
    }
    let mut machine = TestMachine::unreachable("data");
    let program_dirs = std::mem::take(&mut machine.host.program_dirs);
    let error = machine.start_error().await;
    assert!(matches!(error, Error::NoPostgres { .. }), "{error}");
    let link = machine.data_dir.join("postgres");
    let earlier = link.read_link().unwrap();
    let data = earlier.join("file");
    std::fs::write(&data, "data").unwrap();

    std::fs::remove_dir_all(&machine.data_dir).unwrap();
    machine.host.program_dirs = program_dirs;
    let embedded = machine.start().await;
    assert_answers(&embedded).await;
    embedded.stop().await.unwrap();

    assert_ne!(link.read_link().unwrap(), earlier);
    assert!(data.exists(), "the earlier home is not deleted");
}

#[tokio::test]
async fn long_socket_paths_move_to_a_private_temporary_directory() {
    let machine = TestMachine::at(&long_path()).with_database().await;

    let embedded = machine.start().await;

    let client = connect(&embedded).await;
    let sockets = value(&client, "SELECT current_setting('unix_socket_directories')").await;
    let sockets = Path::new(&sockets);
    assert!(!sockets.starts_with(&machine.data_dir));
    assert_eq!(mode(sockets), 0o700);
    embedded.stop().await.unwrap();
    assert!(!sockets.exists(), "the temporary directory is empty again");
}

#[tokio::test]
async fn socket_directory_open_to_other_users_is_refused() {
    let mut machine = TestMachine::at(&long_path()).with_database().await;
    let temporary = machine.root().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    machine.host.temporary_dirs = vec![temporary.clone()];
    let embedded = machine.start().await;
    let mut sockets = std::fs::read_dir(&temporary).unwrap();
    let sockets = sockets.next().unwrap().unwrap().path();
    embedded.stop().await.unwrap();

    std::fs::create_dir(&sockets).unwrap();
    set_mode(&sockets, 0o755);

    let error = machine.start_error().await;
    assert!(matches!(error, Error::NoSocketDirectory { .. }), "{error}");
    let error = error.to_string();
    assert!(error.contains(sockets.to_str().unwrap()), "{error}");
}

#[tokio::test]
async fn psql_hint_works_in_a_shell() {
    let machine = TestMachine::at("it's a directory, with spaces/data");
    let machine = machine.with_database().await;
    let embedded = machine.start().await;
    let hint = embedded.psql_hint().to_owned();

    let options = "--no-password --tuples-only --no-align --command 'SELECT 6 * 7'";
    let output = tokio::process::Command::new("sh")
        .args(["-c", &format!("{hint} {options}")])
        .env_remove("PGPASSWORD")
        .output()
        .await
        .unwrap();

    let answer = String::from_utf8_lossy(&output.stdout);
    assert_eq!(answer, "42\n", "{hint}: {output:?}");
    embedded.stop().await.unwrap();
}
