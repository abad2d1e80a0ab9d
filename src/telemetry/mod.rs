//! What the process tells of itself: its log, its [metrics](meter), its [traces].
//!
//! It knows nothing of what the others do: they say what happened, and here it is made known.

pub mod metrics;
pub mod process;
mod stderr;
pub mod traces;

use std::io::IsTerminal as _;

use stderr::LogWriter;
pub use stderr::dropped_lines;
use tracing::Subscriber;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

/// Why nothing can be told.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The log.
    #[error("the log cannot be written: {0}")]
    Log(#[from] std::io::Error),
    /// The traces.
    #[error("OTEL_EXPORTER_OTLP_ENDPOINT: {0}")]
    Traces(String),
}

/// Keeps log and traces going; dropped at the very end, it hands out what still waits.
pub struct Telemetry {
    lines: LogWriter,
}

impl Telemetry {
    /// Logs to standard error from now on, and traces if a collector is named.
    ///
    /// To be called outside of any runtime: the exporter has a thread of its own.
    pub fn start(filter: EnvFilter, format: LogFormat) -> Result<Self, StartError> {
        // At DEBUG the driver logs the parameters of each statement: messages, hashes of tokens.
        let quiet = "tokio_postgres=info".parse().expect("a valid directive");
        let lines = LogWriter::new()?;
        let logger = logger(lines.clone(), format).with_filter(filter.add_directive(quiet));
        let traces = traces::start().map_err(StartError::Traces)?;
        tracing_subscriber::registry()
            .with(logger)
            .with(traces)
            .init();
        Ok(Self { lines })
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        traces::stop();
        self.lines.flush();
    }
}

fn logger<S>(lines: LogWriter, format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let logger = fmt::layer()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(lines);
    match format {
        LogFormat::Pretty => logger.with_target(false).boxed(),
        // The span of a request is on each of its lines: its id, its route, whose it is.
        LogFormat::Json => logger
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    }
}
