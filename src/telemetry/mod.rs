//! The log, the [metrics] and the [traces] of the process.
//!
//! # Why
//! The reader of the log may close the pipe (`vestnik 2>&1 | head`) or stop reading (a paused
//! pager). A server that panics on the closed pipe would leave its private Postgres running, and
//! one that waits for the full pipe would stop serving. So a separate thread writes the log. Lines
//! that it cannot write are lost; lines that do not fit into its queue are dropped and counted.

pub mod metrics;
pub mod traces;

use std::io::IsTerminal as _;
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use tracing::Subscriber;
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// Log lines that may wait to be written.
const MAX_WAITING_LINES: usize = 4_096;
/// The limit for writing the last lines of the process.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

static DROPPED_LINES: OnceLock<ErrorCounter> = OnceLock::new();

/// The number of log lines dropped because standard error was not read fast enough.
pub fn dropped_lines() -> u64 {
    DROPPED_LINES
        .get()
        .map_or(0, |lines| lines.dropped_lines() as u64)
}

/// The format of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Pretty,
    Json,
}

/// Why telemetry cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The exporter of traces.
    #[error("OTEL_EXPORTER_OTLP_ENDPOINT: {0}")]
    Traces(String),
}

/// Writes log and traces; dropping it flushes both.
pub struct Telemetry {
    writer: Option<WorkerGuard>,
}

impl Telemetry {
    /// Logs to standard error from now on, and traces if a collector is configured.
    ///
    /// To be called outside of any runtime: the exporter has a thread of its own.
    pub fn start(filter: EnvFilter, format: LogFormat) -> Result<Self, StartError> {
        // At DEBUG the driver logs the parameters of each statement: messages, token hashes.
        let quiet = "tokio_postgres=info".parse().expect("a valid directive");
        let (lines, writer) = NonBlockingBuilder::default()
            .lossy(true)
            .buffered_lines_limit(MAX_WAITING_LINES)
            .thread_name("log")
            .finish(std::io::stderr());
        let _ = DROPPED_LINES.set(lines.error_counter());
        let logger = logger(lines, format).with_filter(filter.add_directive(quiet));
        let traces = traces::start().map_err(StartError::Traces)?;
        tracing_subscriber::registry()
            .with(logger)
            .with(traces)
            .init();
        Ok(Self {
            writer: Some(writer),
        })
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        traces::stop();
        // In a thread of its own, since the guard prints, and may block, if it cannot flush.
        let (writer, (done, is_done)) = (self.writer.take(), mpsc::channel());
        std::thread::spawn(move || {
            drop(writer);
            let _ = done.send(());
        });
        let _ = is_done.recv_timeout(FLUSH_TIMEOUT);
    }
}

fn logger<S>(lines: NonBlocking, format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let logger = fmt::layer()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(lines);
    match format {
        LogFormat::Pretty => logger.with_target(false).boxed(),
        // Each line has the fields of its request's span: id, route, user.
        LogFormat::Json => logger
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    }
}
