//! Delays and lifetimes of presence and typing.

use std::time::Duration;

/// How long a user stays online after their last connection has closed.
pub(super) const OFFLINE_DELAY: Duration = Duration::from_secs(5);
/// From one heartbeat of a replica to the next.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(2);
/// How long a replica without heartbeats counts as alive.
pub(super) const LEASE: Duration = Duration::from_secs(10);
/// How long typing lasts without being renewed.
pub(super) const TYPING_TTL: Duration = Duration::from_secs(6);
