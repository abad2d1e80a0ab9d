//! Changes of many users at once.

use super::{cluster, database_with_page_log, logged, run_since};

const USERS: f64 = 1_000.0;

#[tokio::test]
async fn changing_many_users_reads_each_a_few_times() {
    let cluster = cluster().await;
    let database = database_with_page_log(&cluster, "many_users").await;
    let nested = "ALTER DATABASE many_users SET auto_explain.log_nested_statements = on";
    database.execute(nested).await;
    let client = database.client().await;
    let execute = async |sql: &str| client.execute(sql, &[]).await.expect("it succeeds");
    // The session makes the plans of the triggers for no rows.
    execute("UPDATE users SET name = 'A' WHERE false").await;
    execute("INSERT INTO users (name) SELECT 'A ' || n FROM generate_series(1, 1000) AS n").await;
    let mark = logged(&cluster);

    execute("UPDATE users SET name = 'B ' || id WHERE name LIKE 'A %'").await;

    let run = run_since(&cluster, mark);
    let in_triggers = run.iter().filter(|run| run.text.contains("old_users"));
    assert!(in_triggers.count() > 1, "{}", run.len());
    // A name has eleven ends at most.
    let culprits = run.iter().filter(|run| run.most_rows > 25.0 * USERS);
    let culprits: Vec<_> = culprits.map(|run| (run.most_rows, &run.text)).collect();
    assert!(culprits.is_empty(), "{culprits:#?}");
}
