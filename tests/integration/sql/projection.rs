//! Projection yields the same read model however the log is split into ranges.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio_postgres::Client;

use super::random_log::{Event, append, log_of, step};
use crate::support::TestDatabase;

/// Splits `length` items into ranges at these cuts.
fn ranges(length: usize, cuts: &[usize]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| 1 + cut % length).collect();
    ends.push(length);
    ends.sort_unstable();
    ends.dedup();
    let starts = std::iter::once(0).chain(ends.clone());
    starts.zip(ends).collect()
}

/// The tables of the read model.
async fn tables(client: &Client) -> Vec<String> {
    let names = "SELECT t.name FROM audit_replay.tables() AS t";
    let rows = client.query(names, &[]).await;
    let rows = rows.expect("the tables are known");
    rows.iter().map(|row| row.get(0)).collect()
}

/// Every row of the read model.
async fn read_model(client: &Client) -> Vec<String> {
    let tables = tables(client).await;
    let rows: Vec<String> = tables
        .iter()
        .map(|table| format!("SELECT '{table} ' || to_jsonb(t)::text FROM {table} AS t"))
        .collect();
    let rows = rows.join(" UNION ALL ") + " ORDER BY 1";
    let rows = client
        .query(&rows, &[])
        .await
        .expect("the read model is readable");
    rows.iter().map(|row| row.get(0)).collect()
}

async fn rebuild(client: &Client, ranges: &[(usize, usize)]) {
    let empty = format!("TRUNCATE {}", tables(client).await.join(", "));
    client
        .batch_execute(&empty)
        .await
        .expect("the read model can be emptied");
    for (start, end) in ranges {
        client
            .batch_execute(&format!(
                "SELECT project({0}, {end}, ARRAY(
                     SELECT DISTINCT kind FROM events WHERE position BETWEEN {0} AND {end}))",
                start + 1
            ))
            .await
            .expect("a range can be projected");
    }
}

/// The read model after inserts split by `statements`, and after projecting the whole log at once,
/// event by event, and in ranges split by `cuts`.
async fn project_four_ways(
    client: &Client,
    log: &[Event],
    statements: &[usize],
    cuts: &[usize],
) -> [Vec<String>; 4] {
    // Rolled back at the end: each log starts in an empty database.
    client
        .batch_execute("BEGIN")
        .await
        .expect("the statement succeeds");
    for (start, end) in ranges(log.len(), statements) {
        append(client, &log[start..end]).await;
    }
    let as_appended = read_model(client).await;
    let without_triggers = "SET LOCAL session_replication_role = replica";
    client
        .batch_execute(without_triggers)
        .await
        .expect("triggers can be disabled");
    rebuild(client, &[(0, log.len())]).await;
    let at_once = read_model(client).await;
    let singles: Vec<_> = (0..log.len()).map(|at| (at, at + 1)).collect();
    rebuild(client, &singles).await;
    let one_by_one = read_model(client).await;
    rebuild(client, &ranges(log.len(), cuts)).await;
    let in_ranges = read_model(client).await;
    client
        .batch_execute("ROLLBACK")
        .await
        .expect("the statement succeeds");
    [as_appended, at_once, one_by_one, in_ranges]
}

#[test]
fn read_model_is_the_same_for_any_projection_ranges() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let database = runtime.block_on(TestDatabase::new());
    let client = runtime.block_on(database.client());
    let config = Config {
        cases: 160,
        max_shrink_iters: 2_000,
        failure_persistence: None,
        ..Config::default()
    };
    let strategy = (
        prop::collection::vec(step(), 1..60),
        prop::collection::vec(any::<usize>(), 0..20),
        prop::collection::vec(any::<usize>(), 0..6),
    );
    let outcome = TestRunner::new(config).run(&strategy, |(steps, statements, cuts)| {
        let log = log_of(&steps);
        let [as_appended, at_once, one_by_one, in_ranges] =
            runtime.block_on(project_four_ways(&client, &log, &statements, &cuts));
        for (way, model) in [
            ("appended", as_appended),
            ("at once", at_once),
            ("in ranges", in_ranges),
        ] {
            prop_assert_eq!(&model, &one_by_one, "{}, event by event: {:?}", way, log);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
