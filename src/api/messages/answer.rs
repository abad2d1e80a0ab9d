//! Messages, as operations answer with them.

use axum::Json;

use super::{encode, wire};
use crate::accesses::{Action, Target};
use crate::api::context::ApiContext;
use crate::chat::{Audience, ReaderAccess};
use crate::domain::{Language, MessageId, Principal};
use crate::http::Problem;
use crate::http::sending::Sent;

/// A message just sent is in its event. A repeated one may have changed since.
pub(super) async fn show_sent(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    sent: &Sent,
) -> Result<wire::Message, Problem> {
    let new = encode::sent_message(sent.event(), sent.message(), Audience::Actor);
    if let Some(message) = new.filter(|_| sent.is_new) {
        return Ok(message);
    }
    // A program may have sent it to a chat that it is not in.
    let reader = context.reader_of_own(caller);
    let id = sent.event().message_id();
    let message = context.chat.message(reader, id).await?;
    let (realm, reader) = (context.policy.realm, Some(caller.user_id));
    Ok(encode::message(message, realm, reader, language))
}

/// A message of a chat that the caller is in, as they see it now.
pub(in crate::api) async fn own_message(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    id: MessageId,
) -> Result<Json<wire::Message>, Problem> {
    let message = context
        .chat
        .message(context.reader_of_own(caller), id)
        .await?;
    let (realm, reader) = (context.policy.realm, Some(caller.user_id));
    Ok(Json(encode::message(message, realm, reader, language)))
}

/// A message as the caller sees it now.
pub(in crate::api) async fn message_now(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    id: MessageId,
) -> Result<Json<wire::Message>, Problem> {
    let (action, target) = (Action::Read, Target::Message(id));
    let reader = context.reader(caller, action, target).await?;
    message_for(context, caller, reader, language, id).await
}

/// A message as it is now, for a reader whose access is recorded if it is of others.
pub(super) async fn message_for(
    context: &ApiContext,
    caller: &Principal,
    reader: ReaderAccess,
    language: Language,
    id: MessageId,
) -> Result<Json<wire::Message>, Problem> {
    let found = context.chat.message(reader, id);
    let message = context.about_message(id, found).await?;
    let (realm, reader) = (context.policy.realm, Some(caller.user_id));
    Ok(Json(encode::message(message, realm, reader, language)))
}
