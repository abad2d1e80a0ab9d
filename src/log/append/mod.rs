//! The batching writer: the only way into the log.
//!
//! ```text
//! append() ──► Preparation of texts ──► bounded queue ──► WriterTask ──► append_batch()
//!    ▲                                                         in one round trip │
//!    └────────────────────────── each event's own answer ◄───────────────────────┘
//! ```
//!
//! One task takes all waiting events, up to a limit, and appends them in one transaction. There
//! is no timer: an idle system appends a batch of one at once, and under load batches grow
//! by themselves, because events accumulate while the last batch commits.
//!
//! Replicas append in turns: each holds the lock of the log's head until its COMMIT. A replica that
//! finds the lock taken first waits for it, and then takes all waiting events into its batch.
//!
//! Nothing whose cost a user chooses runs while the head is locked: [`prepare`] computes it before.
//!
//! # Guarantees
//! * An answer that is not an error was committed with `synchronous_commit` on.
//! * A bad event affects only itself: a batch that fails as a whole is retried one by one.
//! * A connection lost around COMMIT is harmless: the batch is sent again with the same
//!   event ids, and events that the first attempt stored are recognised.

mod batch;
mod metrics;
mod pending;
mod prepare;
mod prepare_custom;
mod quotas;
mod settings;
mod task;
mod turns;
mod writer;

pub use settings::WriterSettings;
pub use task::WriterTask;
pub use writer::{Writer, WriterMetrics};
