//! The school's request handlers, a file a noun.

pub(super) mod chats;
pub(super) mod events;
pub(super) mod lessons;
pub(super) mod messages;
pub(super) mod people;
pub(super) mod session;
pub(super) mod typing;

use crate::domain::Principal;
use crate::http::{Code, Problem};

/// Lets admins pass.
fn require_admin(caller: &Principal) -> Result<(), Problem> {
    if caller.is_admin() {
        return Ok(());
    }
    Err(Problem::forbidden(
        Code::NotAnAdmin,
        "only an admin may do this",
    ))
}
