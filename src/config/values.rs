//! How the text of a setting becomes a value of each type.

use std::net::SocketAddr;

use jsonwebtoken::Algorithm;

use crate::auth::LoginLimit;
use crate::auth::cookies::AccessCookies;
use crate::auth::keys::{PUBLIC_KEY_ALGORITHMS, SECRET_ALGORITHMS};
use crate::auth::origin::AllowedOrigins;
use crate::config::setting::Value;
use crate::db::Connector;
use crate::domain::{ChatLimit, InvalidPublicUrl, PublicUrl, Role, SendLimit};
use crate::files::StorageUrl;
use crate::http::TrustedProxies;
use crate::outbox::{
    Contact, EventEndpoints, InvalidContact, InvalidMailFrom, MailFrom, Witnesses,
};
use crate::telemetry::LogFormat;

/// A whole number in a range.
#[derive(Debug, Clone, Copy)]
pub struct Number<const MIN: u32, const MAX: u32>(pub u32);

impl<const MIN: u32, const MAX: u32> Value for Number<MIN, MAX> {
    fn parse(text: &str) -> Result<Self, String> {
        let number = text.parse().ok();
        let number = number.filter(|number| (MIN..=MAX).contains(number));
        let number = number.map(Self);
        number.ok_or_else(|| format!("`{text}` is not a whole number from {MIN} to {MAX}"))
    }
}

/// Algorithms of signatures, in the order given.
#[derive(Debug, Clone)]
pub struct Algorithms(pub Vec<Algorithm>);

impl Value for Algorithms {
    fn parse(text: &str) -> Result<Self, String> {
        let known = SECRET_ALGORITHMS.iter().chain(&PUBLIC_KEY_ALGORITHMS);
        let algorithm = |name: &str| {
            let is_named = |known: &&Algorithm| format!("{known:?}") == name;
            let found = known.clone().find(is_named).copied();
            found.ok_or_else(|| {
                format!("`{name}` is none of HS256, HS384, HS512, RS256, ES256 and EdDSA")
            })
        };
        entries(text)
            .map(algorithm)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl Value for AccessCookies {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }
}

impl Value for String {
    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

impl Value for bool {
    fn parse(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err(format!("`{text}` is neither `true` nor `false`")),
        }
    }
}

impl Value for SocketAddr {
    fn parse(text: &str) -> Result<Self, String> {
        let address = text.parse();
        address.map_err(|_| format!("`{text}` is not an address and a port, like 127.0.0.1:8080"))
    }
}

impl Value for LogFormat {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "pretty" => Ok(Self::Pretty),
            "json" => Ok(Self::Json),
            _ => Err(format!("`{text}` is neither `pretty` nor `json`")),
        }
    }
}

impl Value for Connector {
    fn parse(text: &str) -> Result<Self, String> {
        Self::new(text).map_err(|error| error.to_string())
    }
}

impl Value for Contact {
    fn parse(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|error: InvalidContact| error.to_string())
    }
}

impl Value for EventEndpoints {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }
}

impl Value for Witnesses {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }
}

impl Value for PublicUrl {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error: InvalidPublicUrl| error.to_string())
    }
}

impl Value for MailFrom {
    fn parse(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|error: InvalidMailFrom| error.to_string())
    }
}

impl Value for StorageUrl {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }
}

impl Value for AllowedOrigins {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }
}

impl Value for TrustedProxies {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }
}

/// Roles of users that a token may create. Guests have no account.
impl Value for Vec<Role> {
    fn parse(text: &str) -> Result<Self, String> {
        let role = |name: &str| match name.parse() {
            Ok(role) if !matches!(role, Role::Guest | Role::Service) => Ok(role),
            _ => Err(format!(
                "`{name}` is not one of student, teacher, admin, member, moderator"
            )),
        };
        entries(text).map(role).collect()
    }
}

impl Value for Option<SendLimit> {
    fn parse(text: &str) -> Result<Self, String> {
        let limit = two_numbers(text)?;
        Ok(limit.map(|(per_second, burst)| SendLimit { per_second, burst }))
    }
}

impl Value for Option<ChatLimit> {
    fn parse(text: &str) -> Result<Self, String> {
        let limit = two_numbers(text)?;
        Ok(limit.map(|(per_hour, groups)| ChatLimit { per_hour, groups }))
    }
}

impl Value for Option<LoginLimit> {
    fn parse(text: &str) -> Result<Self, String> {
        let limit = two_numbers(text)?;
        Ok(limit.map(|(by_account, by_address)| LoginLimit {
            by_account: by_account.cast_signed(),
            by_address: by_address.cast_signed(),
        }))
    }
}

/// Two whole numbers like `20/100`; `None` for `off`.
fn two_numbers(text: &str) -> Result<Option<(u32, u32)>, String> {
    if text == "off" {
        return Ok(None);
    }
    let number = |text: &str| Number::<1, 1_000_000>::parse(text.trim()).ok();
    let numbers = text
        .split_once('/')
        .and_then(|(first, second)| number(first).zip(number(second)));
    let numbers = numbers.map(|(first, second)| (first.0, second.0));
    numbers.map(Some).ok_or_else(|| {
        format!("`{text}` is neither `off` nor two whole numbers from 1 to 1000000, like `20/100`")
    })
}

/// The entries of a comma-separated list.
pub(super) fn entries(text: &str) -> impl Iterator<Item = &str> {
    let entries = text.split(',').map(str::trim);
    entries.filter(|entry| !entry.is_empty())
}
