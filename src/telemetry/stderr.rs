//! Log lines on their way to standard error, which nobody has to wait for.
//!
//! # Why
//! Whoever reads the log may hang up or stop reading: `vestnik 2>&1 | head` does the one, a
//! paused pager the other. A server that panics on the closed pipe leaves its private
//! Postgres behind, and one that waits for the full pipe serves nobody. So a thread of its own
//! writes, what it cannot write is gone, and what finds no room is counted.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Lines that may wait to be written.
const WAITING: usize = 4_096;
/// How long the last lines of a process may take.
const PATIENCE: Duration = Duration::from_secs(1);

static DROPPED: AtomicU64 = AtomicU64::new(0);

/// Lines that were not logged, because whoever reads the log had stopped reading.
pub fn dropped_lines() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

enum Item {
    Line(Vec<u8>),
    /// Everything before it was written.
    Done(SyncSender<()>),
}

/// What log lines are written to. Clones share one queue.
#[derive(Clone)]
pub(super) struct LogWriter(SyncSender<Item>);

impl LogWriter {
    /// A queue, and the thread that empties it.
    pub(super) fn new() -> std::io::Result<Self> {
        let (queue, waiting) = sync_channel(WAITING);
        std::thread::Builder::new()
            .name("log".into())
            .spawn(move || write_all(&waiting))?;
        Ok(Self(queue))
    }

    /// Waits until what was logged so far is written, but not for ever.
    pub(super) fn flush(&self) {
        let (done, is_done) = sync_channel(1);
        // A queue that is full belongs to a reader who will not read this either.
        if self.0.try_send(Item::Done(done)).is_ok() {
            let _ = is_done.recv_timeout(PATIENCE);
        }
    }
}

fn write_all(waiting: &Receiver<Item>) {
    for item in waiting {
        match item {
            Item::Line(line) => {
                let _ = std::io::stderr().write_all(&line);
            }
            Item::Done(done) => {
                let _ = done.try_send(());
            }
        }
    }
}

impl Write for LogWriter {
    /// Takes one whole line: that is how the subscriber writes.
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        if self.0.try_send(Item::Line(line.to_vec())).is_err() {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for LogWriter {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
