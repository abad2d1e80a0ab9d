//! What a request costs does not grow with the log: in a well-filled database no statement
//! of the server reads a whole table.
//!
//! Postgres itself tells (`auto_explain`) how it ran the very statements the server sent,
//! those inside routines included.

use serde_json::{Map, Value};
use vestnik::domain::{ChatId, Command, MessageId, Position, Realm, UserId};
use vestnik::read_model::{self, Deleted, People, Slice, Span};
use vestnik::store::read::{self, LogReader};

use crate::support::cluster::Cluster;
use crate::support::conversations::event;
use crate::support::store::appended;
use crate::support::{Campus, Pair, Store, TestDatabase};

/// Each of 5,000 chats has two people and 200 messages, one in ten of them deleted.
const FILL: &str = "
    SET session_replication_role = replica;
    INSERT INTO users (id, name, role)
    SELECT n, 'N. ' || n, 'member' FROM generate_series(1000000, 1000999) AS n;
    INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
    SELECT $HEAD + n, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'school',
           $HEAD + (n - 1) % 5000 + 1,
           CASE WHEN n <= 5000 THEN 'chat_created' ELSE 'message_sent' END,
           1000000 + n % 1000, '{\"content\": \"!\", \"participants\": []}', now()
    FROM generate_series(1, 1005000) AS n;
    INSERT INTO messages (id, uuid, chat_id, seq, sender_id, content, is_deleted, created_at)
    SELECT position, event_id, chat_id, (position - $HEAD - 1) / 5000, actor_id, '!',
           position % 10 = 0, recorded_at
    FROM events WHERE position > $HEAD + 5000;
    INSERT INTO chats (id, uuid, realm, type, created_at, last_seq, message_count, last_message_id,
                       activity_position)
    SELECT $HEAD + n, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
           'school', 'private', now(), 200, 180, $HEAD + 1000000 + n, $HEAD + 1000000 + n
    FROM generate_series(1, 5000) AS n;
    INSERT INTO chat_participants (chat_id, user_id, role, joined_at)
    SELECT $HEAD + n, 1000000 + (n + side * 500) % 1000, 'member', now()
    FROM generate_series(1, 5000) AS n, generate_series(0, 1) AS side;
    UPDATE log_head SET position = $HEAD + 1005000;
    SET session_replication_role = origin;
    ANALYZE";

/// A filled database in which every new connection has its plans logged, and a pair in it.
async fn filled() -> (TestDatabase, Pair) {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let head = database.number("SELECT position FROM log_head").await;
    database
        .execute(&FILL.replace("$HEAD", &head.to_string()))
        .await;
    let name = database.name();
    let explain = format!(
        "ALTER DATABASE {name} SET session_preload_libraries = 'auto_explain';
         ALTER DATABASE {name} SET auto_explain.log_min_duration = 0;
         ALTER DATABASE {name} SET auto_explain.log_analyze = on;
         ALTER DATABASE {name} SET auto_explain.log_timing = off;
         ALTER DATABASE {name} SET auto_explain.log_nested_statements = on;
         ALTER DATABASE {name} SET auto_explain.log_format = json;
         ALTER DATABASE {name} SET auto_explain.log_level = warning;"
    );
    database.execute(&explain).await;
    (database, pair)
}

/// The plans in the cluster's log. This database alone has them logged.
fn plans() -> Vec<Value> {
    let log = std::fs::read(Cluster::shared().directory().join("log")).expect("there is a log");
    let log = String::from_utf8_lossy(&log);
    let parts = log.split("plan:\n").skip(1);
    let read = |part: &str| {
        let mut values = serde_json::Deserializer::from_str(part).into_iter::<Value>();
        values.next().expect("a plan").expect("a plan is JSON")
    };
    parts.map(read).collect()
}

/// A table may be read from end to end by its index as well.
const MOST_ROWS: f64 = 50_000.0;

/// How many rows a node of a plan looked at, all its turns together.
fn rows_read(node: &Map<String, Value>) -> f64 {
    let number = |name| node.get(name).and_then(Value::as_f64).unwrap_or_default();
    (number("Actual Rows") + number("Rows Removed by Filter")) * number("Actual Loops")
}

/// Tables that a plan reads from end to end.
fn scans(plan: &Value, found: &mut Vec<String>) {
    let tables = ["events", "messages", "chats", "chat_participants", "users"];
    match plan {
        Value::Object(node) => {
            let table = node.get("Relation Name").and_then(Value::as_str);
            let is_scan = node.get("Node Type").is_some_and(|kind| kind == "Seq Scan")
                || rows_read(node) > MOST_ROWS;
            if let Some(table) = table.filter(|table| is_scan && tables.contains(table)) {
                found.push(table.to_owned());
            }
            node.values().for_each(|child| scans(child, found));
        }
        Value::Array(nodes) => nodes.iter().for_each(|child| scans(child, found)),
        _ => {}
    }
}

async fn everything_a_server_reads(database: &TestDatabase, pair: &Pair) {
    let pool = database.pool();
    let (chat_id, user_id) = (ChatId(pair.chat_id + 7), UserId(1_000_007));
    let someone = (Realm::School, user_id);
    let head = Position(1_000_000);
    for span in [
        Span::Newest,
        Span::NewestBut(50),
        Span::Before(MessageId(200_000)),
        Span::After(MessageId(200_000)),
    ] {
        for deleted in [Deleted::Hidden, Deleted::WhereAnswered, Deleted::Shown] {
            let page = read_model::history(&pool, chat_id, span, 50, deleted);
            assert!(!page.await.unwrap().shown.messages.is_empty());
        }
    }
    let own = read_model::own_chats(&pool, someone, None, 500).await;
    assert_eq!(own.unwrap().shown.len(), 10);
    let one = read_model::one_of_own(&pool, someone, chat_id).await;
    assert!(one.unwrap().is_some());
    let after = Some(Position(1_003_000));
    let all = read_model::all_chats(&pool, Realm::School, None, after, 50).await;
    assert_eq!(all.unwrap().shown.len(), 50);
    let one = read_model::one_of_all(&pool, Realm::School, chat_id).await;
    assert!(one.unwrap().is_some());
    let standing = read_model::standing(&pool, Realm::School, chat_id, user_id).await;
    assert!(standing.unwrap().unwrap().is_participant);
    let slice = Slice {
        limit: 500,
        offset: 2,
    };
    let some = read_model::conversations(&pool, someone, slice, People::Named).await;
    assert_eq!(some.unwrap().len(), 8);
    let one = read_model::conversation(&pool, someone, chat_id).await;
    let last = one.unwrap().unwrap().last_message.unwrap();
    let found = read_model::chat_id(&pool, Realm::School, last.uuid).await;
    assert!(found.unwrap().is_none());
    let found = read_model::message_id(&pool, Realm::School, last.uuid).await;
    assert_eq!(found.unwrap(), Some((last.id, false)));
    let found = read_model::message(&pool, someone, last.id).await;
    assert!(found.unwrap().is_some());
    let (_, chats) = read::membership(&pool, Realm::School, user_id)
        .await
        .unwrap();
    assert_eq!(chats.len(), 10);
    for range in [(Position(0), head), (Position(999_000), head)] {
        let missed = read::of_user(&pool, someone, None, range, 1_000).await;
        assert!(!missed.unwrap().is_empty());
        let missed = read::of_realm(&pool, Realm::School, range, 1_000).await;
        assert_eq!(missed.unwrap().len(), 1_000);
    }
    let tail = LogReader::open(&database.connector()).await.unwrap();
    assert_eq!(tail.from(head, 100).await.unwrap().len(), 100);
    tail.head().await.unwrap();
}

async fn everything_a_server_writes(database: &TestDatabase, pair: &Pair) {
    let store = Store::of(database);
    let key = uuid::Uuid::new_v4();
    for _ in 0..2 {
        let sent = store.send_as(pair.chat_id, &pair.student, "!", key).await;
        assert!(sent.is_ok());
    }
    let id = store.say(pair.chat_id, &pair.student, "!").await;
    appended(store.read(pair.chat_id, &pair.teacher, None).await);
    appended(store.delete(id, &pair.student).await);
    everything_people_do_in_conversations(database).await;
    let remove = "DELETE FROM chat_participants WHERE chat_id = ";
    database.execute(&format!("{remove}{}", pair.chat_id)).await;
}

async fn everything_people_do_in_conversations(database: &TestDatabase) {
    let campus = Campus::of(database, 3).await;
    let private = campus.open(0, 1).await;
    let asked = campus.say(private, 0, "?").await;
    event(campus.edit(asked, 0, "!").await);
    campus.answer(private, 1, asked).await;
    event(campus.delete(asked, 0).await);
    event(campus.delete_chat(private, 1).await);
    assert_eq!(campus.open(0, 1).await, private);
    let chat_id = campus.group(&[0, 1]).await;
    let user_id = campus.id(2);
    let join = Command::AddParticipant { chat_id, user_id };
    event(campus.act(0, join).await);
    let leave = Command::RemoveParticipant { chat_id, user_id };
    event(campus.act(0, leave).await);
}

#[tokio::test]
async fn no_request_of_the_server_reads_a_whole_table() {
    let (database, pair) = filled().await;
    // As planned for the values at hand, and as planned once for all.
    for mode in ["auto", "force_generic_plan"] {
        let name = database.name();
        let set = format!("ALTER DATABASE {name} SET plan_cache_mode = {mode}");
        database.execute(&set).await;
        everything_a_server_reads(&database, &pair).await;
    }
    everything_a_server_writes(&database, &pair).await;

    let plans = plans();
    let texts: Vec<&str> = plans
        .iter()
        .filter_map(|plan| plan["Query Text"].as_str())
        .collect();
    for seen in [
        "FROM page",
        "INSERT INTO public.messages",
        "log_head",
        "of_chat",
    ] {
        let is_seen = texts.iter().any(|text| text.contains(seen));
        assert!(is_seen, "no plan of {seen:?} among {}", texts.len());
    }
    let mut culprits = Vec::new();
    for plan in &plans {
        let mut found = Vec::new();
        scans(plan, &mut found);
        if !found.is_empty() {
            culprits.push(format!("{found:?}: {}", plan["Query Text"]));
        }
    }
    assert!(culprits.is_empty(), "{culprits:#?}");
}
