//! `vestnik import` of an export with many messages, and with what changed some of them.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use support::cluster::temporary_directory;
use support::report::{Figures, Goal, Report, Row};
use support::{ReplicaProcess, TestDatabase};

use crate::servers::{checkpoint, durable_database};
use crate::settings::Settings;

const CHATS: usize = 100;
/// Rounds in which the log is filled, so that changes follow their messages.
const ROUNDS: usize = 20;
/// Messages of a round, and the changes that follow them.
const MESSAGES: usize = 12_500;
const CHANGES: usize = 2_500;
const EVENTS: usize = ROUNDS * (MESSAGES + CHANGES);
/// Events a second.
const WANTED: f64 = 20_000.0;

/// Texts of 84 characters on average, as in a chat: from a word to three sentences.
const SEND: &str = "INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT chats[n % array_length(chats, 1) + 1], 'message_sent',
           senders[n % array_length(senders, 1) + 1],
           jsonb_build_object(
               'content', rpad('Задание на завтра: страница ' || n, (30 + n * 37 % 109)::integer,
                               ' и решить примеры, а потом прочитать параграф до конца'),
               'client_id', gen_random_uuid()
           )
    FROM generate_series(1, $3::bigint) AS n, (SELECT $1::bigint[], $2::bigint[]) AS ids (chats, senders)";

/// Every fifth of the last messages is edited, deleted, or gets a reaction, in equal parts.
const CHANGE: &str = "INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT m.chat_id,
           (ARRAY['message_edited', 'message_deleted', 'reaction_added'])[m.id / 5 % 3 + 1],
           m.sender_id,
           jsonb_build_object('message_id', m.id)
           || CASE m.id / 5 % 3
                  WHEN 0 THEN jsonb_build_object('content', m.content || '!')
                  WHEN 1 THEN '{}'
                  ELSE jsonb_build_object('user_id', m.sender_id, 'emoji', '👍', 'count', 1)
              END
    FROM (SELECT * FROM messages ORDER BY id DESC LIMIT $1) AS m
    WHERE m.id % 5 = 0
    ORDER BY m.id";

pub async fn run(settings: &Settings, report: &mut Report) {
    let file = export().await;
    let (mut whole, mut appends) = (Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let (of_command, of_appends) = events_per_second(&file).await;
        whole.push(of_command);
        appends.push(of_appends);
    }
    std::fs::remove_file(&file).expect("the file exists");
    for (name, what, measured, goal) in [
        (
            "imports.command",
            "vestnik import with its check, events a second",
            whole,
            Goal::AtLeast(1.0),
        ),
        (
            "imports.appends",
            "the same without the check",
            appends,
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

/// An export of a database with so many events.
async fn export() -> PathBuf {
    let source = TestDatabase::new().await;
    let pairs = source.pairs(CHATS).await;
    let chats: Vec<i64> = pairs.iter().map(|pair| pair.chat_id).collect();
    let senders: Vec<i64> = pairs.iter().map(|pair| pair.student.id).collect();
    let messages = i64::try_from(MESSAGES).expect("a small number");
    let client = source.client().await;
    for _ in 0..ROUNDS {
        let sent = client.execute(SEND, &[&chats, &senders, &messages]).await;
        sent.expect("messages can be appended");
        let changed = client.execute(CHANGE, &[&messages]).await;
        let changed = changed.expect("changes can be appended");
        assert_eq!(changed, CHANGES as u64);
    }
    let file = temporary_directory().join("export.jsonl");
    let path = file.to_str().expect("a path of ASCII");
    run_on(&source, &["export", "--all", "--output", path]).await;
    file
}

/// The rate of the whole command, and the one that it prints, which is that of its second part.
async fn events_per_second(file: &Path) -> (f64, f64) {
    let target = durable_database().await;
    let rename = "UPDATE audit.origin SET id = gen_random_uuid()";
    target.execute(rename).await;
    checkpoint(&target).await;
    let began = Instant::now();
    let path = file.to_str().expect("a path of ASCII");
    let printed = run_on(&target, &["import", path]).await;
    let whole = EVENTS as f64 / began.elapsed().as_secs_f64();
    let rate = printed
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(" events/s"));
    let appends = rate.and_then(|(rate, _)| rate.parse().ok());
    let appends = appends.expect("the command prints its rate");
    println!("{appends:.0} events/s, with the check {whole:.0}");
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
