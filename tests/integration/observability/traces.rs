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

use crate::support::{LockedLogHead, Metrics, ReplicaProcess, School, eventually};

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

    /// Starts a school whose server exports to this collector after `milliseconds`.
    async fn school(&self, milliseconds: &str) -> (School<ReplicaProcess>, Metrics) {
        let settings = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", self.address.as_str()),
            ("OTEL_BSP_SCHEDULE_DELAY", milliseconds),
        ];
        School::with_metrics(&settings).await
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
    let collector = Collector::start().await;
    let (school, _) = collector.school("50").await;
    let (teacher, pair) = (&school.teacher, &school.pair);
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
    let collector = Collector::start().await;
    let (school, metrics) = collector.school("50").await;
    let (teacher, chat_id) = (school.teacher.clone(), school.pair.chat_id);
    let head = LockedLogHead::take(&school.database).await;
    let first = tokio::spawn({
        let teacher = teacher.clone();
        async move { teacher.send_message(chat_id, "the first").await }
    });
    head.blocks_writer().await;
    let others = tokio::spawn(async move {
        join_all(["one", "two", "three"].map(|text| teacher.send_message(chat_id, text))).await
    });
    metrics
        .until_exactly("vestnik_append_queue_depth", 3.0)
        .await;
    head.release().await;
    first.await.unwrap();
    others.await.unwrap();

    let batch = collector.span("append", |span| span.links.len() == 3).await;

    let links = batch.links.iter().map(|link| &link.span_id);
    for send in links.chain([&batch.parent_span_id]) {
        collector.span(SEND, |span| span.span_id == *send).await;
    }
}

#[tokio::test]
async fn pending_spans_are_exported_at_shutdown() {
    let collector = Collector::start().await;
    let an_hour = "3600000";
    let (school, _) = collector.school(an_hour).await;
    school.student.get("/health").await.expect(200);

    assert!(school.replica.terminate().await.success());

    collector.span("GET /health", |_| true).await;
}
