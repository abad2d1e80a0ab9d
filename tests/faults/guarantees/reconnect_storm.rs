//! A replica with many subscribers dies; all reconnect to the others at once.

use std::time::Instant;

use crate::audit::{Findings, Log};
use crate::environment::{Environment, Topology};
use crate::report::print_line;
use crate::subscribers::Subscriber;
use crate::support::TestDatabase;
use crate::user_pairs::UserPairs;

/// Allowed queries per reconnecting subscriber: membership and presence for each, authentication
/// for many at once, and some try twice because no connection was free. Missed events come from
/// memory.
const QUERIES_EACH: f64 = 3.0;
/// Allowed queries that belong to no subscriber.
const OTHER_QUERIES: f64 = 400.0;

/// Transactions of the server so far; each query is one.
async fn transactions(database: &TestDatabase) -> i64 {
    let sql = "SELECT xact_commit + xact_rollback FROM pg_stat_database
               WHERE datname = current_database()";
    database.number(sql).await
}

/// Pages of the log that were read for reconnecting subscribers.
async fn pages_of_the_log(environment: &Environment) -> f64 {
    let mut sum = 0.0;
    for node in &environment.nodes[1..] {
        let series = r#"vestnik_catch_up_pages_total{from="log"}"#;
        sum += node.metric(series).await;
    }
    sum
}

async fn storm_of(size: usize) {
    let plan = Topology {
        replicas: 3,
        pairs: 1,
        is_synced: false,
    };
    let mut environment = Environment::new(&plan).await;
    let crowd = UserPairs::new(&environment.database, size).await;
    let (base, subscribers) = crowd.connect(&environment, 0, 1).await;
    let missed = crowd.send_to_all(&environment, "before").await;
    UserPairs::until_all_have_reached(&subscribers, &missed).await;
    environment.until_all_are_ready().await;
    let (before, pages_before) = (
        transactions(&environment.database).await,
        pages_of_the_log(&environment).await,
    );

    let started = Instant::now();
    base.send_replace(environment.nginx.url.clone());
    environment.nodes[0].kill().await;
    UserPairs::until_all_have_reconnected(&subscribers, 1).await;
    let took = started.elapsed();

    let queries = (transactions(&environment.database).await - before) as f64;
    let pages = pages_of_the_log(&environment).await - pages_before;
    let last = crowd.send_to_all(&environment, "after").await;
    UserPairs::until_all_have_reached(&subscribers, &last).await;
    let findings = audit(&environment, subscribers).await;
    print_line(format_args!(
        "a storm of {size} subscribers: all reconnected after {:.1} s, {queries} database \
         transactions ({:.2} each), {pages} pages of the log; lost {}, duplicated {}, out of \
         order {}",
        took.as_secs_f64(),
        queries / size as f64,
        findings.lost,
        findings.duplicated,
        findings.out_of_order
    ));
    assert!(findings.is_clean(), "{findings:#?}");
    assert!(
        queries <= QUERIES_EACH * size as f64 + OTHER_QUERIES,
        "{queries}"
    );
}

async fn audit(environment: &Environment, subscribers: Vec<Subscriber>) -> Findings {
    let log = Log::read(&environment.database, Vec::new()).await;
    let mut findings = Findings::default();
    for subscriber in subscribers {
        log.check_record(&subscriber.stop().await, 0, &mut findings);
    }
    findings
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_subscribers_reconnect_at_bounded_cost_without_loss() {
    storm_of(500).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes thousands of sockets: make soak"]
async fn thousands_of_subscribers_reconnect_at_bounded_cost_without_loss() {
    storm_of(5_000).await;
}
