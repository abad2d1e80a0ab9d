//! What Postgres alone can commit: one bare row a transaction.

use std::process::Command;
use std::time::Duration;

use support::TestDatabase;
use support::cluster::{Cluster, binaries};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS rows (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id bigint NOT NULL,
    content text   NOT NULL
)";

const INSERT: &str =
    "INSERT INTO rows (chat_id, content) VALUES (:client_id, 'Домашнее задание на завтра');\n";

/// Transactions a second of so many clients.
pub async fn inserts_per_second(database: &TestDatabase, clients: usize, lasting: Duration) -> f64 {
    database.execute(TABLE).await;
    let script = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(script.path(), INSERT).expect("the file is ours");
    let mut pgbench = Command::new(binaries().join("pgbench"));
    pgbench
        .args(["--no-vacuum", "--protocol=prepared", "--username=postgres"])
        .args(["--client", &clients.to_string()])
        .args(["--time", &lasting.as_secs().max(1).to_string()])
        .arg("--file")
        .arg(script.path())
        .arg("--host")
        .arg(Cluster::shared().directory())
        .arg(database.name());
    let run = tokio::task::spawn_blocking(move || pgbench.output());
    let output = run.await.expect("no panic").expect("pgbench can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let rate = text
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))
        .and_then(|rest| rest.split(' ').next()?.parse().ok());
    rate.unwrap_or_else(|| panic!("{text}{errors}"))
}
