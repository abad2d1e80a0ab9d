//! A replica dies under thousands of subscribers, who all come back at once to the others.

use std::time::Instant;

use crate::audit::{Findings, Log};
use crate::environment::{Environment, Topology};
use crate::report::print_line;
use crate::subscribers::Subscriber;
use crate::support::TestDatabase;
use crate::user_pairs::UserPairs;

/// What coming back may cost in queries, for each subscriber: which chats they are in, and who is
/// there, is asked for each; who they are, for many at once; and some come twice, having found
/// no free connection the first time. What they missed is in the ring.
const QUERIES_EACH: f64 = 3.0;
/// What replicas ask anyway, and what belongs to no subscriber.
const QUERIES_BESIDES: f64 = 400.0;

/// Transactions of the server so far: a query is one.
async fn transactions(database: &TestDatabase) -> i64 {
    // Sessions report after a while, or when asked.
    let sql = "SELECT xact_commit + xact_rollback FROM pg_stat_database
               WHERE datname = current_database()";
    database.number(sql).await
}

/// Pages of the log that were read for subscribers who came back.
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
    let (base, subscribers) = crowd.gather(&environment, 0, 1).await;
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
    UserPairs::until_all_are_back(&subscribers, 1).await;
    let took = started.elapsed();

    let asked = (transactions(&environment.database).await - before) as f64;
    let pages = pages_of_the_log(&environment).await - pages_before;
    let last = crowd.send_to_all(&environment, "after").await;
    UserPairs::until_all_have_reached(&subscribers, &last).await;
    let findings = audit(&environment, subscribers).await;
    print_line(format_args!(
        "a storm of {size} subscribers: all live again after {:.1} s, {asked} database \
         transactions ({:.2} each), {pages} pages of the log; lost {}, duplicated {}, out of \
         order {}",
        took.as_secs_f64(),
        asked / size as f64,
        findings.lost,
        findings.duplicated,
        findings.out_of_order
    ));
    assert!(findings.is_clean(), "{findings:#?}");
    assert!(
        asked <= QUERIES_EACH * size as f64 + QUERIES_BESIDES,
        "{asked}"
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
async fn hundreds_of_subscribers_come_back_at_a_bounded_cost_and_have_missed_nothing() {
    storm_of(500).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes thousands of sockets: make soak"]
async fn five_thousand_subscribers_come_back_at_a_bounded_cost_and_have_missed_nothing() {
    storm_of(5_000).await;
}
