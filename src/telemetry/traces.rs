//! OpenTelemetry traces, if `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector.
//!
//! The other variables of the specification apply as well: `OTEL_SERVICE_NAME`,
//! `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_SAMPLER` and so on. The protocol is
//! HTTP with protobuf.
//!
//! # Why
//! A send has the span of its request, and its event is appended in a batch together with those
//! of other requests. A span has one parent, so the batch belongs to the trace of its first
//! event and is linked to the others. Without a collector no such span is created.

use std::sync::OnceLock;
use std::time::Duration;

use axum::http::HeaderMap;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TracerProvider as _};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_otlp::{SpanExporter, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Level, Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

/// Either of them enables traces.
const ENDPOINTS: [&str; 2] = [
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
];
/// The limit for sending spans to the collector.
const EXPORT_TIMEOUT: Duration = Duration::from_secs(5);

static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

/// A span whose work continues in a batch with that of other spans.
#[derive(Debug, Clone)]
pub struct SpanLink(SpanContext);

/// Whether traces are exported.
pub fn is_enabled() -> bool {
    PROVIDER.get().is_some()
}

/// The span that `make` returns, if traces are exported.
pub fn span(make: impl FnOnce() -> Span) -> Span {
    if is_enabled() { make() } else { Span::none() }
}

/// The current span, to link others to.
pub fn cause() -> Option<SpanLink> {
    is_enabled().then(|| {
        let context = Span::current().context();
        SpanLink(context.span().span_context().clone())
    })
}

/// Makes a new span a child of the first span, and links it to the others.
pub fn link_to<'a>(span: &Span, causes: impl IntoIterator<Item = &'a SpanLink>) {
    for (index, SpanLink(context)) in causes.into_iter().enumerate() {
        if index == 0 {
            let parent = opentelemetry::Context::new().with_remote_span_context(context.clone());
            // Refused for a span that is not exported.
            let _ = span.set_parent(parent);
        } else {
            span.add_link(context.clone());
        }
    }
}

/// Makes a new span part of the trace that a request's `traceparent` names.
pub fn continued_from(span: &Span, headers: &HeaderMap) {
    if is_enabled() {
        let parent = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
        let _ = span.set_parent(parent);
    }
}

/// The layer that exports this program's spans, if a collector is configured.
pub(super) fn start<S>() -> Result<Option<Box<dyn Layer<S> + Send + Sync>>, String>
where
    S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
{
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !ENDPOINTS.into_iter().any(is_set) {
        return Ok(None);
    }
    let provider = provider().map_err(|error| error.to_string())?;
    let tracer = provider.tracer("vestnik");
    let _ = PROVIDER.set(provider);
    // The exporter's own spans would be exported in turn, and so on.
    let own = Targets::new().with_target("vestnik", Level::INFO);
    let layer = tracing_opentelemetry::layer()
        .with_tracer(tracer)
        .with_location(false)
        .with_threads(false)
        .with_filter(own);
    Ok(Some(layer.boxed()))
}

/// Exports the waiting spans.
pub(super) fn stop() {
    if let Some(provider) = PROVIDER.get()
        && let Err(error) = provider.shutdown_with_timeout(EXPORT_TIMEOUT)
    {
        tracing::warn!(%error, "the last spans were not exported");
    }
}

fn provider() -> Result<SdkTracerProvider, Box<dyn std::error::Error>> {
    // A client can only be built once the process has a TLS implementation; one that is already
    // installed stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::blocking::Client::builder()
        .timeout(EXPORT_TIMEOUT)
        .build()?;
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(client)
        .build()?;
    let mut resource = Resource::builder();
    if std::env::var_os("OTEL_SERVICE_NAME").is_none() {
        resource = resource.with_service_name("vestnik");
    }
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource.build())
        .build())
}
