//! A real nginx with the deployed configuration.
//!
//! Like the cluster it holds a pipe of the test process and stops when that ends.

use std::fmt::Write as _;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::{Client, Endpoint, Person, eventually, ports};

const CONFIGURATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../client/nginx.conf");

/// Stops nginx when standard input ends.
const GUARD: &str = r#"
    prefix="$1"; shift
    nginx -p "$prefix" -c "$prefix/nginx.conf" "$@" >>"$prefix/log" 2>&1 </dev/null &
    nginx=$!
    trap '' TERM INT
    cat >/dev/null
    kill -TERM "$nginx"
    wait "$nginx"
"#;

/// nginx in front of replicas.
pub struct Nginx {
    /// `http://127.0.0.1:…`
    pub url: String,
    prefix: TempDir,
    guard: Child,
}

impl Nginx {
    /// Starts nginx in front of these replicas.
    pub async fn spawn<R: Deref<Target = Endpoint>>(replicas: &[R]) -> Self {
        let addresses = replicas
            .iter()
            .map(|replica| replica.url.trim_start_matches("http://"));
        Self::start(addresses, "").await
    }

    /// Starts nginx in front of these addresses, one of which must answer. It does not limit clients
    /// by address, because all clients of a test have the same one.
    pub async fn in_front_of(replicas: impl Iterator<Item = &str>) -> Self {
        Self::start(replicas, "127.0.0.1 \"\";").await
    }

    async fn start(replicas: impl Iterator<Item = &str>, unlimited: &str) -> Self {
        let port = ports::free();
        let prefix = tempfile::tempdir().expect("a temporary directory");
        let write = |name: &str, text: &str| {
            std::fs::write(prefix.path().join(name), text).expect("the directory is ours");
        };
        for folder in ["site", "run", "html"] {
            std::fs::create_dir(prefix.path().join(folder)).expect("the directory is ours");
        }
        std::fs::copy(CONFIGURATION, prefix.path().join("nginx.conf")).expect("client/nginx.conf");
        let mut lines = String::new();
        for address in replicas {
            let _ = writeln!(lines, "server {address} max_fails=3 fail_timeout=1s;");
        }
        write("site/replicas.conf", &lines);
        write("site/unlimited.conf", unlimited);
        write("site/listen.conf", &format!("listen 127.0.0.1:{port};"));
        let guard = guard(&prefix);
        let nginx = Self {
            url: format!("http://127.0.0.1:{port}"),
            prefix,
            guard,
        };
        nginx.wait_until_it_answers().await;
        nginx
    }

    pub async fn restart(&mut self) {
        self.stop();
        self.guard = guard(&self.prefix);
        self.wait_until_it_answers().await;
    }

    /// The directory of the web client.
    pub fn html(&self) -> PathBuf {
        self.prefix.path().join("html")
    }

    /// A REST client with a user's token.
    pub fn client(&self, person: &Person) -> Client {
        Client::new(&self.url).with_token(&person.token)
    }

    /// The contents of all log files.
    pub fn log(&self) -> String {
        let files = std::fs::read_dir(self.prefix.path()).expect("the directory is ours");
        files
            .flatten()
            .map(|file| file.path())
            .filter(|path| path.to_string_lossy().ends_with("log"))
            .map(|path| std::fs::read_to_string(path).expect("a log is text"))
            .collect()
    }

    async fn wait_until_it_answers(&self) {
        let client = Client::new(&self.url);
        eventually(&format!("nginx: {}", self.log()), async || {
            let request = client.request(reqwest::Method::GET, "/health");
            let answer = client.try_send(request).await.ok()?;
            (answer.status == 200).then_some(())
        })
        .await;
    }

    fn stop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.stop();
    }
}

fn guard(prefix: &TempDir) -> Child {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", GUARD, "guard"]).arg(prefix.path());
    if rustix::process::geteuid().is_root() {
        command.args(["-g", "user root;"]);
    }
    std::fs::write(prefix.path().join("log"), "").expect("the directory is ours");
    command
        .env(
            "PATH",
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        )
        .stdin(Stdio::piped())
        .spawn()
        .expect("sh can be run")
}
