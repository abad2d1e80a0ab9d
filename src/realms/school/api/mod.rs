//! The request handlers, a file for each noun.

pub(super) mod chats;
pub(super) mod events;
pub(super) mod lessons;
pub(super) mod messages;
pub(super) mod session;
pub(super) mod typing;
pub(super) mod users;

use crate::chat::Chat;
use crate::domain::{Principal, Rejection};
use crate::http::{Code, Problem};
use crate::realms::RealmContext;

fn require_admin(caller: &Principal) -> Result<(), Problem> {
    if caller.is_admin() {
        return Ok(());
    }
    let detail = "only an admin may do this";
    Err(Problem::forbidden(Code::NotAnAdmin, detail))
}

/// The chats as the caller sees them: admins see groups too, of which the contract has none.
fn chats_of<'a>(context: &'a RealmContext, caller: &Principal) -> &'a Chat {
    if caller.is_admin() {
        &context.observed
    } else {
        &context.chat
    }
}

/// Admins read every chat and write in none.
fn require_writer(caller: &Principal) -> Result<(), Problem> {
    if caller.is_admin() {
        return Err(Rejection::ReadOnlyRole.into());
    }
    Ok(())
}
