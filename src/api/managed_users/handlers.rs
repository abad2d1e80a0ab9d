//! The handlers.

use std::collections::HashSet;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::api::caller::DirectoryKey;
use crate::api::context::ApiContext;
use crate::api::users::encode;
use crate::api::users::wire::{NAME_MAX, User};
use crate::auth;
use crate::directory::{Managed, ManagedId, Person, PersonChange, Unmanaged, UnmanagedReason};
use crate::domain::{KeyUse, Rejection, Role, UserId, text};
use crate::http::extract::{self, JsonList, Path};
use crate::http::problem::Problems;
use crate::http::sending::Location;
use crate::http::{Code, Problem, Reads, api_path};

/// People in one request.
const MAX_USERS: usize = 1_000;
/// Longest external id, in characters.
const FIELD_MAX: usize = 255;
/// Longest address of a picture, in characters.
const AVATAR_MAX: usize = 2_000;
/// Precede the external ids of guests and of keys.
const RESERVED: [&str; 2] = ["guest:", "key:"];
/// The longest lifetime of a token, in seconds.
const MAX_TTL: u32 = 86_400;

/// Creates or updates a person. For server-side keys.
#[utoipa::path(
    put,
    path = "/users/{id}",
    operation_id = "putUser",
    tag = "server-side callers",
    params(("id" = String, Path, description = "The external id; a whole number is the user id")),
    request_body = wire::ManagedUser,
    responses((status = 200, description = "The person", body = User), Problems)
)]
pub async fn put(
    State(context): State<ApiContext>,
    DirectoryKey { used }: DirectoryKey,
    Reads(language): Reads,
    Path(external_id): Path<String>,
    extract::Json(user): extract::Json<wire::ManagedUser>,
) -> Result<Json<User>, Problem> {
    let change = checked(external_id, user)?;
    let people = put_people(&context, &used, &[change]).await?;
    let person = people.into_iter().next().ok_or_else(Problem::internal)?;
    Ok(Json(encode::user(
        person,
        None,
        context.policy.realm,
        language,
    )))
}

/// Creates or updates up to 1,000 people: all, or none if one is refused. For server-side keys.
#[utoipa::path(
    put,
    path = "/users",
    operation_id = "putUsers",
    tag = "server-side callers",
    request_body = Vec<wire::ListedUser>,
    responses((status = 200, description = "The people, in the order of the request", body = wire::PutUsers), Problems)
)]
pub async fn put_all(
    State(context): State<ApiContext>,
    DirectoryKey { used }: DirectoryKey,
    Reads(language): Reads,
    JsonList(users): JsonList<wire::ListedUser>,
) -> Result<Json<wire::PutUsers>, Problem> {
    if users.len() > MAX_USERS {
        let detail = format!("at most {MAX_USERS} people at once");
        return Err(Problem::bad_request(Code::InvalidBody, detail));
    }
    let changes = users.into_iter().map(|listed| {
        let (external_id, user) = listed.split();
        checked(external_id, user)
    });
    let changes: Vec<PersonChange> = changes.collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    if let Some(twice) = changes.iter().find(|change| !seen.insert(&change.id)) {
        return Err(invalid_external_id(
            &twice.id.to_string(),
            "is listed twice",
        ));
    }
    let people = put_people(&context, &used, &changes).await?.into_iter();
    let users = people.map(|person| encode::user(person, None, context.policy.realm, language));
    let users = users.collect();
    Ok(Json(wire::PutUsers { users }))
}

/// Deactivates a person and ends their log-ins and streams. Their messages stay. `PUT` reactivates them.
/// For server-side keys.
#[utoipa::path(
    delete,
    path = "/users/{id}",
    operation_id = "deactivateManagedUser",
    tag = "server-side callers",
    params(("id" = String, Path, description = "The external id; a whole number is the user id")),
    responses((status = 204, description = "The person is deactivated"), Problems)
)]
pub async fn deactivate(
    State(context): State<ApiContext>,
    DirectoryKey { used }: DirectoryKey,
    Path(external_id): Path<String>,
) -> Result<StatusCode, Problem> {
    let realm = context.policy.realm;
    let id = ManagedId::new(external_id);
    let found = context.directory.managed_id(realm, &id).await?;
    let id = found.ok_or(Rejection::UserNotFound)?;
    context.accounts.deactivate_by_key(id, &used).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Issues a token for the client of a person. It ends with the key. For server-side keys.
#[utoipa::path(
    post,
    path = "/tokens",
    operation_id = "issueToken",
    tag = "server-side callers",
    request_body = wire::NewToken,
    responses(
        (
            status = 201,
            description = "The token",
            body = wire::Token,
            headers(("Location" = String, description = "The path of the person"))
        ),
        Problems
    )
)]
pub async fn issue_token(
    State(context): State<ApiContext>,
    DirectoryKey { used }: DirectoryKey,
    extract::Json(new): extract::Json<wire::NewToken>,
) -> Result<(StatusCode, Location, Json<wire::Token>), Problem> {
    let tokens = context
        .key_tokens
        .as_ref()
        .ok_or(auth::Error::LoginElsewhere)?;
    if !(1..=MAX_TTL).contains(&new.ttl_seconds) {
        let detail = format!("ttl_seconds is from 1 to {MAX_TTL}");
        return Err(Problem::bad_request(Code::InvalidBody, detail));
    }
    let (realm, id) = (context.policy.realm, UserId(new.user_id));
    let found = context.directory.managed_person(realm, id).await?;
    let person = match found.ok_or(Rejection::UserNotFound)? {
        Managed::Done(person) => person,
        Managed::Refused(refused) => return Err(unmanaged(refused.reason, &id.to_string())),
    };
    let lifetime = Duration::from_secs(new.ttl_seconds.into());
    let issued = tokens.issue(&used, &person, lifetime).await?;
    let token = wire::Token {
        token: issued.token,
        expires_at: issued.expires_at.into(),
    };
    let base = api_path(realm);
    let location = Location::of_new(true, || format!("{base}/users/{id}"));
    Ok((StatusCode::CREATED, location, Json(token)))
}

async fn put_people(
    context: &ApiContext,
    used: &KeyUse,
    changes: &[PersonChange],
) -> Result<Vec<Person>, Problem> {
    let realm = context.policy.realm;
    match context.directory.put_people(realm, used, changes).await? {
        Managed::Done(people) => Ok(people),
        Managed::Refused(Unmanaged { index, reason }) => {
            let person = changes.get(index).map(|change| change.id.to_string());
            Err(unmanaged(reason, &person.unwrap_or_default()))
        }
    }
}

fn checked(external_id: String, user: wire::ManagedUser) -> Result<PersonChange, Problem> {
    text::check(&external_id, FIELD_MAX)
        .map_err(|error| invalid_external_id(&external_id, &error.to_string()))?;
    if RESERVED
        .iter()
        .any(|prefix| external_id.starts_with(prefix))
    {
        return Err(invalid_external_id(&external_id, "is reserved"));
    }
    let id = ManagedId::new(external_id);
    if let ManagedId::Number(number) = id
        && !(1..=UserId::MAX_NUMERIC_SUBJECT).contains(&number)
    {
        let reason = "is no number that a user may have";
        return Err(invalid_external_id(&number.to_string(), reason));
    }
    extract::name("name", &user.name, NAME_MAX)?;
    if let Some(Some(email)) = &user.email {
        check_email(email)?;
    }
    if let Some(Some(url)) = &user.avatar_url {
        check_avatar(url)?;
    }
    Ok(PersonChange {
        id,
        name: user.name,
        email: user.email,
        role: user.role.map(checked_role).transpose()?,
        avatar_url: user.avatar_url,
    })
}

/// Refuses the roles whose rights are beyond those of keys.
fn checked_role(role: Role) -> Result<Role, Problem> {
    match role {
        Role::Student | Role::Teacher | Role::Member => Ok(role),
        Role::Admin | Role::Moderator | Role::Guest | Role::Service => {
            let detail = format!("keys give the roles student, teacher and member, not {role}");
            Err(Problem::forbidden(Code::UserBeyondKey, detail))
        }
    }
}

fn check_email(email: &str) -> Result<(), Problem> {
    if extract::email(email)? == email {
        return Ok(());
    }
    let detail = "email must have no spaces around it";
    Err(Problem::bad_request(Code::InvalidEmail, detail))
}

fn check_avatar(url: &str) -> Result<(), Problem> {
    let is_address = url.starts_with("https://") && url.bytes().all(|byte| byte.is_ascii_graphic());
    if is_address && url.len() <= AVATAR_MAX {
        return Ok(());
    }
    let detail = format!("avatar_url is an https address of at most {AVATAR_MAX} characters");
    Err(Problem::bad_request(Rejection::InvalidAvatar, detail))
}

fn invalid_external_id(external_id: &str, reason: &str) -> Problem {
    let detail = format!("external_id `{external_id}` {reason}");
    Problem::bad_request(Code::InvalidExternalId, detail)
}

fn unmanaged(reason: UnmanagedReason, person: &str) -> Problem {
    match reason {
        UnmanagedReason::Beyond => {
            let detail = format!("keys of this application do not manage the user `{person}`");
            Problem::forbidden(Code::UserBeyondKey, detail)
        }
        UnmanagedReason::RoleInUse => {
            let detail =
                format!("the user `{person}` has scheduled lessons: move or cancel them first");
            Problem::conflict(Code::RoleInUse, detail)
        }
    }
}
