//! What each call costs as the database grows: median and 95th percentile over HTTP, processor time
//! of the server and of Postgres, and the ratio of the medians to the smallest size. `make
//! bench-growth` runs it; `GROWTH=10000,1000000` selects the sizes, in messages.
//!
//! The times include the client, which shares the machine. Only the ratios mean something.

mod audit;
mod calls;
mod fill;
mod search;

use serde_json::{Value, json};
use support::ReplicaProcess;
use support::cluster::Cluster;
use support::load::percentile;
use support::report::file;

use self::calls::{Calls, Timed};

const SIZES: &str = "10000,1000000,10000000";

/// The times of all calls at one size.
struct Size {
    messages: i64,
    calls: Vec<Call>,
}

struct Call {
    name: &'static str,
    median_ms: f64,
    p95_ms: f64,
    /// Of the server and of Postgres, on average.
    processor_ms: f64,
}

#[tokio::main]
async fn main() {
    let cluster = Cluster::start();
    let mut sizes: Vec<Size> = Vec::new();
    for messages in selected_sizes() {
        sizes.push(measure(&cluster, messages).await);
        print(&sizes);
    }
    let path = file("target/bench/growth.json");
    let directory = path.parent().expect("a file in a directory");
    std::fs::create_dir_all(directory).expect("target/ can be written");
    std::fs::write(&path, format!("{:#}\n", as_json(&sizes))).expect("target/ can be written");
    println!("\n{}", path.display());
}

fn selected_sizes() -> Vec<i64> {
    let given = std::env::var("GROWTH").unwrap_or_default();
    let sizes = if given.is_empty() { SIZES } else { &given };
    let sizes = sizes.split(',').map(|size| size.trim().parse());
    sizes
        .collect::<Result<_, _>>()
        .expect("GROWTH is numbers of messages, comma-separated")
}

async fn measure(cluster: &Cluster, messages: i64) -> Size {
    let filled = fill::fill(cluster, messages).await;
    let settings = [("RUST_LOG", "warn"), ("REALMS", "all")];
    let replica = ReplicaProcess::spawn_with(&filled.database, &settings).await;
    let timed = Calls::new(&filled, &replica, cluster.processes())
        .run()
        .await;
    search::run(&filled, &replica).await;
    audit::run(&filled).await;
    assert!(replica.terminate().await.success());
    filled.remove(cluster).await;
    Size {
        messages,
        calls: timed.into_iter().map(summary).collect(),
    }
}

fn summary(mut timed: Timed) -> Call {
    let calls = timed.times.len() as f64;
    Call {
        processor_ms: timed.processor_time.as_secs_f64() * 1_000.0 / calls,
        name: timed.call,
        median_ms: percentile(&mut timed.times, 50),
        p95_ms: percentile(&mut timed.times, 95),
    }
}

fn print(sizes: &[Size]) {
    println!();
    print!("{:<30}", "ms: median / p95 / processor");
    for size in sizes {
        print!("{:>33}", format!("{} messages", size.messages));
    }
    println!();
    for (n, first) in sizes[0].calls.iter().enumerate() {
        print!("{:<30}", first.name);
        for size in sizes {
            let call = &size.calls[n];
            let ratio = call.median_ms / first.median_ms;
            let (median, p95, processor) = (call.median_ms, call.p95_ms, call.processor_ms);
            let times = format!("{median:.2} / {p95:.2} / {processor:.2}");
            print!("{times:>25} ×{ratio:<6.2}");
        }
        println!();
    }
}

fn as_json(sizes: &[Size]) -> Value {
    let call = |call: &Call| {
        json!({
            "call": call.name,
            "median_ms": call.median_ms,
            "p95_ms": call.p95_ms,
            "processor_ms": call.processor_ms,
        })
    };
    let size = |size: &Size| {
        let calls: Vec<Value> = size.calls.iter().map(call).collect();
        json!({ "messages": size.messages, "calls": calls })
    };
    sizes.iter().map(size).collect()
}
