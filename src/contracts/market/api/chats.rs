//! Chats: opening, lists, hiding.

use axum::Json;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use uuid::Uuid;

use crate::auth::GuestOrUser;
use crate::chat::ParticipantScope;
use crate::contracts::market::LISTING_ID;
use crate::contracts::market::api::guests::claim_guest;
use crate::contracts::market::caller::{
    MarketCaller, OptionalMarketCaller, missing_token, not_yourself,
};
use crate::contracts::market::parties::{self, BUYER, SELLER};
use crate::contracts::market::realm::REALM;
use crate::contracts::market::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::{OffsetPaging, PageSize, WHOLE};
use crate::contracts::shared::query::Query;
use crate::domain::{ChatCreated, ChatId, HideChat, Role, UserId};
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;
use crate::http::sending::created_or_found;
use crate::http::{Code, Problem};

const PAGE: PageSize = PageSize {
    default: WHOLE,
    max: WHOLE,
};

/// Opens the chat of a listing, its seller and the caller, or returns the existing one.
///
/// A request without a token makes the caller a guest: its `buyer_id` is a UUID that no guest has
/// yet. The answer then has the `guest_token` and sets the cookie.
#[utoipa::path(
    post,
    path = "/api/chat/chats",
    operation_id = "openMarketChat",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = []), ()),
    request_body = wire::OpenChat,
    responses(
        (status = 201, description = "The new chat", body = wire::OpenedChat),
        (status = 200, description = "The existing chat", body = wire::OpenedChat),
        Problems
    )
)]
pub async fn open(
    State(context): State<ContractContext>,
    parts: Parts,
    OptionalMarketCaller(caller): OptionalMarketCaller,
    extract::Json(body): extract::Json<wire::OpenChat>,
) -> Result<(StatusCode, Json<wire::OpenedChat>), Problem> {
    let chat = &context.chat;
    let seller = find_seller(&context, body.seller_id).await?;
    let buyer = find_buyer(&context, &parts, caller, &body).await?;
    if seller == buyer.user_id {
        return Err(invalid("a user cannot buy from themselves"));
    }
    let new_chat = ChatCreated::about_listing(LISTING_ID, body.iphone_id, seller, buyer.user_id);
    let opened = chat.get_or_create_private_chat(buyer.user_id, new_chat);
    let opened = opened.await?;
    let scope = ParticipantScope::Everyone;
    let chat = chat.chat_of_user(buyer.user_id, opened.chat_id, scope);
    let answer = wire::OpenedChat {
        chat: encode::chat(chat.await?),
        guest_token: buyer.guest_token,
    };
    Ok((created_or_found(opened.is_new), Json(answer)))
}

/// The buyer who opens a chat.
struct Buyer {
    user_id: UserId,
    /// The token of a guest, if the request created or renewed it.
    guest_token: Option<String>,
}

/// The seller is a user of the realm with an account.
async fn find_seller(context: &ContractContext, id: i64) -> Result<UserId, Problem> {
    let seller = context.directory.in_realm(REALM, UserId(id)).await?;
    let seller = seller.filter(|user| user.role != Role::Guest);
    let seller = seller.ok_or_else(|| invalid("there is no such seller"))?;
    Ok(seller.id)
}

/// The buyer is the caller. Without a token, the caller becomes a guest.
async fn find_buyer(
    context: &ContractContext,
    parts: &Parts,
    caller: Option<GuestOrUser>,
    body: &wire::OpenChat,
) -> Result<Buyer, Problem> {
    let Some(caller) = caller else {
        if body.buyer_is_registered {
            return Err(missing_token());
        }
        let uuid = Uuid::try_parse(&body.buyer_id)
            .map_err(|_| invalid("the buyer_id of a guest is a UUID"))?;
        let guest = claim_guest(context, parts, uuid).await?;
        return Ok(Buyer {
            user_id: guest.user_id,
            guest_token: Some(guest.token.token),
        });
    };
    let renewed = caller.renewed.as_ref();
    let guest_token = renewed.map(|issued| issued.token.clone());
    let MarketCaller(caller) = MarketCaller::renewed(parts, caller);
    if !parties::is_id_of(&caller, &body.buyer_id) {
        return Err(not_yourself("buyer_id is not the caller's"));
    }
    Ok(Buyer {
        user_id: caller.user_id,
        guest_token,
    })
}

fn invalid(detail: &'static str) -> Problem {
    Problem::bad_request(Code::InvalidChat, detail)
}

/// Lists the caller's chats as a buyer or as a seller, the latest activity first.
///
/// A seller's list has a chat from its first message on. Chats that the caller has hidden are left
/// out.
#[utoipa::path(
    get,
    path = "/api/chat/chats/my",
    operation_id = "listMarketChats",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(wire::OwnChatsQuery),
    responses((status = 200, description = "A page of the list", body = Vec<wire::Chat>, headers(("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`"))), Problems)
)]
pub async fn list_own(
    State(context): State<ContractContext>,
    caller: MarketCaller,
    Query(query): Query<wire::OwnChatsQuery>,
    uri: Uri,
) -> Result<(NextLink, Json<Vec<wire::Chat>>), Problem> {
    caller.require_id(query.user_id.as_deref())?;
    let paging = OffsetPaging::new(PAGE, query.limit, query.offset)?;
    let role = if query.is_seller { SELLER } else { BUYER };
    let (user_id, scope) = (caller.0.user_id, ParticipantScope::Everyone);
    let (chat, rows) = (&context.chat, paging.rows());
    let chats = chat.chats_with_role(user_id, role, rows, scope);
    let (chats, next) = paging.cut(chats.await?, &uri);
    let chats = chats.into_iter().map(encode::chat).collect();
    Ok((next, Json(chats)))
}

/// Lists a seller's chats by listing, for that seller only, the latest activity first.
#[utoipa::path(
    get,
    path = "/api/chat/chats/seller/{seller_id}/grouped",
    operation_id = "listMarketInbox",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("seller_id" = i64, Path), wire::InboxQuery),
    responses((status = 200, description = "The chats of each `iphone_id`", body = wire::Inbox, headers(("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`"))), Problems)
)]
pub async fn list_inbox(
    State(context): State<ContractContext>,
    MarketCaller(caller): MarketCaller,
    Path(seller_id): Path<i64>,
    Query(query): Query<wire::InboxQuery>,
    uri: Uri,
) -> Result<(NextLink, Json<wire::Inbox>), Problem> {
    if UserId(seller_id) != caller.user_id {
        return Err(not_yourself("this is another seller's inbox"));
    }
    let paging = OffsetPaging::new(PAGE, query.limit, query.offset)?;
    let (user_id, scope) = (caller.user_id, ParticipantScope::Everyone);
    let (chat, rows) = (&context.chat, paging.rows());
    let chats = chat.chats_with_role(user_id, SELLER, rows, scope);
    let (chats, next) = paging.cut(chats.await?, &uri);
    Ok((next, Json(encode::inbox(chats))))
}

/// Hides a chat from the caller's list until the next message.
#[utoipa::path(
    delete,
    path = "/api/chat/chats/{chat_id}",
    operation_id = "hideMarketChat",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path)),
    responses((status = 200, description = "The chat is hidden", body = wire::Success), Problems)
)]
pub async fn hide(
    State(context): State<ContractContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
) -> Result<Json<wire::Success>, Problem> {
    let (chat, chat_id) = (&context.chat, ChatId(chat_id));
    let hidden = chat.execute(caller.user_id, HideChat { chat_id });
    chat.or_chat_not_found(chat_id, hidden).await?;
    Ok(Json(wire::Success::TRUE))
}
