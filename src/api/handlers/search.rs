//! Search in messages.

use axum::Json;
use axum::extract::State;

use super::lists::PAGE;
use crate::api::caller::ReadCaller;
use crate::api::context::ApiContext;
use crate::api::{encode, wire};
use crate::chat::{MessageHit, MessagePart, MessageSearch};
use crate::domain::{ChatId, MessageId, UserId, text};
use crate::http::extract::Query;
use crate::http::paging::{CursorKey as _, Paging};
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
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
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
    let reader = context.reader(&caller);
    let found = context.chat.search(reader, search);
    let found = match search.chat_id {
        Some(chat_id) => context.about_chat(&caller, chat_id, found).await?,
        None => found.await?,
    };
    let (realm, reader) = (context.policy.realm, Some(caller.user_id));
    let (hits, next_cursor) = paging.cut(
        found.hits,
        |hit: &MessageHit| hit.message.id.0,
        |hit| encode::hit(hit, realm, reader, language),
    );
    let searched_from = found.searched_from.map(|id| id.0.format());
    let next_cursor = next_cursor.or(searched_from);
    Ok(Json(wire::HitList { hits, next_cursor }))
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
