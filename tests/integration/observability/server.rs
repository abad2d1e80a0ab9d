//! Metrics of HTTP, database connections and the process.

use std::collections::BTreeSet;

use futures::future::join_all;
use reqwest::Method;

use crate::support::receiver::WEBHOOK_SECRET;
use crate::support::{Metrics, School, TestDatabase, eventually};

#[tokio::test]
async fn waiting_reads_are_reported_and_their_timeouts_counted() {
    let (school, metrics) = School::with_metrics(&[]).await;
    let holder = school.database.client().await;
    let lock = "BEGIN; LOCK TABLE chats IN ACCESS EXCLUSIVE MODE";
    holder.batch_execute(lock).await.unwrap();
    let student = school.student.clone();
    let reads = tokio::spawn(async move {
        let answers = join_all((0..16).map(|_| student.get("/api/chats"))).await;
        answers.into_iter().map(|answer| answer.status).collect()
    });

    let in_use = r#"vestnik_pool_connections{state="in_use"}"#;
    // Four connections remain for authentication and readiness.
    let connections = [("vestnik_pool_connections_max", 16.0), (in_use, 12.0)];
    metrics.until_all(&connections).await;
    for series in ["vestnik_pool_waiting", "vestnik_pool_timeouts_total"] {
        metrics.until_at_least(series, 1.0).await;
    }
    holder.batch_execute("COMMIT").await.unwrap();

    let statuses: BTreeSet<u16> = reads.await.unwrap();
    assert_eq!(statuses, BTreeSet::from([200, 503]));
    metrics.until_exactly(in_use, 0.0).await;
}

#[tokio::test]
async fn process_build_and_notification_queue_are_reported() {
    let database = TestDatabase::new().await;
    let (_replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let version = env!("CARGO_PKG_VERSION");
    let build = format!("vestnik_build_info{{version=\"{version}\"}}");
    metrics.until_exactly(&build, 1.0).await;
    for series in [
        "process_start_time_seconds",
        "process_resident_memory_bytes",
        "process_open_fds",
    ] {
        metrics.until(series, |value| value > 0.0).await;
    }
    // In whole seconds.
    let text = metrics.text().await;
    assert!(text.contains("\nprocess_cpu_seconds_total "), "{text}");

    // A listener in an open transaction receives nothing, and the queue keeps what it has not read.
    let blocked = database.client().await;
    let listen = "LISTEN vestnik_test";
    blocked.batch_execute(listen).await.unwrap();
    blocked.batch_execute("BEGIN; SELECT 1").await.unwrap();
    let fill = "SELECT pg_notify('vestnik_test', n || repeat('x', 7000))
                FROM generate_series(1, 2000) AS n";
    database.execute(fill).await;
    let usage = "vestnik_notification_queue_usage_ratio";
    metrics.until(usage, |usage| usage > 0.0).await;
}

#[tokio::test]
async fn metrics_have_help_and_type_and_no_client_input() {
    let database = TestDatabase::new().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let anonymous = replica.anonymous_client();
    anonymous.get("/api/me").await.expect(401);
    for n in 0..3 {
        let method = Method::from_bytes(format!("MADE-UP-{n}").as_bytes()).unwrap();
        let request = anonymous.request(method, &format!("/made/up/{n}"));
        assert_eq!(anonymous.send(request).await.status, 404);
    }

    let series = r#"vestnik_http_requests_total{route="unmatched",method="other",status="4xx"}"#;
    metrics.until_exactly(series, 3.0).await;
    let text = metrics.text().await;
    let lowercase = text.to_lowercase();
    for input in ["made-up", "made/up"] {
        assert!(!lowercase.contains(input), "{text}");
    }
    let names = |kind: &str| -> BTreeSet<String> {
        let of_kind = text.lines().filter_map(|line| line.strip_prefix(kind));
        of_kind
            .filter_map(|line| Some(line.split_once(' ')?.0.to_owned()))
            .collect()
    };
    let (typed, helped) = (names("# TYPE "), names("# HELP "));
    assert!(typed.len() > 30, "{text}");
    assert_eq!(typed, helped);
}

/// Names of metrics in a text, without what Prometheus appends to those of histograms.
fn metrics_named_in(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '_';
    let words = text.split(|c| !is_part(c));
    let names = words.filter(|word| {
        let is_ours = word.starts_with("vestnik_") || word.starts_with("process_");
        is_ours && !["vestnik_server", "vestnik_auditor"].contains(word)
    });
    let without = |name: &str| {
        let suffixes = ["_bucket", "_sum", "_count"];
        let suffix = suffixes.iter().find_map(|end| name.strip_suffix(end));
        suffix.unwrap_or(name).to_owned()
    };
    names.map(without).collect()
}

#[tokio::test]
async fn dashboard_shows_every_metric() {
    let database = TestDatabase::new().await;
    let (unreachable, secret) = ("http://127.0.0.1:1/", WEBHOOK_SECRET);
    let settings = [
        ("REALMS", "all"),
        ("WEBHOOK_URL", unreachable),
        ("WEBHOOK_SECRET", secret),
        (
            "EVENT_WEBHOOKS",
            r#"[{"name":"a","url":"http://127.0.0.1:1/","secret_env":"WEBHOOK_SECRET"}]"#,
        ),
    ];
    let (replica, metrics) = Metrics::of_a_replica(&database, &settings).await;
    metrics.until_exactly("vestnik_webhook_waiting", 0.0).await;
    eventually("the events for an endpoint", async || {
        let text = metrics.text().await;
        text.contains("vestnik_event_webhook_waiting{")
            .then_some(())
    })
    .await;
    replica.anonymous_client().get("/api/me").await.expect(401);
    let user = database.person("member").await;
    drop(replica.socket(&user, "/api/v1/ws").open().await);
    let closed = r#"vestnik_sockets_closed_total{realm="direct",by="none",code="none"}"#;
    metrics.until_exactly(closed, 1.0).await;
    let text = metrics.text().await;
    let types = text.lines().filter(|line| line.starts_with("# TYPE "));
    let exported = metrics_named_in(&types.map(|line| format!("{line}\n")).collect::<String>());

    let dashboard = concat!(env!("CARGO_MANIFEST_DIR"), "/.grafana/vestnik.json");
    let shown = metrics_named_in(&std::fs::read_to_string(dashboard).unwrap());

    let not_drawn = [
        "process_max_fds",
        "process_start_time_seconds",
        "process_threads",
        "process_virtual_memory_bytes",
        "process_virtual_memory_max_bytes",
        "vestnik_tail_position",
    ];
    let drawn = exported
        .iter()
        .filter(|name| !not_drawn.contains(&name.as_str()));
    assert_eq!(shown, drawn.cloned().collect());
}
