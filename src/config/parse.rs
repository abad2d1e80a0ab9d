//! Parses settings.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use super::args::DEFAULT_LOGIN_LIMIT;
use super::{ConfigError, ServeArgs};
use crate::attachments::StorageUrl;
use crate::auth::LoginLimit;
use crate::domain::{ChatLimit, Limits, PersonalLimits, Realm, Role, SendLimit};
use crate::http::TrustedProxies;
use crate::outbox::{InvalidWebhook, Webhooks};
use crate::realms::REALMS;

/// An empty variable counts as absent, as compose files write it.
pub(super) fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

pub(super) fn address(variable: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.trim().parse().map_err(|_| {
        let problem = format!("`{text}` is not an address and a port, like 127.0.0.1:8080");
        ConfigError::new(variable, problem)
    })
}

pub(super) fn number(
    variable: &'static str,
    text: &str,
    range: std::ops::RangeInclusive<u64>,
) -> Result<u64, ConfigError> {
    let value = u64::from_str(text.trim())
        .ok()
        .filter(|value| range.contains(value));
    value.ok_or_else(|| {
        let (low, high) = (range.start(), range.end());
        let problem = format!("`{text}` is not a whole number from {low} to {high}");
        ConfigError::new(variable, problem)
    })
}

/// `SEND_LIMIT` and `CHAT_LIMIT`.
pub(super) fn personal_limits(serve: &ServeArgs) -> Result<PersonalLimits, ConfigError> {
    let send = two_numbers("SEND_LIMIT", &serve.send_limit)?;
    let chat = two_numbers("CHAT_LIMIT", &serve.chat_limit)?;
    Ok(PersonalLimits {
        send: send.map(|(per_second, burst)| SendLimit { per_second, burst }),
        chat: chat.map(|(per_hour, groups)| ChatLimit { per_hour, groups }),
    })
}

/// Two whole numbers like `20/100`; `None` for `off`.
fn two_numbers(variable: &'static str, text: &str) -> Result<Option<(u32, u32)>, ConfigError> {
    if text.trim() == "off" {
        return Ok(None);
    }
    let limit = |text: &str| {
        let limit = text.trim().parse().ok();
        limit.filter(|limit| (1..=1_000_000).contains(limit))
    };
    let both = text
        .split_once('/')
        .and_then(|(one, other)| limit(one).zip(limit(other)));
    both.map(Some).ok_or_else(|| {
        let problem = format!(
            "`{text}` is neither `off` nor two whole numbers from 1 to 1000000, like `20/100`"
        );
        ConfigError::new(variable, problem)
    })
}

/// `MARKET_…`.
pub(super) fn market_limits(serve: &ServeArgs) -> Result<Limits, ConfigError> {
    let limit = |variable, text: &str| {
        let limit = number(variable, text, 1..=1_000_000)?;
        Ok(u32::try_from(limit).unwrap_or(u32::MAX))
    };
    Ok(Limits {
        messages_a_minute: limit(
            "MARKET_MESSAGES_PER_MINUTE",
            &serve.market_messages_per_minute,
        )?,
        messages_in_5_seconds: limit(
            "MARKET_MESSAGES_PER_5_SECONDS",
            &serve.market_messages_per_5_seconds,
        )?,
        chats_a_minute: limit("MARKET_CHATS_PER_MINUTE", &serve.market_chats_per_minute)?,
        same_text_chats: limit("MARKET_SAME_TEXT_CHATS", &serve.market_same_text_chats)?,
    })
}

/// `TRUSTED_PROXIES`.
pub(super) fn trusted_proxies(text: &str) -> Result<TrustedProxies, ConfigError> {
    TrustedProxies::parse(text).map_err(|error| ConfigError::new("TRUSTED_PROXIES", error))
}

/// `LOGIN_LIMIT`.
pub(super) fn login_limit(text: &str) -> Result<Option<LoginLimit>, ConfigError> {
    let text = given(Some(text)).unwrap_or(DEFAULT_LOGIN_LIMIT);
    let limit = two_numbers("LOGIN_LIMIT", text)?;
    Ok(limit.map(|(by_account, by_address)| LoginLimit {
        by_account: i32::try_from(by_account).unwrap_or(i32::MAX),
        by_address: i32::try_from(by_address).unwrap_or(i32::MAX),
    }))
}

pub(super) fn boolean(variable: &'static str, text: &str) -> Result<bool, ConfigError> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" | "" => Ok(false),
        _ => Err(ConfigError::new(
            variable,
            format!("`{text}` is neither `true` nor `false`"),
        )),
    }
}

/// REALMS: names of realms that this build serves, or `all`; in the order of this build, each
/// once.
pub fn realms(text: &str) -> Result<Vec<Realm>, ConfigError> {
    let served: Vec<Realm> = REALMS.iter().map(|served| served.policy.realm).collect();
    if text.trim() == "all" {
        return Ok(served);
    }
    let mut realms = Vec::new();
    for name in text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let realm = name.parse().ok().filter(|realm| served.contains(realm));
        let realm = realm.ok_or_else(|| {
            let known: Vec<_> = served.iter().map(Realm::as_str).collect();
            let problem = format!(
                "`{name}` is not served; there is {} and `all`",
                known.join(", ")
            );
            ConfigError::new("REALMS", problem)
        })?;
        if !realms.contains(&realm) {
            realms.push(realm);
        }
    }
    if realms.is_empty() {
        return Err(ConfigError::new("REALMS", "names no realm"));
    }
    realms.sort_by_key(|realm| served.iter().position(|other| other == realm));
    Ok(realms)
}

/// PROVISION_ROLES: names of roles. Guests have no account that a token could create.
pub(super) fn provision_roles(text: &str) -> Result<Vec<Role>, ConfigError> {
    let names = text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let roles = names.map(|name| match name.parse() {
        Ok(role) if role != Role::Guest => Ok(role),
        _ => Err(ConfigError::new(
            "PROVISION_ROLES",
            format!("`{name}` is not one of student, teacher, admin, member, moderator"),
        )),
    });
    roles.collect()
}

pub(super) fn storage(text: Option<&str>, data_dir: &Path) -> Result<StorageUrl, ConfigError> {
    let Some(text) = given(text) else {
        return Ok(StorageUrl::in_data_dir(data_dir));
    };
    StorageUrl::parse(text).map_err(|error| ConfigError::new("STORAGE_URL", error))
}

pub(super) fn web_root(path: Option<&PathBuf>) -> Result<Option<PathBuf>, ConfigError> {
    let Some(path) = path.filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(None);
    };
    if path.join("index.html").is_file() {
        return Ok(Some(path.clone()));
    }
    let problem = format!("{} has no index.html", path.display());
    Err(ConfigError::new("WEB_ROOT", problem))
}

pub(super) fn webhooks(serve: &ServeArgs) -> Result<Option<Webhooks>, ConfigError> {
    let (url, secret) = (
        serve.webhook_url.as_deref(),
        serve.webhook_secret.as_deref(),
    );
    match (given(url), given(secret)) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(ConfigError::new(
            "WEBHOOK_SECRET",
            "set without WEBHOOK_URL",
        )),
        (Some(_), None) => Err(ConfigError::new(
            "WEBHOOK_SECRET",
            "not set, but WEBHOOK_URL is",
        )),
        (Some(url), Some(secret)) => Webhooks::new(url, secret).map(Some).map_err(|error| {
            let variable = match error {
                InvalidWebhook::Secret => "WEBHOOK_SECRET",
                InvalidWebhook::Url | InvalidWebhook::Client(_) => "WEBHOOK_URL",
            };
            ConfigError::new(variable, error)
        }),
    }
}
