//! The proof.

use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Time;

/// The proof that the log is intact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proof {
    /// The last event.
    pub head: ProofHead,
    /// How far the log is sealed, and when the last seal was made.
    #[schema(required = true)]
    pub sealed: Option<ProofReached>,
    /// How far the latest check of the seals that found nothing went, and when it ended.
    #[schema(required = true)]
    pub verified: Option<ProofReached>,
    /// The check that runs.
    #[schema(required = true)]
    pub running: Option<ProofRunning>,
    /// What the latest check found. Null if it found nothing.
    #[schema(required = true)]
    pub problem: Option<ProofProblem>,
}

/// The last event of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofHead {
    pub position: i64,
    /// Null if the log is empty.
    #[schema(required = true)]
    pub at: Option<Time>,
}

/// A position in the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofReached {
    pub position: i64,
    pub at: Time,
}

/// A check of the seals that runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofRunning {
    pub started_at: Time,
    pub position: i64,
    /// How far it goes.
    pub of: i64,
}

/// What a check of the seals found.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofProblem {
    /// The first event or seal that is wrong.
    pub position: i64,
    #[schema(example = "this event was altered")]
    pub text: String,
    pub found_at: Time,
}
