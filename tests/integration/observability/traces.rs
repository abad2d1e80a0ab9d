//! Traces that a collector receives.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use futures::future::join_all;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use parking_lot::Mutex;
use prost::Message as _;
use tokio_util::task::AbortOnDropHandle;

use crate::support::{LockedLogHead, Metrics, ReplicaProcess, TestDatabase, eventually};

const SEND: &str = "POST /api/messages";

/// An OTLP receiver and the spans it received.
struct Collector {
    address: String,
    spans: Arc<Mutex<Vec<Span>>>,
    _serving: AbortOnDropHandle<()>,
}

impl Collector {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let spans = Arc::<Mutex<Vec<Span>>>::default();
        let router = Router::new()
            .route("/v1/traces", post(receive))
            .with_state(spans.clone());
        let serving = tokio::spawn(vestnik::http::server::serve(
            listener,
            router,
            tokio_util::sync::CancellationToken::new(),
        ));
        Self {
            address,
            spans,
            _serving: AbortOnDropHandle::new(serving),
        }
    }

    /// Spawns a replica that exports to this collector.
    async fn replica(&self, database: &TestDatabase) -> (ReplicaProcess, Metrics) {
        self.replica_that_exports_after("50", database).await
    }

    async fn replica_that_exports_after(
        &self,
        milliseconds: &str,
        database: &TestDatabase,
    ) -> (ReplicaProcess, Metrics) {
        let settings = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", self.address.as_str()),
            ("OTEL_BSP_SCHEDULE_DELAY", milliseconds),
        ];
        Metrics::of_a_replica(database, &settings).await
    }

    /// Waits for a span with this name that satisfies `is_it`.
    async fn span(&self, name: &str, is_it: impl Fn(&Span) -> bool) -> Span {
        eventually(name, async || {
            let spans = self.spans.lock();
            spans
                .iter()
                .find(|span| span.name == name && is_it(span))
                .cloned()
        })
        .await
    }
}

async fn receive(State(spans): State<Arc<Mutex<Vec<Span>>>>, body: Bytes) {
    let request = ExportTraceServiceRequest::decode(body).expect("the body is OTLP");
    let scopes = request
        .resource_spans
        .into_iter()
        .flat_map(|resource| resource.scope_spans);
    spans.lock().extend(scopes.flat_map(|scope| scope.spans));
}

#[tokio::test]
async fn send_continues_the_callers_trace_through_its_batch() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let collector = Collector::start().await;
    let (replica, _) = collector.replica(&database).await;
    let teacher = replica.client(&pair.teacher);
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let body = serde_json::json!({ "chat_id": pair.chat_id, "content": "!" });
    let request = teacher.request(reqwest::Method::POST, "/api/messages");
    let request = request.header("traceparent", format!("00-{trace}-b7ad6b7169203331-01"));

    teacher.send(request.json(&body)).await.expect(201);

    let trace = u128::from_str_radix(trace, 16).unwrap().to_be_bytes();
    let sent = collector.span(SEND, |span| span.trace_id == trace).await;
    let appended = collector
        .span("append", |span| span.trace_id == trace)
        .await;
    assert_eq!(appended.parent_span_id, sent.span_id);
    collector.span("publish", |_| true).await;
}

#[tokio::test]
async fn batch_span_links_to_every_send() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let collector = Collector::start().await;
    let (replica, metrics) = collector.replica(&database).await;
    let teacher = replica.client(&pair.teacher);
    let head = LockedLogHead::take(&database).await;
    let first = tokio::spawn({
        let teacher = teacher.clone();
        async move { teacher.send_message(pair.chat_id, "the first").await }
    });
    head.blocks_writer().await;
    let others = tokio::spawn(async move {
        join_all(["one", "two", "three"].map(|text| teacher.send_message(pair.chat_id, text))).await
    });
    metrics
        .until_exactly("vestnik_append_queue_depth", 3.0)
        .await;
    head.release().await;
    first.await.unwrap();
    others.await.unwrap();

    let batch = collector.span("append", |span| span.links.len() == 2).await;

    for link in &batch.links {
        collector
            .span(SEND, |span| span.span_id == link.span_id)
            .await;
    }
    let parent = &batch.parent_span_id;
    collector.span(SEND, |span| span.span_id == *parent).await;
}

#[tokio::test]
async fn pending_spans_are_exported_at_shutdown() {
    let database = TestDatabase::new().await;
    let collector = Collector::start().await;
    let an_hour = "3600000";
    let (replica, _) = collector
        .replica_that_exports_after(an_hour, &database)
        .await;
    replica.anonymous_client().get("/health").await.expect(200);

    assert!(replica.terminate().await.success());

    collector.span("GET /health", |_| true).await;
}
