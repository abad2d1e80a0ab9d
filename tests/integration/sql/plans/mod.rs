//! The cost of statements does not depend on the planner's statistics: under any statistics, every
//! statement of the server touches a bounded number of pages for each row.
//!
//! `auto_explain` logs the pages touched by each statement, also inside routines and triggers.

mod accounts;
mod busy_user;
mod desk;
mod details;
mod files;
mod forwarded_file;
mod imports;
mod long_chat;
mod members;
mod outbox;
mod polls;
mod scheduled;
mod search;
mod statements;
mod users;
mod workload;

use serde_json::Value;
use vestnik::accesses::Recorded;
use vestnik::chat::Queries;
use vestnik::contracts::school;
use vestnik::directory::Directory;

use self::statements::FILL_OTHERS;
use self::workload::ServerWorkload;
use crate::support::TestDatabase;
use crate::support::cluster::Cluster;

/// Creates chats between two of 1,000 users with `$EACH` messages, one in ten of them deleted.
const FILL: &str = "
    SET session_replication_role = replica;
    INSERT INTO users (id, name, role)
    SELECT n, 'N. ' || n, 'member' FROM generate_series(1000000, 1000999) AS n
    ON CONFLICT DO NOTHING;
    INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
    SELECT $HEAD + n, gen_random_uuid(), 'school', $HEAD + (n - 1) % $CHATS + 1,
           CASE WHEN n <= $CHATS THEN 'chat_created' ELSE 'message_sent' END,
           1000000 + n % 1000, '{\"content\": \"!\", \"participants\": []}', now()
    FROM generate_series(1, $CHATS * ($EACH + 1)) AS n;
    INSERT INTO messages (id, uuid, chat_id, seq, sender_id, content, is_deleted, created_at, poll)
    SELECT position, event_id, chat_id, (position - $HEAD - 1) / $CHATS, actor_id, '!',
           (position - $HEAD - 1) / $CHATS % 10 = 0, recorded_at,
           CASE WHEN position % 7 = 0
               THEN '{\"multiple\": false, \"anonymous\": false, \"options\": 2}'::jsonb END
    FROM events WHERE position > $HEAD + $CHATS;
    INSERT INTO reactions (id, message_id, emoji, user_id)
    SELECT id, id, '!', sender_id FROM messages WHERE id > $HEAD AND id % 3 = 0;
    INSERT INTO reaction_counts (id, message_id, emoji, count)
    SELECT id, id, '!', 1 FROM messages WHERE id > $HEAD AND id % 3 = 0;
    INSERT INTO polls (message_id, counts)
    SELECT id, '{1, 0}' FROM messages WHERE id > $HEAD AND poll IS NOT NULL;
    INSERT INTO poll_votes (message_id, user_id, vote_position, option_ids)
    SELECT id, sender_id, id, '{0}' FROM messages WHERE id > $HEAD AND poll IS NOT NULL;
    INSERT INTO pins (id, chat_id, message_id, pinned_by, pinned_at)
    SELECT id, chat_id, id, sender_id, created_at FROM messages WHERE id > $HEAD AND id % 3 = 0;
    INSERT INTO system_messages (chat_id, id)
    SELECT chat_id, id FROM messages WHERE id > $HEAD AND id % 3 = 0;
    INSERT INTO chats (id, uuid, realm, type, created_at, last_seq, message_count, last_message_id,
                       activity_position)
    SELECT position, event_id, 'school', 'private', now(), $EACH, $EACH - $EACH / 10,
           nullif(position + $CHATS * $EACH, position), position + $CHATS * $EACH
    FROM events WHERE position > $HEAD AND kind = 'chat_created';
    INSERT INTO chat_participants (id, chat_id, user_id, role, joined_at)
    SELECT ($HEAD + n) * 2 + side, $HEAD + n, 1000000 + (n + side * 500) % 1000, 'member', now()
    FROM generate_series(1, $CHATS) AS n, generate_series(0, 1) AS side;
    INSERT INTO former_participants (id, chat_id, user_id, role, joined_at, last_read_id, last_read_seq,
                                     left_at, left_position)
    SELECT $HEAD + n, $HEAD + n, 1000000 + (n + 250) % 1000, 'member', now(), 0, 0, now(), $HEAD + n
    FROM generate_series(1, $CHATS) AS n;
    UPDATE log_head SET position = $HEAD + $CHATS * ($EACH + 1);
    SET session_replication_role = origin";

/// Amount of data, and statistics of the planner.
struct State {
    name: &'static str,
    /// Chats, and messages in each, when the sessions make their plans.
    before: (i64, i64),
    analysed_before: bool,
    /// Chats, and messages in each, added afterwards.
    after: (i64, i64),
}

const STATES: [State; 4] = [
    State {
        name: "never_analysed",
        before: (2_000, 50),
        analysed_before: false,
        after: (0, 0),
    },
    State {
        name: "analysed_empty",
        before: (1_000, 0),
        analysed_before: true,
        after: (1_000, 100),
    },
    State {
        name: "grown_1000_fold",
        before: (2, 50),
        analysed_before: true,
        after: (2_000, 50),
    },
    State {
        name: "analysed_large",
        before: (2_000, 50),
        analysed_before: true,
        after: (0, 0),
    },
];

/// Pages that a statement may touch, and additional pages for each row of its result.
const BASE_PAGES: f64 = 250.0;
const PAGES_PER_ROW: f64 = 50.0;

/// A migrated database without autovacuum whose new connections log the pages they touch.
async fn database_with_page_log(cluster: &Cluster, name: &str) -> TestDatabase {
    let postgres = TestDatabase::at(&cluster.url("postgres"), "postgres");
    let database = TestDatabase::at(&cluster.url(name), name);
    postgres.execute(&format!("CREATE DATABASE {name}")).await;
    database.migrate().await;
    let explain = format!(
        "ALTER DATABASE {name} SET session_preload_libraries = 'auto_explain';
         ALTER DATABASE {name} SET auto_explain.log_min_duration = 0;
         ALTER DATABASE {name} SET auto_explain.log_analyze = on;
         ALTER DATABASE {name} SET auto_explain.log_buffers = on;
         ALTER DATABASE {name} SET auto_explain.log_timing = off;
         ALTER DATABASE {name} SET auto_explain.log_format = json;
         ALTER DATABASE {name} SET auto_explain.log_level = warning;"
    );
    database.execute(&explain).await;
    database
}

async fn cluster() -> Cluster {
    let cluster = Cluster::start();
    let postgres = TestDatabase::at(&cluster.url("postgres"), "postgres");
    postgres.execute("ALTER SYSTEM SET autovacuum = off").await;
    postgres.execute("SELECT pg_reload_conf()").await;
    cluster
}

async fn fill(database: &TestDatabase, (chats, each): (i64, i64)) {
    if chats == 0 {
        return;
    }
    let sql = [
        FILL,
        FILL_OTHERS,
        outbox::FILL,
        accounts::FILL,
        scheduled::FILL,
    ]
    .join(";")
    .replace("$HEAD", &database.head().await.to_string())
    .replace("$CHATS", &chats.to_string())
    .replace("$EACH", &each.to_string());
    database.execute(&sql).await;
}

/// One executed statement.
struct Run {
    text: String,
    rows: f64,
    pages: f64,
    /// The most rows that one node of its plan has read, those that it dropped included.
    most_rows: f64,
}

/// The most rows that a node of a plan, or one below it, has read.
fn most_rows(node: &Value) -> f64 {
    let number = |name: &str| node[name].as_f64().unwrap_or_default();
    let dropped = number("Rows Removed by Filter") + number("Rows Removed by Join Filter");
    let own = (number("Actual Rows") + dropped) * number("Actual Loops");
    let below = node["Plans"].as_array().into_iter().flatten();
    below.map(most_rows).fold(own, f64::max)
}

/// Length of the log in bytes.
fn logged(cluster: &Cluster) -> usize {
    log(cluster).len()
}

fn log(cluster: &Cluster) -> Vec<u8> {
    std::fs::read(cluster.directory().join("log")).expect("the log exists")
}

/// The statements logged after this offset.
fn run_since(cluster: &Cluster, mark: usize) -> Vec<Run> {
    let log = log(cluster);
    let log = String::from_utf8_lossy(&log[mark..]);
    let read = |part: &str| {
        let mut values = serde_json::Deserializer::from_str(part).into_iter::<Value>();
        let plan = values.next().expect("a plan").expect("a plan is JSON");
        let number = |name: &str| plan["Plan"][name].as_f64().unwrap_or_default();
        Run {
            text: plan["Query Text"].as_str().unwrap_or_default().to_owned(),
            rows: number("Actual Rows"),
            pages: number("Shared Hit Blocks") + number("Shared Read Blocks"),
            most_rows: most_rows(&plan["Plan"]),
        }
    };
    log.split("plan:\n").skip(1).map(read).collect()
}

/// Runs the whole workload after the sessions have made generic plans.
async fn run_in(cluster: &Cluster, state: &State) -> Vec<Run> {
    let database = database_with_page_log(cluster, state.name).await;
    let workload = ServerWorkload::of(&database).await;
    fill(&database, state.before).await;
    if state.analysed_before {
        database.execute("ANALYZE").await;
    }
    // Postgres uses custom plans for the first five executions, then a generic plan.
    for _ in 0..7 {
        workload.once().await;
    }
    fill(&database, state.after).await;
    let mark = logged(cluster);
    workload.once().await;
    run_since(cluster, mark)
}

#[tokio::test]
async fn pages_per_row_are_bounded_under_any_statistics() {
    let cluster = cluster().await;
    let mut culprits = Vec::new();
    for state in &STATES {
        let run = run_in(&cluster, state).await;
        for expected in [
            "append_batch",
            "WITH newest",
            "of_chat",
            "unnest($1::bigint[]",
        ] {
            let is_seen = run.iter().any(|run| run.text.contains(expected));
            assert!(is_seen, "no {expected:?} among {}", run.len());
        }
        culprits.extend(
            run.iter()
                .filter(|run| run.pages > BASE_PAGES + PAGES_PER_ROW * run.rows)
                .map(|run| format!("{}: {} pages: {}", state.name, run.pages, run.text)),
        );
    }
    assert!(culprits.is_empty(), "{culprits:#?}");
}

/// The most pages that one statement of these searches touches.
async fn search(cluster: &Cluster, database: &TestDatabase) -> f64 {
    let pool = database.pool();
    let directory = Directory::new(pool.clone());
    let queries = Queries::new(pool, school::REALM);
    let mark = logged(cluster);
    for needle in ["an", "у", "Щ", "Петров", "7 Щукина", "unmatched"] {
        let people = directory
            .search(school::REALM, None, needle, None, 50)
            .await
            .unwrap();
        let chats = queries
            .chats_of_realm(Recorded::unneeded(), Some(needle), None, 50)
            .await;
        assert_eq!(people.is_empty(), needle == "unmatched", "{needle}");
        assert_eq!(
            chats.unwrap().value.is_empty(),
            needle == "unmatched",
            "{needle}"
        );
    }
    let run = run_since(cluster, mark);
    run.iter().map(|run| run.pages).fold(0.0, f64::max)
}

#[tokio::test]
async fn name_search_cost_does_not_grow_with_the_table() {
    const PAIRS: &str = "
        INSERT INTO users (name, role)
        SELECT n || CASE WHEN n % 900 = 7 THEN ' Щукина' WHEN n % 3 = 1 THEN ' Ivan' ELSE ' Петров' END,
               CASE n % 2 WHEN 0 THEN 'teacher' ELSE 'student' END
        FROM generate_series(1, $1) AS n;
        INSERT INTO events (realm, kind, payload)
        SELECT 'school', 'chat_created', jsonb_build_object('participants', jsonb_build_array(
            jsonb_build_object('user_id', u.id), jsonb_build_object('user_id', u.id + 1)))
        FROM users AS u WHERE u.role = 'student' AND u.id > (SELECT max(id) FROM users) - $1";
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "searched").await;
    database.execute(&PAIRS.replace("$1", "2000")).await;
    let among_few = search(&cluster, &database).await;
    database.execute(&PAIRS.replace("$1", "38000")).await;

    let among_many = search(&cluster, &database).await;

    assert!(
        among_many < 2.0 * among_few,
        "{among_few} pages, then {among_many}"
    );
}
