//! Validation and creation of a new chat.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde_json::Value;

use super::wire;
use crate::api::caller::{key_required, own_key};
use crate::api::context::ApiContext;
use crate::api::custom;
use crate::api::members::named_users::NamedUsers;
use crate::chat;
use crate::domain::{
    ChatCreated, ChatId, Custom, Principal, PrivateChats, Rejection, Role, UserId,
};
use crate::http::operations::no_such_operation;
use crate::http::{Code, Problem, extract, plain_text};

/// Members of a group, including its creator. The database may allow fewer.
const MEMBERS: RangeInclusive<usize> = 2..=500;
/// Longest title, in characters.
const TITLE_MAX: usize = 200;

/// Creates a chat, or finds the private one that exists. Returns its id, and whether it is new.
pub(in crate::api) async fn create(
    context: &ApiContext,
    caller: &Principal,
    new: wire::NewChat,
) -> Result<(ChatId, bool), Problem> {
    let features = &context.policy.features;
    let creator = caller.user_id;
    let custom = custom_of(caller, new.kind, new.custom)?;
    let (user_ids, external_ids) = (new.user_ids, new.external_ids);
    let named = NamedUsers::find(context, user_ids, external_ids, *MEMBERS.end(), invalid).await?;
    let mut others = named.distinct();
    others.remove(&creator);
    let is_program = own_key(caller).is_some();
    let created = match (new.kind, features.private_chats) {
        (wire::NewChatType::Group, _) => {
            context.require(features.groups)?;
            group(creator, others, new.title)?
        }
        (wire::NewChatType::Private, PrivateChats::WithAnyone) => {
            pair(creator, &others, is_program)?
        }
        (wire::NewChatType::Private, PrivateChats::ByKey) if caller.key.is_some() => {
            pair(creator, &others, is_program)?
        }
        (wire::NewChatType::Private, PrivateChats::ByKey) => {
            let there = context.chat.private_chat_of(creator, only(&others)?);
            let there = there.await?.ok_or_else(no_such_operation)?;
            return Ok((there, false));
        }
        (wire::NewChatType::Listing, PrivateChats::AboutListings { id_field }) => {
            let listing_id = new.listing_id;
            let listing_id = listing_id
                .ok_or_else(|| invalid("listing_id is missing").in_field("listing_id"))?;
            let in_order: Vec<UserId> = named.ids().collect();
            let (seller_id, buyer) = match in_order[..] {
                [seller, buyer] if is_program && others.len() == 2 => (seller, buyer),
                _ => (only(&others)?, creator),
            };
            let seller = seller(context, seller_id).await?;
            let chat = ChatCreated::about_listing(id_field, listing_id, seller, buyer);
            match new.title {
                Some(title) => chat.with_listing_title(listing_title(context, title)?),
                None => chat,
            }
        }
        (wire::NewChatType::Private | wire::NewChatType::Listing, _) => {
            return Err(no_such_operation());
        }
    };
    let created = ChatCreated { custom, ..created };
    match context.chat.get_or_create(caller, created).await {
        Err(chat::Error::Rejected(rejection @ (Rejection::UserNotFound | Rejection::Blocked))) => {
            let ids: Vec<UserId> = named.distinct().into_iter().collect();
            let refused = context.chat.refused_users(creator, &ids, rejection).await?;
            Err(named.refusal(&refused).unwrap_or_else(|| rejection.into()))
        }
        created => Ok(created?),
    }
}

/// Checks the custom data of a new chat: who makes a group sets them, and a program those of any chat.
fn custom_of(
    caller: &Principal,
    kind: wire::NewChatType,
    given: Option<BTreeMap<String, Value>>,
) -> Result<Custom, Problem> {
    let custom = given.map(custom::parse).transpose()?.unwrap_or_default();
    let may_set = kind == wire::NewChatType::Group || own_key(caller).is_some();
    if may_set || custom.is_empty() {
        return Ok(custom);
    }
    Err(key_required().in_field("custom"))
}

/// Sellers have accounts.
async fn seller(context: &ApiContext, id: UserId) -> Result<UserId, Problem> {
    let found = context.directory.in_realm(context.policy.realm, id).await?;
    let seller = found.filter(|user| user.role != Role::Guest);
    Ok(seller.ok_or(Rejection::UserNotFound)?.id)
}

/// The private chat of the creator and another user; a program may also name both users, without itself.
fn pair(
    creator: UserId,
    others: &BTreeSet<UserId>,
    is_program: bool,
) -> Result<ChatCreated, Problem> {
    let mut ids = others.iter().copied();
    match (ids.next(), ids.next(), ids.next()) {
        (Some(one), Some(other), None) if is_program => Ok(ChatCreated::pair(one, other)),
        _ => Ok(ChatCreated::pair(creator, only(others)?)),
    }
}

fn only(others: &BTreeSet<UserId>) -> Result<UserId, Problem> {
    match others.first() {
        Some(other) if others.len() == 1 => Ok(*other),
        _ => {
            let detail = "user_ids and external_ids name exactly one other user";
            Err(invalid(detail).in_field("user_ids"))
        }
    }
}

fn group(
    creator: UserId,
    mut members: BTreeSet<UserId>,
    title: Option<String>,
) -> Result<ChatCreated, Problem> {
    members.insert(creator);
    if !MEMBERS.contains(&members.len()) {
        let detail = "a group has 2 to 500 members, its creator included";
        return Err(invalid(detail).in_field("user_ids"));
    }
    let title = title.ok_or_else(|| invalid("a group must have a title").in_field("title"))?;
    Ok(ChatCreated::group(checked_title(title)?, members))
}

/// Checks the title of a listing, which old clients may show as HTML.
fn listing_title(context: &ApiContext, title: String) -> Result<String, Problem> {
    let title = checked_title(title)?;
    if context.policy.features.strips_markup {
        let title = plain_text::parse("title", title, TITLE_MAX)?.into_string();
        return checked_title(title);
    }
    Ok(title)
}

/// Checks the title of a group or a listing.
pub(in crate::api) fn checked_title(title: String) -> Result<String, Problem> {
    extract::name("title", &title, TITLE_MAX)?;
    Ok(title)
}

/// 400: the chat or its members are not as documented.
pub(in crate::api) fn invalid(detail: impl Into<Cow<'static, str>>) -> Problem {
    Problem::bad_request(Code::InvalidChat, detail)
}
