//! `vestnik export` of one chat as JSON Lines, CSV and HTML.

use std::process::Stdio;

use tokio::io::AsyncReadExt as _;
use tokio_postgres::Client;

use super::{events_of, exported, run_on};
use crate::cli::text;
use crate::support::cluster::temporary_directory;
use crate::support::store::appended;
use crate::support::wait::within;
use crate::support::{Pair, ReplicaProcess, Store, TestDatabase};

const UNSAFE_TEXT: &str = "<script>alert('x')</script> & \"=1+1\",\nвторая строка";

async fn chat_with_unsafe_text() -> (TestDatabase, Pair) {
    let (database, pair) = TestDatabase::with_pair().await;
    let rename = format!(
        "SET session_replication_role = replica; -- so that the name is no event
         UPDATE users SET name = '=Анна <b>' WHERE id = {}",
        pair.teacher.id
    );
    database.execute(&rename).await;
    let store = Store::of(&database);
    store
        .send_message(pair.chat_id, &pair.teacher, UNSAFE_TEXT)
        .await;
    appended(store.read(pair.chat_id, &pair.student, None).await);
    let deleted_message = store.send_message(pair.chat_id, &pair.student, "ой").await;
    appended(store.delete(deleted_message, &pair.student).await);
    (database, pair)
}

#[tokio::test]
async fn jsonl_export_contains_every_event_verbatim() {
    let (database, pair) = chat_with_unsafe_text().await;
    let lines = exported(&database, pair.chat_id, "jsonl").await;
    let entries = events_of(&lines);
    let kinds: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry["kind"].as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "chat_created",
            "message_sent",
            "chat_read",
            "message_sent",
            "message_deleted"
        ]
    );
    assert_eq!(entries[1]["payload"]["content"], UNSAFE_TEXT);
    let author = entries[1]["actor"].as_str().unwrap();
    assert!(lines.contains(&format!(r#"{{"person":{{"key":"{author}","#)));
    assert!(lines.contains(r#""name":"=Анна <b>""#), "{lines}");
    assert_eq!(entries[1]["state"], "shown");
    assert_eq!(entries[3]["payload"]["content"], "ой");
    assert_eq!(entries[3]["state"], "deleted");
}

#[tokio::test]
async fn csv_export_contains_no_spreadsheet_formulas() {
    let (database, pair) = chat_with_unsafe_text().await;
    let csv = exported(&database, pair.chat_id, "csv").await;
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\u{feff}position,at,kind,actor_id,actor,description,text,state,message_id,reply_to"
    );
    assert_eq!(lines.len(), 7, "{csv}");
    assert!(lines[2].contains(",\"'=Анна <b>\","), "{csv}");
    assert!(
        lines[2].contains("& \"\"=1+1\"\",\nвторая строка\",shown,2,"),
        "{csv}"
    );
    assert!(lines[4].ends_with("\"ой\",deleted,4,"), "{csv}");
}

#[tokio::test]
async fn html_export_is_self_contained_and_escapes_scripts() {
    let (database, pair) = chat_with_unsafe_text().await;
    let html = exported(&database, pair.chat_id, "html").await;
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
    assert!(
        html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;=1+1&quot;")
    );
    assert!(html.contains("=Анна &lt;b&gt;"));
    assert!(html.contains("<p class=\"deleted\">") && html.contains("✕ удалено"));
    for outside in [
        "<script", "<img", "<link", "src=", "http://", "https://", "url(",
    ] {
        assert!(!html.contains(outside), "{outside}");
    }
}

/// Seals the log, and returns the hash of the newest seal.
async fn newest_seal(client: &Client) -> String {
    let seal = "SELECT audit.seal_log()";
    client.batch_execute(seal).await.unwrap();
    let hash = "SELECT s.hash FROM audit.newest_seal() AS s";
    client.query_one(hash, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn html_export_names_chat_exporter_zone_and_position() {
    let (database, pair) = chat_with_unsafe_text().await;
    let head = database.head().await;
    let client = database.client().await;
    let seal = newest_seal(&client).await;
    let sql = "SELECT to_char(recorded_at AT TIME ZONE 'Asia/Tokyo', 'HH24:MI'),
                      session_user::text,
                      to_char(recorded_at AT TIME ZONE 'Asia/Tokyo', 'FMDD'),
                      to_char(recorded_at AT TIME ZONE 'Asia/Tokyo', 'YYYY')
               FROM events WHERE position = $1";
    let row = client.query_one(sql, &[&head]).await.unwrap();
    let [time, user, day, year] = [0, 1, 2, 3].map(|at| row.get::<_, String>(at));
    let (chat_id, student) = (pair.chat_id.to_string(), &pair.student.name);
    let export = async |language: &str, zone: &str| {
        let format = ["--format", "html", "--lang", language, "--time-zone", zone];
        let arguments = [&["export", "--chat", &chat_id], &format[..]].concat();
        run_on(&database, &arguments).await
    };
    let russian = text(&export("ru", "Asia/Tokyo").await.stdout);
    let english = text(&export("en", "Asia/Tokyo").await.stdout);
    for (html, expected) in [
        (&russian, "<html lang=\"ru\">".to_owned()),
        (&russian, format!("№ {chat_id}, приложение school")),
        (
            &russian,
            format!("командой на сервере, пользователь базы данных {user}"),
        ),
        (&russian, format!("до позиции {head} включительно")),
        (&russian, format!("удаление сообщения {}", head - 1)),
        (&russian, format!(" {year} г.</h2>")),
        (&english, "<html lang=\"en\">".to_owned()),
        (&english, format!("no. {chat_id}, application school")),
        (&english, format!("up to position {head}")),
        (&russian, format!("до позиции {head}: {seal}. Сверьте")),
        (&english, format!("up to position {head}: {seal}. Compare")),
        (
            &english,
            format!("</b> <span class=\"id\">({})</span>", pair.student.id),
        ),
        (&english, format!(" {year}</h2>")),
        (&english, format!("deleted message {}", head - 1)),
    ] {
        assert!(html.contains(&expected), "{expected}: {html}");
    }
    for html in [&russian, &english] {
        assert!(html.contains("<dd dir=\"auto\">Asia/Tokyo</dd>"));
        assert!(html.contains(&format!(">{time}</time>")), "{time}: {html}");
        let title = html.split("<h1 dir=\"auto\">").nth(1).unwrap();
        let title = title.split("</h1>").next().unwrap();
        assert!(
            title.contains("=Анна &lt;b&gt;") && title.contains(student),
            "{title}"
        );
    }
    let today = format!("<h2>{day} ");
    assert!(russian.contains(&today) && english.contains(&today));

    let refused = export("ru", "Europe/Nowhere").await;
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("no time zone of the IANA database"));
}

#[tokio::test]
async fn exporting_an_unknown_chat_names_its_id() {
    let (database, _) = chat_with_unsafe_text().await;
    let output = run_on(&database, &["export", "--chat", "4242"]).await;
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("there is no chat 4242"));
}

#[tokio::test]
async fn failed_export_keeps_the_existing_file() {
    let (database, pair) = chat_with_unsafe_text().await;
    let folder = temporary_directory();
    let file = folder.join("chat.html");
    let (chat_id, path) = (pair.chat_id.to_string(), file.to_str().unwrap());
    let arguments = [
        "export", "--chat", &chat_id, "--format", "html", "--output", path,
    ];
    let output = run_on(&database, &arguments).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let exported = std::fs::read_to_string(&file).unwrap();
    assert!(exported.ends_with("</html>\n"));

    let arguments = ["export", "--chat", "4242", "--output", path];
    assert!(!run_on(&database, &arguments).await.status.success());
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept == exported, "the file was overwritten");
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, 1, "a partial file is left");
}

#[tokio::test]
async fn export_to_a_link_or_device_writes_in_place() {
    let (database, pair) = chat_with_unsafe_text().await;
    let folder = temporary_directory();
    let (file, link) = (folder.join("chat.jsonl"), folder.join("link"));
    std::fs::write(&file, "former").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let chat_id = pair.chat_id.to_string();
    let export =
        async |to: &str| run_on(&database, &["export", "--chat", &chat_id, "--output", to]).await;

    let output = export(link.to_str().unwrap()).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(link.is_symlink());
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with('{'), "{written}");

    let output = export("/dev/stdout").await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), written);

    let output = export("/dev/full").await;
    assert!(!output.status.success());
    let stderr = text(&output.stderr);
    assert!(stderr.contains("No space left"), "{stderr}");
    assert!(!std::fs::metadata("/dev/full").unwrap().is_file());
}

/// Exports 60 MB of texts and measures peak memory shortly before the end.
#[tokio::test]
async fn export_streams_a_long_chat_in_bounded_memory() {
    const MESSAGES: usize = 30_000;
    const LENGTH: usize = 2_000;
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .execute(&format!(
            "SET session_replication_role = replica;
             INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
             SELECT 1 + n, gen_random_uuid(), 'school', {}, 'message_sent', {},
                    jsonb_build_object('content', repeat('x', {LENGTH})), now()
             FROM generate_series(1, {MESSAGES}) AS n;
             UPDATE log_head SET position = 1 + {MESSAGES};
             ANALYZE events",
            pair.chat_id, pair.student.id
        ))
        .await;
    let mut child = ReplicaProcess::command()
        .args(["export", "--chat", &pair.chat_id.to_string()])
        .env("DATABASE_URL", &database.url)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut output = child.stdout.take().unwrap();
    let mut buffer = vec![0; 64 * 1024];
    let mut read = 0;
    while read < (MESSAGES - 500) * LENGTH {
        read += within("output", output.read(&mut buffer)).await.unwrap();
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id().unwrap())).unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let peak: usize = peak.trim().trim_end_matches(" kB").parse().unwrap();
    loop {
        match within("output", output.read(&mut buffer)).await.unwrap() {
            0 => break,
            more => read += more,
        }
    }
    assert!(within("the end", child.wait()).await.unwrap().success());
    assert!(read > MESSAGES * LENGTH);
    assert!(peak < 56 * 1024, "{peak} kB for {read} bytes");
}
