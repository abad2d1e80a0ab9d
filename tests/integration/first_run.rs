//! What a newcomer sees: a server without any setting, the demo school, two lines to paste.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use reqwest::Method;
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::support::Client;
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

/// `vestnik serve --demo` without any setting that a newcomer would have to know.
struct Demo {
    server: Child,
    output: Lines<BufReader<ChildStdout>>,
    folder: PathBuf,
}

impl Demo {
    fn start(settings: &[(&str, &Path)]) -> Self {
        let folder = temporary_directory();
        let mut server = Command::new(env!("CARGO_BIN_EXE_vestnik"))
            .args(["serve", "--demo"])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DATA_DIR", folder.join("data"))
            .env("LISTEN_ADDR", "127.0.0.1:0")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the server can be run");
        let output = BufReader::new(server.stdout.take().expect("a pipe")).lines();
        Self {
            server,
            output,
            folder,
        }
    }

    async fn says(&mut self, wanted: &str) -> String {
        line_with(&mut self.output, wanted).await
    }

    async fn stop(mut self) {
        let pid = i32::try_from(self.server.id().expect("it runs")).expect("a process id");
        let pid = Pid::from_raw(pid).expect("not zero");
        kill_process(pid, Signal::TERM).expect("it can be signalled");
        let status = within("a clean shutdown", self.server.wait())
            .await
            .expect("it can be waited for");
        assert!(status.success());
        std::fs::remove_dir_all(self.folder).expect("nothing runs there any more");
    }
}

#[tokio::test]
async fn the_printed_curl_lines_work_as_they_stand() {
    let mut demo = Demo::start(&[]);
    let follow = demo.says("curl -N").await;
    let send = demo.says("-d '{").await;
    demo.says("Ctrl-C").await;

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
    demo.stop().await;
}

#[tokio::test]
async fn what_is_printed_first_is_a_page_to_open_and_people_to_sign_in_as() {
    let root = tempfile::tempdir().expect("a temporary directory");
    std::fs::write(root.path().join("index.html"), "the page").expect("the directory is ours");
    let mut demo = Demo::start(&[("WEB_ROOT", root.path())]);

    let invitation = demo.says("Open ").await;

    let words: Vec<&str> = invitation.split(' ').collect();
    let [
        "Open",
        url,
        "and",
        "sign",
        "in",
        "with",
        "the",
        "password",
        password,
        ..,
    ] = words[..]
    else {
        panic!("{invitation}")
    };
    let client = Client::new(url);
    let request = client.request(Method::GET, "/");
    let page = request.send().await.expect("the server answers");
    assert_eq!(page.text().await.expect("text"), "the page");
    for role in ["admin", "teacher", "student"] {
        let line = demo.says(&format!(" {role} ")).await;
        let email = line.split_whitespace().next().expect("an address");
        let login = serde_json::json!({ "email": email, "password": password });
        let session = client.post("/api/auth/login", &login).await.expect(200);
        assert_eq!(session["user"]["role"], role);
    }
    demo.says("curl -N").await;
    demo.stop().await;
}
