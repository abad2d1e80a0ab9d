//! Custom data in requests, and the programs that change those of others.

use std::collections::BTreeMap;

use serde_json::Value;

use super::caller::own_key;
use super::context::ApiContext;
use crate::accesses::Target;
use crate::auth;
use crate::chat::{self, ReaderAccess};
use crate::domain::{Custom, InvalidCustom, KeyScope, Principal, Rejection};
use crate::http::Problem;

/// Checks the custom data of a body.
pub(super) fn parse(given: BTreeMap<String, Value>) -> Result<Custom, Problem> {
    Custom::new(given).map_err(invalid)
}

/// Checks a merge patch of custom data; null removes all.
pub(super) fn patch(given: Option<BTreeMap<String, Value>>) -> Result<Option<Custom>, Problem> {
    given.map(parse).transpose()
}

/// Refuses a patch that makes the data too large, before anything else is done that its request asks for.
pub(super) fn check_merged(before: Custom, patch: Option<Custom>) -> Result<(), Problem> {
    before.patched(patch).map(drop).map_err(invalid)
}

fn invalid(error: InvalidCustom) -> Problem {
    match error {
        InvalidCustom::TooLarge => Problem::from(Rejection::CustomTooLarge).in_field("custom"),
        error => Problem::invalid_content("custom", error),
    }
}

/// The refusal of a change, with the field that it is about.
pub(super) fn refused(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(Rejection::CustomTooLarge) => invalid(InvalidCustom::TooLarge),
        error => error.into(),
    }
}

/// The reader of the answer to a change, if it is a program: it may change the data of what others wrote, and is
/// shown that. `None` for others, who change what is their own.
///
/// # Errors
/// `MissingScope`, if the program may not read.
pub(super) async fn program_reader(
    context: &ApiContext,
    caller: &Principal,
    target: Target,
) -> Result<Option<ReaderAccess>, Problem> {
    match own_key(caller) {
        Some(used) if used.reads => Ok(Some(context.reader_of_found(caller, target).await?)),
        Some(_) => Err(auth::Error::MissingScope(KeyScope::Read).into()),
        None => Ok(None),
    }
}
