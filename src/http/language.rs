//! The language of answers: what the caller has chosen, else `Accept-Language` (RFC 9110, section 12.5.4), else the
//! default.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::domain::Language;

/// What the caller of a request has chosen, once they are known. An extension of the request.
#[derive(Clone, Default)]
pub(super) struct ChosenLanguage(Arc<OnceLock<Language>>);

impl ChosenLanguage {
    /// Notes what the caller has chosen.
    pub(super) fn note(parts: &Parts, language: Option<Language>) {
        if let (Some(chosen), Some(language)) = (parts.extensions.get::<Self>(), language) {
            chosen.0.get_or_init(|| language);
        }
    }

    /// What the caller has chosen, if they are known and have.
    pub(super) fn get(&self) -> Option<Language> {
        self.0.get().copied()
    }
}

/// The language that the client prefers. An extractor.
pub struct Reads(pub Language);

impl<S: Send + Sync> FromRequestParts<S> for Reads {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(preferred(&parts.headers)))
    }
}

/// The preferred one of the supported languages.
pub fn preferred(headers: &HeaderMap) -> Language {
    let accepted = headers.get_all(header::ACCEPT_LANGUAGE);
    let accepted = accepted.iter().filter_map(|value| value.to_str().ok());
    let ranges = accepted.flat_map(|value| value.split(','));
    let mut best = (0.0, Language::default());
    for (weight, language) in ranges.filter_map(range) {
        // The first one of equal weights wins.
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

/// The weight of a language range; `None` for an unsupported language.
fn range(range: &str) -> Option<(f32, Language)> {
    let (tag, parameter) = range.split_once(';').unwrap_or((range, ""));
    let primary = tag.trim().split('-').next().unwrap_or_default();
    let language = Language::of_tag(&primary.to_ascii_lowercase())?;
    let weight = parameter.trim().strip_prefix("q=").unwrap_or("1");
    Some((weight.parse().ok()?, language))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn preferred_by(accepted: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
        preferred(&headers)
    }

    #[test]
    fn the_supported_language_of_highest_weight_is_preferred() {
        let russian = [
            "ru",
            "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7",
            "en;q=0.5, RU",
            "de, ru;q=0.4, en;q=0.3",
        ];
        for accepted in russian {
            assert_eq!(preferred_by(accepted), Language::Russian, "{accepted}");
        }
        let english = ["", "en-GB", "en,ru", "ru;q=0, de", "de", "ru;q=x", "*"];
        for accepted in english {
            assert_eq!(preferred_by(accepted), Language::English, "{accepted}");
        }
        assert_eq!(preferred(&HeaderMap::new()), Language::English);
    }
}
