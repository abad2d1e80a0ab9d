//! A migration leaves the database of another application as it is.

use crate::cli::{run, text};
use crate::support::TestDatabase;

/// All relations, types and schemas that are not Postgres' own.
const RELATIONS: &str = "
    SELECT string_agg(kind || ' ' || name, E'\\n' ORDER BY kind, name)
    FROM (
        SELECT 'relation ' || c.relkind::text, c.oid::regclass::text || ' ' || c.oid || ' ' || c.xmin
        FROM pg_class AS c
        WHERE c.oid >= 16384
        UNION ALL
        SELECT 'routine', p.oid::regprocedure::text FROM pg_proc AS p WHERE p.oid >= 16384
        UNION ALL
        SELECT 'type', t.oid::regtype::text FROM pg_type AS t WHERE t.oid >= 16384
        UNION ALL
        SELECT 'schema', n.nspname FROM pg_namespace AS n WHERE n.oid >= 16384
    ) AS found (kind, name)";

async fn relations(database: &TestDatabase) -> String {
    let client = database.client().await;
    client.query_one(RELATIONS, &[]).await.unwrap().get(0)
}

async fn migrate(database: &TestDatabase) -> (bool, String) {
    let output = run(&["migrate"], &[("DATABASE_URL", &database.url)], "").await;
    (output.status.success(), text(&output.stderr))
}

#[tokio::test]
async fn migration_leaves_the_database_of_another_application_unchanged() {
    for tables in [
        &["chat_participants", "chats", "lessons", "messages", "users"] as &[&str],
        &["conversations", "messages"],
        &["chat", "iphone", "message"],
    ] {
        let database = TestDatabase::without_schema().await;
        for table in tables {
            let sql = format!("CREATE TABLE {table} (id serial PRIMARY KEY, name text)");
            database.execute(&sql).await;
        }
        let before = relations(&database).await;
        let (succeeded, stderr) = migrate(&database).await;
        assert!(!succeeded);
        let named: Vec<String> = tables.iter().map(|name| format!("public.{name}")).collect();
        assert!(stderr.contains(&named.join(", ")), "{stderr}");
        assert!(stderr.contains("docs/moving-in.md"), "{stderr}");
        assert_eq!(relations(&database).await, before);
    }
}

#[tokio::test]
async fn history_of_another_application_is_none_of_ours() {
    let database = TestDatabase::without_schema().await;
    database
        .execute(
            "CREATE TABLE refinery_schema_history (
                 version int4 PRIMARY KEY, name varchar(255), applied_on varchar(255),
                 checksum varchar(255)
             );
             INSERT INTO refinery_schema_history (version, name) VALUES (1, 'orders');
             CREATE TABLE users (id serial)",
        )
        .await;
    let before = relations(&database).await;
    let (succeeded, stderr) = migrate(&database).await;
    assert!(!succeeded);
    assert!(stderr.contains("public.users"), "{stderr}");
    assert_eq!(relations(&database).await, before);
}

#[tokio::test]
async fn interrupted_first_migration_is_continued() {
    let database = TestDatabase::without_schema().await;
    // What a migration creates before its first table.
    database
        .execute(
            "CREATE TABLE schema_lock ();
             CREATE TABLE refinery_schema_history (
                 version int4 PRIMARY KEY, name varchar(255), applied_on varchar(255),
                 checksum varchar(255)
             )",
        )
        .await;
    let (succeeded, stderr) = migrate(&database).await;
    assert!(succeeded, "{stderr}");
    // The tables of the database are its own from now on.
    database
        .execute("CREATE TABLE notes (id bigint); UPDATE schema_state SET digest = 'another build'")
        .await;
    let (succeeded, stderr) = migrate(&database).await;
    assert!(succeeded, "{stderr}");
}
