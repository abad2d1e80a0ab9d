//! Schedules a new message.

use axum::http::StatusCode;
use jiff::Timestamp;

use super::{encode, wire};
use crate::api::context::ApiContext;
use crate::api::messages::new_message;
use crate::api::messages::wire::{NewMessage as Requested, NewMessageType};
use crate::domain::{NewMessage, Principal, Rejection, time};
use crate::http::Problem;

/// Refuses what cannot be sent later.
pub(in crate::api) fn check(new: &Requested) -> Result<(), Problem> {
    let is_system = new.kind == Some(NewMessageType::System);
    if is_system || new.forward_id.is_some() || new.poll.is_some() {
        let reason = "excludes a forward, a poll and a system message";
        return Err(Problem::invalid_content("send_at", reason));
    }
    Ok(())
}

/// Schedules a message, and answers with it: 202, or 200 if an earlier request scheduled it.
pub(in crate::api) async fn schedule(
    context: &ApiContext,
    author: &Principal,
    message: NewMessage,
    send_at: Timestamp,
) -> Result<(StatusCode, wire::ScheduledMessage), Problem> {
    let send_at = writable(send_at)?;
    let chat_id = message.chat_id;
    let scheduled = context.chat.schedule(author, message, send_at);
    let scheduled = context.about_chat(author, chat_id, scheduled).await;
    let (scheduled, is_new) = scheduled.map_err(new_message::refused)?;
    let status = if is_new {
        StatusCode::ACCEPTED
    } else {
        StatusCode::OK
    };
    let realm = context.policy.realm;
    Ok((status, encode::scheduled(scheduled, realm)))
}

/// A time that the log can have. Whether it is in the next year decides the database.
pub(super) fn writable(send_at: Timestamp) -> Result<Timestamp, Problem> {
    if time::is_rfc3339(send_at) {
        return Ok(send_at);
    }
    Err(Problem::from(Rejection::InvalidSendAt).in_field("send_at"))
}
