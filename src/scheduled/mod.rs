//! Sends messages that were scheduled, at their time.
//!
//! Which messages wait is in the read model (`sql/events/scheduled.sql`). Every replica looks for those whose time
//! has come, claims some of them, and appends them as messages of their authors. The database decides on each as on
//! any other message of that moment; a refusal is appended too.
//!
//! # Guarantees
//! A message is sent once: the decision on it, with the head of the log locked, takes it only while it waits, and
//! appending it ends that. So claims are for economy: without them every replica would attempt each message. One that
//! a replica claimed before it died is sent by another one when the claim ends. The clock is the database's.

mod due;
mod sender;

pub use sender::ScheduledSender;
