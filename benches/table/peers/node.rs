//! A chat server on Node, Socket.IO and Postgres: `benches/peers/node/`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::json;
use support::load::{Opening, RepeatedRequest};
use support::report::file;
use support::{Endpoint, TestDatabase, cluster::Cluster};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::Redis;

/// One process of the server. It ends when its standard input does.
pub struct Node {
    pub address: SocketAddr,
    _process: Child,
}

impl Node {
    /// A database with the server's tables.
    pub async fn database() -> TestDatabase {
        let database = TestDatabase::without_schema().await;
        let schema = std::fs::read_to_string(folder().join("schema.sql"));
        database.execute(&schema.expect("the schema exists")).await;
        database
    }

    /// Starts a process; with Redis, processes deliver to the clients of each other.
    pub async fn start(database: &TestDatabase, redis: Option<&Redis>) -> Self {
        let mut command = Command::new("node");
        command
            .arg("server.js")
            .current_dir(folder())
            .env("NODE_ENV", "production")
            .env("PGHOST", Cluster::shared().directory())
            .env("PGUSER", "postgres")
            .env("PGDATABASE", database.name())
            .env("REDIS_URL", redis.map(Redis::url).unwrap_or_default())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut process = command.spawn().expect("node can be run");
        let stdout = process.stdout.take().expect("stdout is a pipe");
        let line = BufReader::new(stdout).lines().next_line().await;
        let line = line.expect("stdout is text").expect("the server starts");
        let url = line.strip_prefix("listening on ").expect("an address");
        Self {
            address: Endpoint::new(url.to_owned()).address(),
            _process: process,
        }
    }

    /// The request that sends a message.
    pub fn send(chat_id: usize, text: &str) -> RepeatedRequest {
        let body = json!({"chat_id": chat_id, "sender_id": chat_id, "content": text});
        RepeatedRequest::anonymous_post("/messages", &body.to_string())
    }

    /// A client of a chat.
    pub fn client(&self, chat_id: usize) -> Opening {
        Opening::socket_io(self.address, &json!({ "chat_id": chat_id }))
    }
}

fn folder() -> PathBuf {
    file("benches/peers/node")
}
