//! Closed or unread outputs neither stop the server nor keep its Postgres running.

use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout};

use super::fixture::TestMachine;
use crate::support::metrics::ANY_PORT;
use crate::support::wait::within;
use crate::support::{Client, Metrics};

/// Concurrent requests, each of which writes a line to the log.
const REQUESTS: usize = 50;

type Reader<T> = Lines<BufReader<T>>;

/// A server whose outputs are pipes.
struct Server {
    process: Child,
    /// Open until a test drops them.
    outputs: Option<(Reader<ChildStdout>, Reader<ChildStderr>)>,
    client: Client,
    metrics: Metrics,
}

impl Server {
    async fn start(machine: &TestMachine) -> Self {
        let mut process = machine
            .server()
            .env("RUST_LOG", "info,vestnik=debug")
            .envs([ANY_PORT])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let metrics = find(&mut log, Metrics::named_in).await;
        let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
        let client = find(&mut output, |line| {
            line.strip_prefix("listening on ").map(Client::new)
        });
        let client = client.await;
        Self {
            process,
            outputs: Some((output, log)),
            client,
            metrics,
        }
    }

    async fn assert_answers(&self) {
        let requests = (0..REQUESTS).map(|_| self.client.get("/health"));
        for response in futures::future::join_all(requests).await {
            response.expect(200);
        }
    }

    /// Sends SIGTERM, and expects a clean end that leaves no Postgres.
    async fn stop(&mut self, machine: &TestMachine) {
        assert!(machine.postmaster().is_some());
        let pid = Pid::from_raw(self.process.id().unwrap().cast_signed()).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        let status = within("a clean shutdown", self.process.wait()).await;
        assert!(status.unwrap().success());
        assert_eq!(machine.postmaster(), None);
    }
}

/// The first line in which `parse` finds something.
async fn find<R: AsyncRead + Unpin, T>(
    lines: &mut Reader<R>,
    parse: impl Fn(&str) -> Option<T>,
) -> T {
    within("a line of output", async {
        loop {
            let line = lines.next_line().await.unwrap().expect("the server runs");
            if let Some(found) = parse(&line) {
                return found;
            }
        }
    })
    .await
}

#[tokio::test]
async fn closed_output_pipes_do_not_stop_the_server() {
    let machine = TestMachine::new().with_database().await;
    let mut server = Server::start(&machine).await;
    drop(server.outputs.take());

    server.assert_answers().await;

    server.stop(&machine).await;
}

#[tokio::test]
async fn unread_log_drops_lines_and_does_not_stop_the_server() {
    let machine = TestMachine::new().with_database().await;
    let mut server = Server::start(&machine).await;

    // Until both the pipe and the queue before it are full.
    let dropped = "vestnik_log_lines_dropped_total";
    while server.metrics.value(dropped).await < 1.0 {
        within("responses", server.assert_answers()).await;
    }

    server.stop(&machine).await;
}
