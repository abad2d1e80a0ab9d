//! The questions of `docs/audit.md`: psql answers them as the page shows.

use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::support::TestDatabase;
use crate::support::wait::within;

const PAGE: &str = include_str!("../../../docs/audit.md");

/// Two days of a chat: a teacher, two students, and an admin who intervenes.
const STORY: &str = "
    INSERT INTO users (id, name, role, realms, created_at)
    VALUES (1, 'Anna Petrova', 'teacher', '{school}', '2026-09-01 08:00+00'),
           (2, 'Ivan Orlov', 'student', '{school}', '2026-09-01 08:10+00'),
           (3, 'Maria Kim', 'student', '{school}', '2026-09-01 08:20+00'),
           (4, 'Olga Sokolova', 'admin', '{school}', '2026-09-01 08:30+00');
    INSERT INTO attachments (key, realm, owner_id, name, mime, size, sha256, is_posted)
    VALUES (gen_random_uuid(), 'school', 1, 'exercises.pdf', 'application/pdf', 48213, sha256('1'), true);
    INSERT INTO events (realm, kind, payload)
    VALUES ('school', 'chat_created', '{\"pair_key\": \"1:2\", \"participants\": [
               {\"user_id\": 1, \"role\": \"teacher\"}, {\"user_id\": 2, \"role\": \"student\"}]}');
    INSERT INTO events (chat_id, kind, actor_id, payload)
    VALUES (1, 'message_sent', 2, '{\"content\": \"Can we move Tuesday?\"}'),
           (1, 'chat_read', 1, '{\"up_to_id\": 2}'),
           (1, 'message_sent', 1, '{\"content\": \"Yes, to Thursday at five\"}'),
           (1, 'chat_read', 2, '{\"up_to_id\": 4}'),
           (1, 'message_edited', 1, '{\"message_id\": 4, \"content\": \"Yes, to Thursday at six\"}'),
           (1, 'message_sent', 2, '{\"content\": \"oops\"}'),
           (1, 'message_deleted', 2, '{\"message_id\": 7}'),
           (1, 'participant_joined', 1, '{\"user_id\": 3, \"role\": \"student\"}'),
           (1, 'message_sent', 1, '{\"content\": \"Exercises\", \"type\": \"file\", \"attachments\": [1]}'),
           (1, 'message_sent', 3, '{\"content\": \"Who wants the answers?\"}'),
           (1, 'message_deleted', 4, '{\"message_id\": 11}'),
           (1, 'participant_left', 4, '{\"user_id\": 3}'),
           (1, 'message_sent', 2, '{\"content\": \"Thank you!\"}');
    INSERT INTO events (realm, kind, actor_id, payload)
    VALUES ('school', 'accessed', 4, '{\"action\": \"read\", \"chat_id\": 1, \"address\": \"203.0.113.7\",
               \"route\": \"GET /v1/school/desk/chats/{id}/timeline\",
               \"content\": \"a complaint of the parents\"}');
    SET session_replication_role = replica;
    UPDATE events
    SET recorded_at = '2026-10-04 18:00+00'::timestamptz + (position - 1) * interval '5 min'
                      + CASE WHEN position > 9 THEN interval '15 hours' ELSE '0' END;
    UPDATE accesses AS a SET at = e.recorded_at FROM events AS e WHERE e.position = a.position;
    SET session_replication_role = origin";

/// The questions of the page with their answers.
fn documented() -> Vec<(String, String)> {
    let section = PAGE.split("\n## Questions\n").nth(1).expect("the section");
    let section = section.split("\n## ").next().expect("its end");
    let blocks = section.split("```text\n").skip(1);
    let blocks = blocks.map(|block| block.split("```").next().expect("an end"));
    let asked = blocks.map(|block| {
        let (question, answer) = block.split_once('\n').expect("an answer");
        let question = question.strip_prefix("=> ").expect("a question");
        (question.to_owned(), without_padding(answer))
    });
    asked.collect()
}

/// psql pads its columns to the end of the line.
fn without_padding(text: &str) -> String {
    let lines = text.lines().map(str::trim_end);
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// What psql prints for a question of an auditor.
async fn answer(database: &TestDatabase, question: &str) -> String {
    let mut psql = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--pset", "footer=off"])
        .args(["--variable", "SHOW_CONTEXT=never"])
        .args(["--dbname", &database.url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("psql can be run");
    let typed = format!("SET ROLE vestnik_auditor;\nSET TimeZone = 'UTC';\n{question}\n");
    let mut input = psql.stdin.take().expect("it is piped");
    input.write_all(typed.as_bytes()).await.expect("psql reads");
    drop(input);
    let ended = within("psql to end", psql.wait_with_output()).await;
    let output = ended.expect("psql ends");
    let all = [output.stdout, output.stderr].concat();
    without_padding(&String::from_utf8_lossy(&all))
}

#[tokio::test]
async fn psql_answers_the_documented_questions_as_shown() {
    let database = TestDatabase::new().await;
    database.execute(STORY).await;
    let documented = documented();
    assert!(documented.len() >= 10, "{}", documented.len());
    for (question, expected) in documented {
        let answer = answer(&database, &question).await;
        assert_eq!(answer, expected, "{question}");
    }
}
