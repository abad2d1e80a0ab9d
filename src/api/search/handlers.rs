//! The handlers.

use axum::Json;
use axum::extract::State;

use super::wire;
use crate::accesses::{Action, Target};
use crate::api::caller::ReadCaller;
use crate::api::context::ApiContext;
use crate::api::messages::encode::message;
use crate::api::pages::PAGE;
use crate::api::users::beside::users_beside;
use crate::chat::{MessageHit, MessagePart, MessageSearch};
use crate::domain::{ChatId, Language, MessageId, Realm, UserId, text};
use crate::http::extract::Query;
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// Longest text to search for, in characters.
const SEARCH_MAX: usize = 200;

/// Finds messages by their words, the newest first, in the chats that the caller may see.
///
/// A word is found by its beginning and by its stem in Russian and English, without regard to case and
/// accents; several words must all be in the message. A request examines a bounded number of messages:
/// a page may be short, or empty, although there are more; then it has a `next_cursor`.
#[utoipa::path(
    get,
    path = "/search",
    operation_id = "searchMessages",
    tag = "messages",
    params(wire::SearchQuery),
    responses((status = 200, description = "A page of the found messages", body = wire::HitList), Problems)
)]
pub async fn search(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
    Query(query): Query<wire::SearchQuery>,
) -> Result<Json<wire::HitList>, Problem> {
    context.require(context.policy.features.search)?;
    let (people, times) = (
        (query.chat_id, query.author_id),
        (query.after, query.before),
    );
    let filters = [format!("{:?}", (&query.q, people, times, query.has))];
    let paging = Paging::filtered(PAGE, query.limit, query.cursor.as_deref(), &filters)?;
    let search = MessageSearch {
        text: searched(query.q.as_deref())?,
        chat_id: query.chat_id.map(ChatId),
        author_id: query.author_id.map(UserId),
        after: query.after,
        before: query.before,
        has: query.has.map(part),
        below: paging.after.map(MessageId),
        limit: paging.rows(),
    };
    let target = search.chat_id.map_or(Target::AllChats, Target::Chat);
    let reader = context.reader(&caller, Action::Searched, target).await?;
    let found = context.chat.search(reader, search);
    let found = match search.chat_id {
        Some(chat_id) => context.about_chat(&caller, chat_id, found).await?,
        None => found.await?,
    };
    let (hits, next_cursor) = paging.cut(found.hits, |hit| hit.message.id.0, |hit| hit);
    let named = hits.iter().map(|hit| &hit.message).collect();
    let users = users_beside(&context, caller.user_id, language, named).await?;
    let (realm, reader) = (context.policy.realm, Some(caller.user_id));
    let hits = hits.into_iter();
    let hits = hits.map(|hit| encode(hit, realm, reader, language));
    let searched_from = found.searched_from.map(|id| paging.cursor(&id.0));
    let next_cursor = next_cursor.or(searched_from);
    Ok(Json(wire::HitList {
        hits: hits.collect(),
        users,
        next_cursor,
    }))
}

/// Checks the text to search for.
fn searched(given: Option<&str>) -> Result<&str, Problem> {
    let given = given.unwrap_or_default().trim();
    text::check(given, SEARCH_MAX)
        .map_err(|error| Problem::bad_request(Code::InvalidQuery, format!("q {error}")))?;
    Ok(given)
}

fn part(part: wire::MessagePart) -> MessagePart {
    match part {
        wire::MessagePart::Image => MessagePart::Image,
        wire::MessagePart::File => MessagePart::File,
        wire::MessagePart::Link => MessagePart::Link,
    }
}

/// A found message. Highlights are counted in UTF-16, as JavaScript counts.
fn encode(hit: MessageHit, realm: Realm, reader: Option<UserId>, language: Language) -> wire::Hit {
    let message = message(hit.message, realm, reader, language);
    let highlights = utf16_offsets(&message.text, &hit.highlights);
    wire::Hit {
        chat: wire::HitChat {
            id: message.chat_id,
            title: hit.chat_title,
        },
        message,
        highlights,
    }
}

/// Ascending ranges of characters as ranges of UTF-16 code units.
fn utf16_offsets(text: &str, offsets: &[(usize, usize)]) -> Vec<wire::Highlight> {
    let mut characters = text.chars().map(char::len_utf16);
    let (mut at, mut units) = (0, 0);
    let mut units_at = |offset: usize| {
        units += characters.by_ref().take(offset - at).sum::<usize>();
        at = offset;
        units
    };
    let offsets = offsets.iter();
    offsets
        .map(|(start, end)| wire::Highlight {
            start: units_at(*start),
            end: units_at(*end),
        })
        .collect()
}
