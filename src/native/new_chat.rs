//! Validation and creation of a new chat.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{NativeContext, wire};
use crate::domain::{ChatCreated, ChatId, Principal, PrivateChats, Rejection, Role, UserId, text};
use crate::http::{Code, Problem};

/// Members of a group, including its creator. The database may allow fewer.
const MEMBERS: RangeInclusive<usize> = 2..=500;
/// Longest title, in characters.
const TITLE_MAX: usize = 200;

/// Creates a chat, or finds the private one that exists. Returns its id, and whether it is new.
pub(super) async fn create(
    context: &NativeContext,
    caller: &Principal,
    new: wire::NewChat,
) -> Result<(ChatId, bool), Problem> {
    let features = &context.policy.features;
    let creator = caller.user_id;
    let others = others(&new.member_ids, creator);
    let created = match (new.kind, features.private_chats) {
        (wire::NewChatType::Group, _) => {
            context.require(features.groups)?;
            group(creator, others, new.title)?
        }
        (wire::NewChatType::Private, PrivateChats::WithAnyone) => {
            ChatCreated::pair(creator, only(&others)?)
        }
        (wire::NewChatType::Private, PrivateChats::FromLessons) => {
            let there = context.chat.private_chat_of(creator, only(&others)?);
            let there = there.await?.ok_or(Rejection::NotInThisRealm)?;
            return Ok((there, false));
        }
        (wire::NewChatType::Listing, PrivateChats::AboutListings { id_field }) => {
            let listing_id = new.listing_id;
            let listing_id = listing_id.ok_or_else(|| invalid("listing_id is missing"))?;
            let seller = seller(context, only(&others)?).await?;
            ChatCreated::about_listing(id_field, listing_id, seller, creator)
        }
        (wire::NewChatType::Private | wire::NewChatType::Listing, _) => {
            return Err(Rejection::NotInThisRealm.into());
        }
    };
    Ok(context.chat.get_or_create(creator, created).await?)
}

/// Sellers have accounts.
async fn seller(context: &NativeContext, id: UserId) -> Result<UserId, Problem> {
    let found = context.directory.in_realm(context.policy.realm, id).await?;
    let seller = found.filter(|user| user.role != Role::Guest);
    Ok(seller.ok_or(Rejection::UserNotFound)?.id)
}

fn others(member_ids: &[i64], creator: UserId) -> BTreeSet<UserId> {
    let others = member_ids.iter().copied().map(UserId);
    others.filter(|id| *id != creator).collect()
}

fn only(others: &BTreeSet<UserId>) -> Result<UserId, Problem> {
    match others.first() {
        Some(other) if others.len() == 1 => Ok(*other),
        _ => Err(invalid("member_ids must name exactly one other user")),
    }
}

fn group(
    creator: UserId,
    mut members: BTreeSet<UserId>,
    title: Option<String>,
) -> Result<ChatCreated, Problem> {
    members.insert(creator);
    if !MEMBERS.contains(&members.len()) {
        return Err(invalid(
            "a group has 2 to 500 members, its creator included",
        ));
    }
    let title = title.ok_or_else(|| invalid("a group must have a title"))?;
    Ok(ChatCreated::group(checked_title(title)?, members))
}

/// Checks the title of a group.
pub(super) fn checked_title(title: String) -> Result<String, Problem> {
    text::check(&title, TITLE_MAX).map_err(|error| invalid(format!("title {error}")))?;
    Ok(title)
}

pub(super) fn invalid(detail: impl Into<Cow<'static, str>>) -> Problem {
    Problem::bad_request(Code::InvalidChat, detail)
}
