//! Chats: opening one, lists, hiding and blocking.

use axum::Json;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::auth;
use crate::chat::{self, ChatView, OffsetPage, ParticipantScope};
use crate::domain::{AppendOutcome, ChatId, Command, Role, UserId};
use crate::http::caller::authenticate_guest_or_user;
use crate::http::extract::{self, Path, Query};
use crate::http::problem::Problems;
use crate::http::{Code, Problem};
use crate::realms::RealmContext;
use crate::realms::kit::paging::PageSize;
use crate::realms::market::REALM;
use crate::realms::market::api::guests::claim;
use crate::realms::market::caller::{self, MarketCaller, not_yourself};
use crate::realms::market::translate::{BUYER, SELLER};
use crate::realms::market::{translate, wire};

const LIST_PAGE: PageSize = PageSize {
    default: 1_000,
    max: 1_000,
};

/// Who opens a chat, and the token that proves it to them from now on.
struct Buyer {
    user_id: UserId,
    guest_token: Option<String>,
}

/// Opens the chat of a listing, its seller and the caller, or finds it.
///
/// Without a token, a `buyer_id` that is a UUID which nobody has makes the caller its guest: the
/// answer has the `guest_token`, and sets the cookie.
#[utoipa::path(
    post,
    path = "/api/chat/chats",
    operation_id = "openMarketChat",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = []), ()),
    request_body = wire::Open,
    responses(
        (status = 201, description = "It began", body = wire::PrivateChat),
        (status = 200, description = "It was there", body = wire::PrivateChat),
        Problems
    )
)]
pub async fn open(
    State(market): State<RealmContext>,
    request: Request,
) -> Result<(StatusCode, Json<wire::PrivateChat>), Problem> {
    let (parts, body) = request.into_parts();
    let caller = authenticate_guest_or_user(&market.authenticator, &parts).await?;
    let request = Request::from_parts(parts.clone(), body);
    let extract::Json(wanted) = extract::Json::<wire::Open>::from_request(request, &()).await?;
    let seller = seller(&market, wanted.seller_id).await?;
    let buyer = buyer(&market, &parts, caller, &wanted).await?;
    if seller == buyer.user_id {
        return Err(invalid("nobody buys from themselves"));
    }
    let listing = translate::listing(wanted.iphone_id, seller, buyer.user_id);
    let command = Command::CreateChat(listing);
    let (status, stored) = match market.chat.execute(buyer.user_id, command).await {
        Ok(AppendOutcome::New(stored)) => (StatusCode::CREATED, stored),
        Ok(AppendOutcome::Duplicate(stored)) => (StatusCode::OK, stored),
        Ok(AppendOutcome::NoChange) => return Err(Problem::internal()),
        Err(error) => return Err(error.into()),
    };
    let chat = market
        .chat
        .chat_of_user(buyer.user_id, stored.chat_id, ParticipantScope::Everyone)
        .await?;
    let opened = wire::PrivateChat {
        chat: translate::chat(chat),
        guest_token: buyer.guest_token,
    };
    Ok((status, Json(opened)))
}

/// The seller, who has an account.
async fn seller(market: &RealmContext, id: i64) -> Result<UserId, Problem> {
    let seller = market.directory.in_realm(REALM, UserId(id)).await?;
    let seller = seller.filter(|person| person.role != Role::Guest);
    let seller = seller.ok_or_else(|| invalid("there is no such seller"))?;
    Ok(seller.id)
}

/// The buyer: who is calling, or becomes a guest by it.
async fn buyer(
    market: &RealmContext,
    parts: &Parts,
    caller: Option<auth::GuestOrUser>,
    wanted: &wire::Open,
) -> Result<Buyer, Problem> {
    let Some(caller) = caller else {
        if wanted.buyer_is_registered {
            return Err(caller::missing_token());
        }
        let uuid = Uuid::try_parse(&wanted.buyer_id)
            .map_err(|_| invalid("the buyer_id of a guest is a UUID"))?;
        let guest = claim(market, parts, uuid).await?;
        return Ok(Buyer {
            user_id: guest.user_id,
            guest_token: Some(guest.token.token),
        });
    };
    let guest_token = caller.renewed.as_ref().map(|minted| minted.token.clone());
    let MarketCaller(caller) = caller::authenticated(parts, Some(caller))?;
    if !translate::is_called(&caller, &wanted.buyer_id) {
        return Err(not_yourself("buyer_id is not who is calling"));
    }
    Ok(Buyer {
        user_id: caller.user_id,
        guest_token,
    })
}

fn invalid(detail: &'static str) -> Problem {
    Problem::bad_request(Code::InvalidChat, detail)
}

/// The caller's chats as a buyer, or as a seller, latest activity first. A seller's has a chat
/// from its first message on.
#[utoipa::path(
    get,
    path = "/api/chat/chats/my",
    operation_id = "listMarketChats",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(wire::MineQuery),
    responses((status = 200, description = "The chats", body = Vec<wire::Chat>), Problems)
)]
pub async fn list_mine(
    State(market): State<RealmContext>,
    caller: MarketCaller,
    Query(query): Query<wire::MineQuery>,
) -> Result<Json<Vec<wire::Chat>>, Problem> {
    caller.require(query.user_id.as_deref())?;
    let page = LIST_PAGE.page(query.limit, query.offset)?;
    let role = if query.is_seller { SELLER } else { BUYER };
    let MarketCaller(caller) = caller;
    let chats = list_with_role(&market, caller.user_id, role, page).await?;
    Ok(Json(chats.into_iter().map(translate::chat).collect()))
}

/// A seller's chats with messages, by listing: for that seller alone.
#[utoipa::path(
    get,
    path = "/api/chat/chats/seller/{seller_id}/grouped",
    operation_id = "listMarketInbox",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("seller_id" = i64, Path)),
    responses((status = 200, description = "`iphone_id` → its chats", body = wire::Grouped), Problems)
)]
pub async fn grouped(
    State(market): State<RealmContext>,
    MarketCaller(caller): MarketCaller,
    Path(seller_id): Path<i64>,
) -> Result<Json<wire::Grouped>, Problem> {
    if UserId(seller_id) != caller.user_id {
        return Err(not_yourself("this is another seller's inbox"));
    }
    let page = OffsetPage {
        limit: LIST_PAGE.max,
        offset: 0,
    };
    let chats = list_with_role(&market, caller.user_id, SELLER, page).await?;
    Ok(Json(translate::grouped(chats)))
}

async fn list_with_role(
    market: &RealmContext,
    user_id: UserId,
    role: &str,
    page: OffsetPage,
) -> Result<Vec<ChatView>, chat::Error> {
    let scope = ParticipantScope::Everyone;
    market
        .chat
        .chats_with_role(user_id, role, page, scope)
        .await
}

/// Hides a chat from the caller, until there is a new message.
#[utoipa::path(
    delete,
    path = "/api/chat/chats/{chat_id}",
    operation_id = "hideMarketChat",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path)),
    responses((status = 200, description = "It is hidden", body = wire::Success), Problems)
)]
pub async fn hide(
    State(market): State<RealmContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
) -> Result<Json<wire::Success>, Problem> {
    let chat_id = ChatId(chat_id);
    execute_as_participant(
        &market,
        caller.user_id,
        Command::HideChat { chat_id },
        chat_id,
    )
    .await?;
    Ok(Json(wire::Success::OK))
}

/// Lets the other side send nothing any more, in this chat and in every other of the two.
#[utoipa::path(
    post,
    path = "/api/chat/chats/{chat_id}/block",
    operation_id = "blockInMarketChat",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path)),
    responses((status = 204, description = "They are blocked"), Problems)
)]
pub async fn block(
    State(market): State<RealmContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let chat_id = ChatId(chat_id);
    execute_as_participant(
        &market,
        caller.user_id,
        Command::BlockCounterpart { chat_id },
        chat_id,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets the other side send again.
#[utoipa::path(
    delete,
    path = "/api/chat/chats/{chat_id}/block",
    operation_id = "unblockInMarketChat",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path)),
    responses((status = 204, description = "They are not blocked"), Problems)
)]
pub async fn unblock(
    State(market): State<RealmContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let chat_id = ChatId(chat_id);
    execute_as_participant(
        &market,
        caller.user_id,
        Command::UnblockCounterpart { chat_id },
        chat_id,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Executes a command that is for participants alone: 404 if there is no such chat, and 403 if the
/// caller is not in it.
pub(super) async fn execute_as_participant(
    market: &RealmContext,
    user_id: UserId,
    command: Command,
    chat_id: ChatId,
) -> Result<(), Problem> {
    match market.chat.execute(user_id, command).await {
        Ok(_) => Ok(()),
        Err(error) => Err(market
            .chat
            .distinguish_not_found(error, chat_id)
            .await
            .into()),
    }
}
