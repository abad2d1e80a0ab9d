//! Operations that a realm does not have, by its policy.

use crate::domain::Rejection;
use crate::http::problem::Problem;

/// 403: the realm does not have the operation, for anybody.
pub fn no_such_operation() -> Problem {
    let detail = "this realm has no such operation";
    Problem::forbidden(Rejection::NotInThisRealm, detail)
}

/// Refuses an operation that the realm does not have.
///
/// # Errors
/// `NotInThisRealm`.
pub fn require(has_operation: bool) -> Result<(), Problem> {
    if has_operation {
        Ok(())
    } else {
        Err(no_such_operation())
    }
}
