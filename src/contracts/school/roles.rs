//! What admins alone may do, and what they may not.

use crate::domain::{Principal, Rejection};
use crate::http::{Code, Problem};

/// # Errors
/// `not_an_admin`.
pub(super) fn require_admin(caller: &Principal) -> Result<(), Problem> {
    if caller.is_admin() {
        return Ok(());
    }
    let detail = "only an admin may do this";
    Err(Problem::forbidden(Code::NotAnAdmin, detail))
}

/// Admins read every chat and write in none.
///
/// # Errors
/// `ReadOnlyRole`.
pub(super) fn require_writer(caller: &Principal) -> Result<(), Problem> {
    if caller.is_admin() {
        return Err(Rejection::ReadOnlyRole.into());
    }
    Ok(())
}
