//! The caller.

use axum::Json;
use axum::extract::State;
use jiff::civil::Time;

use crate::directory::{PreferenceChanges, QuietHours};
use crate::domain::{AttachmentId, Language, Name, Principal, Rejection, text};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads, extract};
use crate::native::caller::{NativeCaller, ReadCaller};
use crate::native::{NativeContext, encode, wire};

/// The most characters of a name.
pub(super) const NAME_MAX: usize = 200;

/// Returns the caller.
#[utoipa::path(
    get,
    path = "/me",
    operation_id = "getMe",
    tag = "people",
    responses((status = 200, description = "The caller", body = wire::Account), Problems)
)]
pub async fn show(
    State(context): State<NativeContext>,
    ReadCaller(caller): ReadCaller,
    Reads(language): Reads,
) -> Result<Json<wire::Account>, Problem> {
    account(&context, caller, language).await
}

/// Changes the caller's name, picture, language and notifications.
///
/// A language that was set decides on the language of notifications; else that of the request that
/// subscribed does.
#[utoipa::path(
    patch,
    path = "/me",
    operation_id = "changeMe",
    tag = "people",
    request_body = wire::AccountChanges,
    responses((status = 200, description = "The caller", body = wire::Account), Problems)
)]
pub async fn change(
    State(context): State<NativeContext>,
    NativeCaller(mut caller): NativeCaller,
    Reads(language): Reads,
    extract::Json(body): extract::Json<wire::AccountChanges>,
) -> Result<Json<wire::Account>, Problem> {
    if let Some(name) = &body.name {
        text::check(name, NAME_MAX)
            .map_err(|error| Problem::bad_request(Code::InvalidName, format!("name {error}")))?;
    }
    if let Some(avatar_id) = body.avatar_id {
        let picture = avatar_id.map(AttachmentId);
        let (directory, realm) = (&context.directory, context.policy.realm);
        if !directory
            .change_picture(realm, caller.user_id, picture)
            .await?
        {
            return Err(Rejection::InvalidAvatar.into());
        }
        caller.picture_id = picture;
    }
    let is_seen_by_requests = body.avatar_id.is_some() || body.name.is_some();
    let changes = preference_changes(body.language, body.notifications)?;
    context
        .directory
        .change_preferences(caller.user_id, changes)
        .await?;
    if let Some(name) = body.name {
        context.directory.rename(caller.user_id, &name).await?;
        caller.name = Name::Given(name);
    }
    if is_seen_by_requests {
        // Else the next request might still see the former name and picture.
        context.sessions.await_replicas().await?;
    }
    account(&context, caller, language).await
}

async fn account(
    context: &NativeContext,
    caller: Principal,
    language: Language,
) -> Result<Json<wire::Account>, Problem> {
    let preferences = context.directory.preferences(caller.user_id).await?;
    Ok(Json(encode::account(
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
        changes.push = notifications.push;
        changes.email = notifications.email;
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
    Ok(QuietHours {
        from: quiet.from,
        to: quiet.to,
        time_zone: quiet.time_zone,
    })
}
