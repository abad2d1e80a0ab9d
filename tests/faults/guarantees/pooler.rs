//! A replica behind pgbouncer in transaction mode.

use crate::support::cluster::Cluster;
use crate::support::{
    Metrics, Pgbouncer, ReplicaProcess, TestDatabase, eventually, spawn_processes,
};

/// A login with more privileges than the server role.
const POWERFUL: &str = "postgres";

async fn behind_a_pooler(database: &TestDatabase) -> (Pgbouncer, ReplicaProcess, Metrics) {
    let postgres = Cluster::shared().directory();
    let pooler = Pgbouncer::in_front_of(postgres, database, POWERFUL).await;
    let settings = [("DATABASE_URL", &*pooler.url(POWERFUL))];
    let (replica, metrics) = Metrics::of_a_replica(database, &settings).await;
    (pooler, replica, metrics)
}

#[tokio::test]
async fn pooler_is_detected_and_reported_at_start() {
    let database = TestDatabase::new().await;
    let (_pooler, replica, metrics) = behind_a_pooler(&database).await;

    eventually("the error in the log", async || {
        let log = replica.log();
        let is_error = |line: &str| line.contains("ERROR") && line.contains("pooler");
        log.lines().any(is_error).then_some(())
    })
    .await;
    let ready = replica.anonymous_client().get("/ready").await.expect(200);
    assert_eq!(ready["notifications"], "pooled");
    let problem = ready["problems"][0].as_str().unwrap_or_default();
    assert!(problem.contains("past the pooler"), "{ready}");
    metrics
        .until_exactly("vestnik_notifications_working", 0.0)
        .await;
}

#[tokio::test]
async fn pooled_sends_are_stored_once_and_delivered_in_order() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (_pooler, pooled, metrics) = behind_a_pooler(&database).await;
    let [direct] = spawn_processes(&database).await;
    let mut streams = [
        pooled.client(&pair.student).open_stream().await,
        direct.client(&pair.student).open_stream().await,
    ];

    let mut sent = Vec::new();
    for n in 0..20 {
        for (name, replica) in [("pooled", &pooled), ("direct", &direct)] {
            let text = format!("{name} {n}");
            replica
                .client(&pair.teacher)
                .send_message(pair.chat_id, &text)
                .await;
            sent.push(text);
        }
    }

    for stream in &mut streams {
        assert_eq!(stream.texts(sent.len()).await, sent);
    }
    let polls = "vestnik_polls_needed_total";
    metrics.until_at_least(polls, 1.0).await;
    let history = format!("/api/chats/{}/messages", pair.chat_id);
    let read = pooled.client(&pair.student).get(&history).await.expect(200);
    assert_eq!(read["messages"].as_array().map(Vec::len), Some(40));
    assert_eq!(database.number("SELECT count(*) FROM messages").await, 40);
}

#[tokio::test]
async fn pooled_statements_run_only_as_the_server_role() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    // A policy records the role of every statement that reads chats.
    database
        .execute(
            "CREATE TABLE seen_as (name text);
             GRANT INSERT ON seen_as TO PUBLIC;
             CREATE FUNCTION see() RETURNS boolean LANGUAGE plpgsql AS
             $$ BEGIN INSERT INTO seen_as VALUES (current_user); RETURN true; END $$;
             ALTER TABLE chats ENABLE ROW LEVEL SECURITY;
             ALTER TABLE chats FORCE ROW LEVEL SECURITY;
             CREATE POLICY seen ON chats USING (see())",
        )
        .await;
    let (_pooler, replica, _) = behind_a_pooler(&database).await;
    let student = replica.client(&pair.student);

    for _ in 0..5 {
        let chats = async || student.get("/api/chats").await.expect(200);
        tokio::join!(chats(), chats(), chats());
    }

    // Policies do not apply to a superuser, so its statements would be missing here.
    let seen = "SELECT count(*) FROM seen_as WHERE name = 'vestnik_server'";
    assert!(database.number(seen).await >= 15);
    let others = "SELECT count(*) FROM seen_as WHERE name <> 'vestnik_server'";
    assert_eq!(database.number(others).await, 0);
}

#[tokio::test]
async fn pooled_sessions_keep_no_state_for_other_clients() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (pooler, replica, _) = behind_a_pooler(&database).await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "!")
        .await;

    let url = pooler.url(POWERFUL);
    let (other, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);

    let state = "SELECT current_user, current_setting('search_path'),
                        (SELECT count(*) FROM pg_listening_channels()),
                        (SELECT count(*) FROM pg_prepared_statements),
                        (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
                         AND pid = pg_backend_pid())";
    for _ in 0..8 {
        let row = other.query_typed_one(state, &[]).await.unwrap();
        assert_eq!(row.get::<_, &str>(0), POWERFUL);
        assert_eq!(row.get::<_, &str>(1), "\"$user\", public");
        let left: [i64; 3] = [row.get(2), row.get(3), row.get(4)];
        assert_eq!(left, [0; 3]);
    }
}

#[tokio::test]
async fn migration_through_a_pooler_is_refused() {
    let bare = TestDatabase::without_schema().await;
    let postgres = Cluster::shared().directory();
    let pooler = Pgbouncer::in_front_of(postgres, &bare, POWERFUL).await;

    let output = ReplicaProcess::command()
        .arg("migrate")
        .env("DATABASE_URL", pooler.url(POWERFUL))
        .output()
        .await
        .unwrap();

    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(stderr.contains("OWNER_DATABASE_URL"), "{stderr}");
}
