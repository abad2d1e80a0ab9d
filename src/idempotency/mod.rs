//! Requests that their clients may repeat: what a request with an `Idempotency-Key` has made is not made again.
//!
//! # Guarantees
//! * Of the requests of a user with one operation and key, one at a time makes something, on all replicas. Others
//!   learn what it made, for a day, or until the user has used a thousand other keys.
//! * It is made to its end, whether its client waits or not.
//! * A request that fails leaves its key free.
//! * Of a request a hash is kept, and of what it made the id. Neither texts nor secrets are.
//!
//! A replica that dies after something was made and before that was noted leaves a key that becomes free after a
//! while: only then a repeat makes it twice.

mod keys;
mod request;
mod sweeper;

pub use keys::{Claim, Claimed, IdempotencyKeys};
pub use request::{KeyedRequest, Record, RequestHash};
pub use sweeper::KeySweeper;
