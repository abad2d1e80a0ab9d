//! Which process starts, shares, takes over and stops Postgres.

use rustix::process::{Pid, Signal, getpgid, kill_process_group};
use vestnik::embedded::Error;

use super::fixture::{TestMachine, assert_answers, command_line, is_root};
use crate::support::eventually;

#[tokio::test]
async fn second_server_on_a_data_directory_is_refused() {
    let machine = TestMachine::new().with_database().await;
    let first = machine.start().await;

    let error = machine.start_error().await;

    assert!(matches!(error, Error::InUse { .. }));
    let expected = format!(
        "another vestnik server (process {}) already uses {}: stop it first, or set another DATA_DIR for this one",
        std::process::id(),
        machine.data_dir.display(),
    );
    assert_eq!(error.to_string(), expected);
    assert_answers(&first).await;
    first.stop().await.unwrap();
}

#[tokio::test]
async fn next_server_takes_over_and_stops_an_orphaned_postgres() {
    let machine = TestMachine::new().with_database().await;
    let mut server = machine.start_server().await;
    let orphan = machine.postmaster().unwrap();
    server.kill().await.unwrap();

    let next = machine.start().await;
    assert_eq!(machine.postmaster(), Some(orphan));
    assert_answers(&next).await;
    next.stop().await.unwrap();

    let ended = async || command_line(orphan).is_none().then_some(());
    eventually("the end of Postgres", ended).await;
    assert_eq!(machine.postmaster(), None);
}

#[tokio::test]
async fn ctrl_c_at_the_terminal_does_not_reach_postgres() {
    let machine = TestMachine::new().with_database().await;
    let mut server = machine.start_server().await;
    let pid = Pid::from_raw(server.id().unwrap().cast_signed()).unwrap();
    let postmaster = machine.postmaster().unwrap();

    // A terminal signals the process group of the server.
    assert_eq!(getpgid(Some(pid)).unwrap(), pid);
    assert_ne!(getpgid(Some(postmaster)).unwrap(), pid);

    kill_process_group(pid, Signal::INT).unwrap();
    assert!(server.wait().await.unwrap().success());
    assert_eq!(machine.postmaster(), None);
}

#[tokio::test]
async fn command_shares_the_postgres_of_a_server() {
    let machine = TestMachine::new().with_database().await;
    let server = machine.start().await;
    let postmaster = machine.postmaster();

    let command = machine.attach().await;
    assert_answers(&command).await;
    command.stop().await.unwrap();

    assert_eq!(machine.postmaster(), postmaster);
    assert_answers(&server).await;
    server.stop().await.unwrap();
    assert_eq!(machine.postmaster(), None);
}

/// They also create the database concurrently.
#[tokio::test]
async fn last_of_concurrent_commands_stops_postgres() {
    let machine = TestMachine::new();
    let (first, second) = tokio::join!(machine.attach(), machine.attach());

    first.stop().await.unwrap();
    assert_answers(&second).await;
    second.stop().await.unwrap();

    assert_eq!(machine.postmaster(), None);
}

#[tokio::test]
async fn postgres_has_no_user_or_group_of_root() {
    if !is_root() {
        return;
    }
    let machine = TestMachine::new().with_database().await;
    let embedded = machine.start().await;
    let pid = machine.postmaster().unwrap().as_raw_nonzero();
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let field = |name| {
        let mut lines = status.lines();
        lines
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
            .trim()
    };
    assert_eq!(field("Groups:"), "");
    assert!(!field("Uid:").split('\t').any(|uid| uid == "0"), "{status}");
    assert!(!field("Gid:").split('\t').any(|gid| gid == "0"), "{status}");
    embedded.stop().await.unwrap();
}
