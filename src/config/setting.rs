//! The value of one setting, parsed by its type.

use std::ffi::OsStr;
use std::marker::PhantomData;

use clap::builder::{TypedValueParser, ValueParserFactory};
use clap::{Arg, Command};

/// A parsed value, or why its text is invalid.
///
/// # Why
/// clap reads the environment variables of `serve` for every subcommand. So an invalid text is
/// an error only where a command uses the setting.
#[derive(Clone)]
pub struct Setting<T>(Result<Option<T>, ConfigError>);

/// An invalid setting.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{setting}: {problem}")]
pub struct ConfigError {
    /// The environment variable, or the flag if there is no variable.
    setting: String,
    problem: String,
}

/// A type that a setting is parsed to.
pub trait Value: Clone + Send + Sync + Sized + 'static {
    /// Parses a text, which is neither empty nor surrounded by spaces.
    fn parse(text: &str) -> Result<Self, String>;
}

impl ConfigError {
    pub(super) fn new(setting: impl Into<String>, problem: impl std::fmt::Display) -> Self {
        Self {
            setting: setting.into(),
            problem: problem.to_string(),
        }
    }
}

impl<T: Clone> Setting<T> {
    /// The value of a setting that has a default.
    pub fn get(&self) -> Result<T, ConfigError> {
        let value = self.0.clone()?;
        Ok(value.expect("an empty text stands for the default"))
    }

    /// The value of a setting that may be absent.
    pub(super) fn optional(setting: Option<&Self>) -> Result<Option<T>, ConfigError> {
        setting.map_or(Ok(None), |setting| setting.0.clone())
    }
}

impl<T: Value> ValueParserFactory for Setting<T> {
    type Parser = SettingParser<T>;

    fn value_parser() -> Self::Parser {
        SettingParser(PhantomData)
    }
}

/// Parses a [`Setting`] for clap.
#[derive(Clone)]
pub struct SettingParser<T>(PhantomData<fn() -> T>);

impl<T: Value> TypedValueParser for SettingParser<T> {
    type Value = Setting<T>;

    fn parse_ref(
        &self,
        _: &Command,
        argument: Option<&Arg>,
        text: &OsStr,
    ) -> Result<Setting<T>, clap::Error> {
        let default = argument.and_then(|argument| argument.get_default_values().first());
        let text = text.to_string_lossy();
        // An empty variable counts as absent, because compose files write unset variables so.
        let text = match (text.trim(), default) {
            ("", Some(default)) => default.to_str().unwrap_or_default(),
            (text, _) => text,
        };
        let value = match text {
            "" => Ok(None),
            text => T::parse(text).map(Some),
        };
        let named = |problem| ConfigError::new(name(argument), problem);
        Ok(Setting(value.map_err(named)))
    }
}

/// The name of a setting in errors.
fn name(argument: Option<&Arg>) -> String {
    let variable = argument.and_then(Arg::get_env);
    let variable = variable.map(|name| name.to_string_lossy().into_owned());
    let flag = || argument.and_then(Arg::get_long).unwrap_or_default();
    variable.unwrap_or_else(|| format!("--{}", flag()))
}
