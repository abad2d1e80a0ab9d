//! What a newcomer sees: a server without any setting, the demo school, two lines to paste.

use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::support::cluster::temporary_directory;
use crate::support::wait::within;

/// Lines of a process's output, until one that is wanted.
async fn line_with(lines: &mut Lines<BufReader<ChildStdout>>, wanted: &str) -> String {
    within(wanted, async {
        while let Some(line) = lines.next_line().await.expect("output is UTF-8") {
            if line.contains(wanted) {
                return line;
            }
        }
        panic!("the output ended without `{wanted}`");
    })
    .await
}

fn shell(line: &str) -> Child {
    Command::new("sh")
        .args(["-c", &format!("exec {line}")])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("sh can be run")
}

#[tokio::test]
async fn the_printed_curl_lines_work_as_they_stand() {
    let data = temporary_directory();
    let mut server = Command::new(env!("CARGO_BIN_EXE_vestnik"))
        .args(["serve", "--demo"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("DATA_DIR", data.join("data"))
        .env("LISTEN_ADDR", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the server can be run");
    let mut output = BufReader::new(server.stdout.take().expect("a pipe")).lines();
    let follow = line_with(&mut output, "curl -N").await;
    let send = line_with(&mut output, "-d '{").await;
    line_with(&mut output, "Ctrl-C").await;

    let mut following = shell(&follow);
    let mut events = BufReader::new(following.stdout.take().expect("a pipe")).lines();
    line_with(&mut events, "event: ready").await;
    let sent = within("curl to send", shell(&send).wait_with_output())
        .await
        .expect("curl runs");
    let shown = line_with(&mut events, "Привет из терминала!").await;

    let message: serde_json::Value = serde_json::from_slice(&sent.stdout).expect("JSON");
    assert!(
        shown.contains(&format!(r#""id":{}"#, message["id"])),
        "{shown}"
    );

    let pid = i32::try_from(server.id().expect("it runs")).expect("a process id");
    kill_process(Pid::from_raw(pid).expect("not zero"), Signal::TERM).expect("it can be signalled");
    let status = within("a clean shutdown", server.wait())
        .await
        .expect("it can be waited for");
    assert!(status.success());
    std::fs::remove_dir_all(data).expect("nothing runs there any more");
}
