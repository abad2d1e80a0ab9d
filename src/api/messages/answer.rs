//! Messages, as operations answer with them.

use axum::Json;

use super::{encode, wire};
use crate::api::caller::own_key;
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
    let own = context.reader(caller);
    let reader = ReaderAccess {
        sees_all: own.sees_all || own_key(caller).is_some(),
        ..own
    };
    let id = sent.event().message_id();
    let message = context.chat.message(reader, id).await?;
    let (realm, reader) = (context.policy.realm, Some(caller.user_id));
    Ok(encode::message(message, realm, reader, language))
}

/// A message as the caller sees it now.
pub(in crate::api) async fn message_now(
    context: &ApiContext,
    caller: &Principal,
    language: Language,
    id: MessageId,
) -> Result<Json<wire::Message>, Problem> {
    let found = context.chat.message(context.reader(caller), id);
    let message = context.about_message(id, found).await?;
    let (realm, reader) = (context.policy.realm, Some(caller.user_id));
    Ok(Json(encode::message(message, realm, reader, language)))
}
