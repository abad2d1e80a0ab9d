//! Who may start it, who stops it, and who takes it over.

use rustix::process::{Pid, Signal, getpgid, kill_process_group};
use vestnik::embedded::{Embedded, Error};

use super::ground::{Ground, command_line, connect, eventually, is_root, value};

#[tokio::test]
async fn second_server_on_the_same_data_directory_is_refused() {
    let ground = Ground::open();
    let first = ground.start().await;

    let second = Embedded::start_on(&ground.data_dir, ground.machine.clone()).await;

    let refused = second.unwrap_err();
    assert!(matches!(refused, Error::InUse { .. }));
    let expected = format!(
        "another vestnik server (process {}) already serves {}: stop it first, or give this one another DATA_DIR",
        std::process::id(),
        ground.data_dir.display(),
    );
    assert_eq!(refused.to_string(), expected);
    assert_eq!(value(&connect(&first).await, "SELECT 1").await, "1");
    first.stop().await.unwrap();
}

#[tokio::test]
async fn killed_server_leaves_postgres_to_the_next_which_stops_it() {
    let ground = Ground::open();
    let mut owner = ground.start_owner().await;
    let orphan = ground.postmaster().unwrap();
    owner.kill().await.unwrap();

    let next = ground.start().await;
    assert_eq!(ground.postmaster(), Some(orphan));
    assert_eq!(value(&connect(&next).await, "SELECT 1").await, "1");
    next.stop().await.unwrap();

    eventually(async || command_line(orphan).is_none().then_some(())).await;
    assert_eq!(ground.postmaster(), None);
}

#[tokio::test]
async fn postgres_does_not_hear_ctrl_c_at_the_terminal() {
    let ground = Ground::open();
    let mut owner = ground.start_owner().await;
    let terminal = Pid::from_raw(owner.id().unwrap().cast_signed()).unwrap();
    let postmaster = ground.postmaster().unwrap();

    // A terminal signals the server's process group; the server stops Postgres by itself,
    // after its own last query.
    assert_eq!(getpgid(Some(terminal)).unwrap(), terminal);
    assert_ne!(getpgid(Some(postmaster)).unwrap(), terminal);

    kill_process_group(terminal, Signal::INT).unwrap();
    assert!(owner.wait().await.unwrap().success());
    assert_eq!(ground.postmaster(), None);
}

#[tokio::test]
async fn command_beside_a_server_uses_its_postgres_and_leaves_it_running() {
    let ground = Ground::open();
    let server = ground.start().await;
    let postmaster = ground.postmaster();

    let command = ground.attach().await;
    assert_eq!(value(&connect(&command).await, "SELECT 1").await, "1");
    command.stop().await.unwrap();

    assert_eq!(ground.postmaster(), postmaster);
    assert_eq!(value(&connect(&server).await, "SELECT 1").await, "1");
    server.stop().await.unwrap();
    assert_eq!(ground.postmaster(), None);
}

#[tokio::test]
async fn last_of_several_commands_stops_postgres() {
    let ground = Ground::open();
    let (first, second) = tokio::join!(ground.attach(), ground.attach());

    first.stop().await.unwrap();
    assert_eq!(value(&connect(&second).await, "SELECT 1").await, "1");
    second.stop().await.unwrap();

    assert_eq!(ground.postmaster(), None);
}

#[tokio::test]
async fn postgres_has_no_groups_of_the_root_that_started_it() {
    if !is_root() {
        eprintln!("skipped: only root starts Postgres as somebody else");
        return;
    }
    let ground = Ground::open();
    let embedded = ground.start().await;
    let pid = ground.postmaster().unwrap().as_raw_nonzero();
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = |name| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
            .trim()
    };
    assert_eq!(line("Groups:"), "");
    assert!(!line("Uid:").split('\t').any(|uid| uid == "0"), "{status}");
    assert!(!line("Gid:").split('\t').any(|gid| gid == "0"), "{status}");
    embedded.stop().await.unwrap();
}
