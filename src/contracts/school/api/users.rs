//! Users: the caller, and the list of users for admins.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};

use crate::contracts::school::lists::PAGE;
use crate::contracts::school::realm::REALM;
use crate::contracts::school::roles::require_admin;
use crate::contracts::school::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::query::Query;
use crate::directory::{FoundPerson, NewPerson};
use crate::domain::{ClientAddress, Role};
use crate::http::Caller;
use crate::http::extract;
use crate::http::paging::{self, Paging};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// Longest name, in characters.
const NAME_MAX: usize = 255;

/// Shows the caller.
#[utoipa::path(
    get,
    path = "/api/me",
    operation_id = "getMe",
    tag = "people",
    responses((status = 200, description = "The caller", body = wire::User), Problems)
)]
pub async fn me(Caller(caller): Caller, Reads(language): Reads) -> Json<wire::User> {
    Json(encode::caller(caller, language))
}

/// Lists the users of the school, or those whose name contains `q` or whose e-mail address equals
/// `q`. For admins.
#[utoipa::path(
    get,
    path = "/api/admin/users",
    operation_id = "listUsers",
    tag = "admin",
    params(wire::Search),
    responses((status = 200, description = "A page of the list", body = wire::UserList, headers(("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`"))), Problems)
)]
pub async fn list(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::Search>,
    uri: Uri,
) -> Result<(NextLink, Json<wire::UserList>), Problem> {
    require_admin(&caller)?;
    let (directory, cursor) = (&context.directory, query.cursor.as_deref());
    let (users, next_cursor) = if let Some(text) = paging::search(query.q.as_deref())? {
        let paging = Paging::new(PAGE, query.limit, cursor)?;
        let after = paging.after.as_ref();
        let found = directory
            .search(REALM, None, text, after, paging.rows())
            .await?;
        let item = |found: FoundPerson| encode::user(found.person, language);
        paging.cut(found, |found| found.sort_key.clone(), item)
    } else {
        let paging = Paging::new(PAGE, query.limit, cursor)?;
        let after = paging.after.unwrap_or_default();
        let people = directory.list(REALM, after, paging.rows()).await?;
        let item = |person| encode::user(person, language);
        paging.cut(people, |person| person.id.0, item)
    };
    let next = NextLink::at_cursor(&uri, next_cursor.as_deref());
    Ok((next, Json(wire::UserList { users, next_cursor })))
}

/// Adds a user, who belongs to this school alone. For admins.
#[utoipa::path(
    post,
    path = "/api/admin/users",
    operation_id = "addUser",
    tag = "admin",
    request_body = wire::NewUser,
    responses((status = 201, description = "The new user", body = wire::User), Problems)
)]
pub async fn add(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    client: ClientAddress,
    Reads(language): Reads,
    extract::Json(new): extract::Json<wire::NewUser>,
) -> Result<(StatusCode, Json<wire::User>), Problem> {
    require_admin(&caller)?;
    let email = extract::email(&new.email)?;
    check_name(&new.name)?;
    if new.role == Role::Service {
        let detail = "role: `service` is the role of keys";
        return Err(Problem::bad_request(Code::InvalidBody, detail));
    }
    let hash = match new.password {
        Some(password) => Some(context.sessions.hash_password(password, client).await?),
        None => None,
    };
    let new = NewPerson {
        email,
        name: &new.name,
        role: new.role,
        password_hash: hash.as_deref(),
        realm: Some(REALM),
    };
    let person = context.directory.add(new).await?;
    Ok((StatusCode::CREATED, Json(encode::user(person, language))))
}

fn check_name(name: &str) -> Result<(), Problem> {
    extract::name("name", name, NAME_MAX).map(drop)
}
