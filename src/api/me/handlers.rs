//! The handlers.

use axum::Json;
use axum::extract::State;
use jiff::civil::Time;

use super::wire;
use crate::api::caller::{AccountCaller, ReadCaller};
use crate::api::context::ApiContext;
use crate::api::users::encode as users;
use crate::api::users::wire::NAME_MAX;
use crate::directory::{
    self, AccountChange, AccountChanges, PreferenceChanges, Preferences, QuietHours,
};
use crate::domain::{AttachmentId, Language, Name, Principal, Realm, Rejection, text};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads, extract};

/// Returns the caller.
#[utoipa::path(
    get,
    path = "/me",
    operation_id = "getMe",
    tag = "people",
    responses((status = 200, description = "The caller", body = wire::Account), Problems)
)]
pub async fn show(
    State(context): State<ApiContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
) -> Result<Json<wire::Account>, Problem> {
    account(&context, caller, language).await
}

/// Changes the caller's name, picture, language and notifications.
///
/// Everything is changed, or nothing if a part is refused. A language that was set decides on the language of
/// notifications; else that of the request that subscribed does. 429 after 60 changes in an hour.
#[utoipa::path(
    patch,
    path = "/me",
    operation_id = "changeMe",
    tag = "people",
    request_body(
        content((wire::AccountChanges = "application/json"), (wire::AccountChanges = "application/merge-patch+json"))
    ),
    responses((status = 200, description = "The caller", body = wire::Account), Problems)
)]
pub async fn change(
    State(context): State<ApiContext>,
    AccountCaller(mut caller): AccountCaller,
    Reads(language): Reads,
    extract::MergePatch(body): extract::MergePatch<wire::AccountChanges>,
) -> Result<Json<wire::Account>, Problem> {
    if !context.account_changes.allows(&caller.user_id) {
        return Err(Rejection::RateLimited { retry_after: 60 }.into());
    }
    if let Some(name) = &body.name {
        extract::name("name", name, NAME_MAX)?;
    }
    let to_defaults = wire::NotificationChanges::to_defaults;
    let notifications = body.notifications;
    let notifications = notifications.map(|changes| changes.unwrap_or_else(to_defaults));
    let changes = AccountChanges {
        name: body.name,
        picture: body.avatar_id.map(|id| id.map(AttachmentId)),
        preferences: preference_changes(body.language, notifications)?,
    };
    let (directory, realm) = (&context.directory, context.policy.realm);
    match directory
        .change_account(realm, caller.user_id, &changes)
        .await?
    {
        AccountChange::InvalidPicture => {
            return Err(Problem::from(Rejection::InvalidAvatar).in_field("avatar_id"));
        }
        AccountChange::NameOfStaff => {
            let detail = "name is that of a member of staff";
            return Err(Problem::bad_request(Code::InvalidName, detail).in_field("name"));
        }
        // The next request, to any replica, sees the new name and picture.
        AccountChange::Seen => context.sessions.await_replicas().await?,
        AccountChange::Unseen => {}
    }
    if let Some(picture) = changes.picture {
        caller.picture_id = picture;
    }
    if let Some(name) = changes.name {
        caller.name = Name::Given(name);
    }
    account(&context, caller, language).await
}

async fn account(
    context: &ApiContext,
    caller: Principal,
    language: Language,
) -> Result<Json<wire::Account>, Problem> {
    let preferences = context.directory.preferences(caller.user_id).await?;
    Ok(Json(encode(
        caller,
        preferences,
        context.policy.realm,
        language,
    )))
}

fn preference_changes(
    language: Option<wire::LanguageTag>,
    notifications: Option<wire::NotificationChanges>,
) -> Result<PreferenceChanges, Problem> {
    let mut changes = PreferenceChanges {
        language: language.map(|language| match language {
            wire::LanguageTag::En => Language::English,
            wire::LanguageTag::Ru => Language::Russian,
        }),
        ..PreferenceChanges::default()
    };
    if let Some(notifications) = notifications {
        let defaults = Preferences::default();
        changes.push = notifications.push.map(|on| on.unwrap_or(defaults.push));
        changes.email = notifications.email.map(|on| on.unwrap_or(defaults.email));
        let quiet_hours = notifications.quiet_hours;
        changes.quiet_hours = quiet_hours
            .map(|quiet_hours| quiet_hours.map(check_quiet_hours).transpose())
            .transpose()?;
    }
    Ok(changes)
}

fn check_quiet_hours(quiet: wire::QuietHours) -> Result<QuietHours, Problem> {
    let is_time = |text: &str| text.len() == 5 && Time::strptime("%H:%M", text).is_ok();
    if !is_time(&quiet.from) || !is_time(&quiet.to) || quiet.from == quiet.to {
        let detail = "`from` and `to` are two different times, like 22:00";
        return Err(Problem::bad_request(Code::InvalidQuietHours, detail));
    }
    // No zone has it in its name, and Postgres takes no text that has it.
    if text::reject_nul(&quiet.time_zone).is_err() {
        return Err(directory::Error::UnknownTimeZone.into());
    }
    Ok(QuietHours {
        from: quiet.from,
        to: quiet.to,
        time_zone: quiet.time_zone,
    })
}

fn encode(
    principal: Principal,
    preferences: Preferences,
    realm: Realm,
    language: Language,
) -> wire::Account {
    let language = preferences.language.unwrap_or(language);
    let quiet_hours = preferences.quiet_hours.map(|quiet| wire::QuietHours {
        from: quiet.from,
        to: quiet.to,
        time_zone: quiet.time_zone,
    });
    wire::Account {
        email: principal.email.clone(),
        user: users::caller(principal, realm, language),
        language: language.tag(),
        notifications: wire::Notifications {
            push: preferences.push,
            email: preferences.email,
            quiet_hours,
        },
    }
}
