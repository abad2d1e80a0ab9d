//! Whatever becomes of its outputs, the server goes on, and stops its Postgres in the end.

use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};

use super::ground::Ground;
use crate::support::metrics::ANYWHERE;
use crate::support::wait::within;
use crate::support::{Client, Metrics};

/// Requests at a time, each of which is a line in the log.
const REQUESTS: usize = 50;

type Reader<T> = Lines<BufReader<T>>;

/// A server whose outputs are pipes.
struct Server {
    process: Child,
    /// Held open, until a test lets go of them.
    outputs: Option<(Reader<ChildStdout>, Reader<ChildStderr>)>,
    client: Client,
    metrics: Metrics,
}

impl Server {
    async fn start(ground: &Ground) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_vestnik"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("RUST_LOG", "info,vestnik=debug")
            .env("DATA_DIR", &ground.data_dir)
            .env("LISTEN_ADDR", "127.0.0.1:0")
            .envs([ANYWHERE])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let metrics = within("the address of the metrics", async {
            loop {
                let line = log.next_line().await.unwrap().expect("it starts");
                if let Some(metrics) = Metrics::named_in(&line) {
                    return metrics;
                }
            }
        });
        let metrics = metrics.await;
        let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = within("the server to listen", async {
            loop {
                let line = output.next_line().await.unwrap().expect("it starts");
                if let Some(url) = line.strip_prefix("listening on ") {
                    return url.to_owned();
                }
            }
        });
        let client = Client::new(&url.await);
        Self {
            process,
            outputs: Some((output, log)),
            client,
            metrics,
        }
    }

    /// Some requests, all of them answered.
    async fn answers(&self) {
        let requests = (0..REQUESTS).map(|_| self.client.get("/health"));
        for answer in futures::future::join_all(requests).await {
            answer.expect(200);
        }
    }

    /// SIGTERM; expects a clean end and no Postgres left.
    async fn stops(&mut self, ground: &Ground) {
        assert!(ground.postmaster().is_some());
        let pid = Pid::from_raw(self.process.id().unwrap().cast_signed()).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        let status = within("a clean shutdown", self.process.wait()).await;
        assert!(status.unwrap().success());
        assert_eq!(ground.postmaster(), None);
    }
}

#[tokio::test]
async fn a_server_whose_readers_hung_up_serves_on_and_stops_its_postgres() {
    let ground = Ground::open();
    let mut server = Server::start(&ground).await;
    drop(server.outputs.take());

    server.answers().await;

    server.stops(&ground).await;
}

#[tokio::test]
async fn a_server_whose_log_is_not_read_serves_on_counts_and_stops_its_postgres() {
    let ground = Ground::open();
    let mut server = Server::start(&ground).await;

    // Until the pipe is full and what waits for it, too.
    let dropped = "vestnik_log_lines_dropped_total";
    while server.metrics.value(dropped).await < 1.0 {
        within("answers", server.answers()).await;
    }

    server.stops(&ground).await;
}
