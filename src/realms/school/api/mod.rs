//! The request handlers, a file for each noun.

pub(super) mod chats;
pub(super) mod events;
pub(super) mod lessons;
pub(super) mod messages;
pub(super) mod session;
pub(super) mod typing;
pub(super) mod users;

use crate::domain::{Principal, Rejection};
use crate::http::{Code, Problem};

fn require_admin(caller: &Principal) -> Result<(), Problem> {
    if caller.is_admin() {
        return Ok(());
    }
    let detail = "only an admin may do this";
    Err(Problem::forbidden(Code::NotAnAdmin, detail))
}

/// Admins read every chat and write in none.
fn require_writer(caller: &Principal) -> Result<(), Problem> {
    if caller.is_admin() {
        return Err(Rejection::ReadOnlyRole.into());
    }
    Ok(())
}
