//! `vestnik serve --demo` without settings: what it prints works as printed.

use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::support::Client;
use crate::support::cluster::temporary_directory;
use crate::support::wait::within;

type Output = Lines<BufReader<ChildStdout>>;

/// Creating a database and its schema may take this long on a busy machine.
const STARTUP_TIMEOUT: Duration = Duration::from_mins(2);

/// The next line of output that contains `wanted`.
async fn line_with(output: &mut Output, wanted: &str) -> String {
    within(wanted, read_until(output, wanted)).await
}

async fn read_until(output: &mut Output, wanted: &str) -> String {
    while let Some(line) = output.next_line().await.expect("output is UTF-8") {
        if line.contains(wanted) {
            return line;
        }
    }
    panic!("the output ended without `{wanted}`");
}

fn output_of(child: &mut Child) -> Output {
    BufReader::new(child.stdout.take().expect("a pipe")).lines()
}

fn shell(line: &str) -> Child {
    Command::new("sh")
        .args(["-c", &format!("exec {line}")])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("sh runs")
}

async fn stop(mut server: Child) {
    let pid = server.id().expect("the server runs").cast_signed();
    let pid = Pid::from_raw(pid).expect("not zero");
    kill_process(pid, Signal::TERM).expect("the server is a child");
    let status = within("a clean shutdown", server.wait()).await;
    assert!(status.expect("a status").success());
}

#[tokio::test]
async fn printed_page_users_and_commands_work() {
    let folder = temporary_directory();
    let web_root = tempfile::tempdir().expect("a temporary directory");
    std::fs::write(web_root.path().join("index.html"), "the page").expect("a file");
    let mut server = Command::new(env!("CARGO_BIN_EXE_vestnik"))
        .args(["serve", "--demo"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("DATA_DIR", folder.join("data"))
        .env("LISTEN_ADDR", "127.0.0.1:0")
        .env("WEB_ROOT", web_root.path())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the server runs");
    let output = &mut output_of(&mut server);

    timeout(STARTUP_TIMEOUT, read_until(output, "listening on"))
        .await
        .expect("the server starts");
    let invitation = line_with(output, "Open ").await;
    let rest = invitation
        .strip_prefix("Open ")
        .expect("it begins the line");
    let (url, rest) = rest
        .split_once(" and sign in with the password ")
        .expect("a URL");
    let (password, _) = rest.split_once(' ').expect("a password");
    let client = Client::new(url);
    let page = client.request(reqwest::Method::GET, "/").send().await;
    let page = page.expect("the server answers").text().await;
    assert_eq!(page.expect("text"), "the page");
    for role in ["admin", "teacher", "student"] {
        let line = line_with(output, &format!(" {role} ")).await;
        let email = line.split_whitespace().next().expect("an address");
        let login = json!({ "email": email, "password": password });
        let session = client.post("/api/auth/login", &login).await.expect(200);
        assert_eq!(session["user"]["role"], role);
    }

    let follow = line_with(output, "curl -N").await;
    let send = line_with(output, "-d '{").await;
    line_with(output, "Ctrl-C").await;
    let mut following = shell(&follow);
    let events = &mut output_of(&mut following);
    line_with(events, "event: ready").await;
    let sent = within("curl to send", shell(&send).wait_with_output()).await;
    let message: Value = serde_json::from_slice(&sent.expect("curl runs").stdout).expect("JSON");
    let event = line_with(events, "Привет из терминала!").await;
    assert!(
        event.contains(&format!(r#""id":{}"#, message["id"])),
        "{event}"
    );
    stop(server).await;
    std::fs::remove_dir_all(folder).expect("nothing runs there");
}
