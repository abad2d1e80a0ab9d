//! `vestnik import` of an export with many messages.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use support::cluster::temporary_directory;
use support::report::{Figures, Goal, Report, Row};
use support::{ReplicaProcess, TestDatabase};

use crate::servers::{checkpoint, durable_database};
use crate::settings::Settings;

const CHATS: usize = 100;
const MESSAGES: usize = 300_000;
/// Messages a second.
const WANTED: f64 = 20_000.0;

const INSERT: &str = "INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT chats[n % array_length(chats, 1) + 1], 'message_sent',
           senders[n % array_length(senders, 1) + 1],
           jsonb_build_object('content', 'Домашнее задание на завтра, страница ' || n,
                              'client_id', gen_random_uuid())
    FROM generate_series(1, $3::bigint) AS n, (SELECT $1::bigint[], $2::bigint[]) AS ids (chats, senders)";

pub async fn run(settings: &Settings, report: &mut Report) {
    let file = export().await;
    let (mut whole, mut appends) = (Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let (of_command, of_appends) = messages_per_second(&file).await;
        whole.push(of_command);
        appends.push(of_appends);
    }
    std::fs::remove_file(&file).expect("the file exists");
    let goal = Goal::AtLeast(1.0);
    for (name, what, measured, goal) in [
        (
            "imports.appends",
            "import, messages a second",
            appends,
            goal,
        ),
        (
            "imports.command",
            "the same with the check",
            whole,
            Goal::None,
        ),
    ] {
        report.add(Row {
            name,
            what: what.to_owned(),
            unit: "/s",
            measured: Figures::new("vestnik import", measured),
            beside: Figures::new("wanted", vec![WANTED]),
            goal,
        });
    }
}

/// An export of a database with so many messages.
async fn export() -> PathBuf {
    let source = TestDatabase::new().await;
    let pairs = source.pairs(CHATS).await;
    let chats: Vec<i64> = pairs.iter().map(|pair| pair.chat_id).collect();
    let senders: Vec<i64> = pairs.iter().map(|pair| pair.student.id).collect();
    let messages = i64::try_from(MESSAGES).expect("a small number");
    let client = source.client().await;
    let inserted = client.execute(INSERT, &[&chats, &senders, &messages]).await;
    inserted.expect("events can be appended");
    let file = temporary_directory().join("export.jsonl");
    let path = file.to_str().expect("a path of ASCII");
    run_on(&source, &["export", "--all", "--output", path]).await;
    file
}

/// The rate of the whole command, and the one that it prints, which is that of its second part.
async fn messages_per_second(file: &Path) -> (f64, f64) {
    let target = durable_database().await;
    let rename = "UPDATE audit.origin SET id = gen_random_uuid()";
    target.execute(rename).await;
    checkpoint(&target).await;
    let began = Instant::now();
    let path = file.to_str().expect("a path of ASCII");
    let printed = run_on(&target, &["import", path]).await;
    let whole = MESSAGES as f64 / began.elapsed().as_secs_f64();
    let rate = printed
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(" events/s"));
    let appends = rate.and_then(|(rate, _)| rate.parse().ok());
    let appends = appends.expect("the command prints its rate");
    println!("{appends:.0} messages/s, with the check {whole:.0}");
    (whole, appends)
}

async fn run_on(database: &TestDatabase, arguments: &[&str]) -> String {
    let output = ReplicaProcess::command()
        .args(arguments)
        .env("DATABASE_URL", &database.url)
        .stdout(Stdio::piped())
        .output()
        .await;
    let output = output.expect("the program can be run");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("the output is text")
}
