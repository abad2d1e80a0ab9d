//! What a message and a delivery may cost, in things that can be counted. A bound is a third above what
//! was measured, and goes down with it; the tests print what they measure (`--nocapture`).

/// Pages of Postgres that a message touches, from the request that sends it to its delivery.
pub const PAGES_PER_MESSAGE: f64 = 70.0;

/// Allocations of the server for one more subscriber of a message.
pub const ALLOCATIONS_PER_DELIVERY: f64 = 0.3;

/// Allocations of the server for one message that is sent alone, over HTTP, with the query that prepares its text.
pub const ALLOCATIONS_PER_SEND: f64 = 165.0;
