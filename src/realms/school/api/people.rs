//! People: who am I, and the admin's list.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::directory::NewPerson;
use crate::domain::text;
use crate::http::Caller;
use crate::http::extract::{self, Query};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};
use crate::realms::RealmContext;
use crate::realms::school::REALM;
use crate::realms::school::api::require_admin;
use crate::realms::school::paging::{self, Paging};
use crate::realms::school::{translate, wire};

/// The caller.
#[utoipa::path(
    get,
    path = "/api/me",
    operation_id = "getMe",
    tag = "people",
    responses((status = 200, description = "The caller", body = wire::User), Problems)
)]
pub async fn me(Caller(caller): Caller, Reads(language): Reads) -> Json<wire::User> {
    Json(translate::caller(caller, language))
}

/// Everyone of the school, or those whose name contains `q` or whose e-mail address it is: for
/// admins.
#[utoipa::path(
    get,
    path = "/api/admin/users",
    operation_id = "listUsers",
    tag = "admin",
    params(wire::Search),
    responses((status = 200, description = "A page of the list", body = wire::UserList), Problems)
)]
pub async fn list(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::Search>,
) -> Result<Json<wire::UserList>, Problem> {
    require_admin(&caller)?;
    let paging = Paging::new(query.limit, query.cursor.as_deref())?;
    let text = paging::search(query.q.as_deref())?;
    let people = school
        .directory
        .search(REALM, text, paging.after.unwrap_or_default(), paging.rows())
        .await?;
    let (users, next_cursor) = paging.cut(
        people,
        |person| person.id.0,
        |person| translate::user(person, language),
    );
    Ok(Json(wire::UserList { users, next_cursor }))
}

/// Adds somebody: for admins.
#[utoipa::path(
    post,
    path = "/api/admin/users",
    operation_id = "addUser",
    tag = "admin",
    request_body = wire::NewUser,
    responses((status = 201, description = "The new user", body = wire::User), Problems)
)]
pub async fn add(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    extract::Json(new): extract::Json<wire::NewUser>,
) -> Result<(StatusCode, Json<wire::User>), Problem> {
    require_admin(&caller)?;
    let email = new.email.trim();
    check("email", email)?;
    check("name", &new.name)?;
    if !email.contains('@') {
        return Err(Problem::bad_request(
            Code::InvalidEmail,
            "email must be an e-mail address",
        ));
    }
    let hash = match new.password {
        Some(password) => Some(school.sessions.hash_password(password).await?),
        None => None,
    };
    let new = NewPerson {
        email,
        name: &new.name,
        role: new.role,
        password_hash: hash.as_deref(),
    };
    let person = school.directory.add(new).await?;
    Ok((StatusCode::CREATED, Json(translate::user(person, language))))
}

fn check(field: &'static str, value: &str) -> Result<(), Problem> {
    text::check(value, 255).map_err(|error| match field {
        "email" => Problem::bad_request(Code::InvalidEmail, format!("email {error}")),
        _ => Problem::bad_request(Code::InvalidName, format!("name {error}")),
    })
}
