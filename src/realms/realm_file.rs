//! The file of a realm: its keys, and where one is wrong.
//!
//! Every key is optional and changes one field of a policy. `docs/realms/your-own.md` describes the keys.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::contracts::Contract;
use crate::domain::text::MessageText;
use crate::domain::{
    Features, Files, LocalizedText, PrivateChats, RealmPolicy, Role, check_given_name, each_feature,
};

/// The longest name of a realm or a role, in characters.
const NAME_MAX: usize = 60;

/// What is wrong in the file of a realm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct RealmFileError {
    /// The file's name.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Says what would be right.
    pub problem: String,
}

/// Defines [`Keys`], and what the keys of features do.
macro_rules! define_keys {
    ($($(#[$doc:meta])* $feature:ident = $default:literal,)*) => {
        /// The keys of a file.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct Keys {
            name: Option<Names>,
            role_names: Option<BTreeMap<Role, Names>>,
            private_chats: Option<Spanned<Beginning>>,
            groups: Option<Spanned<bool>>,
            max_members: Option<Whole<2, { RealmPolicy::MAX_MEMBERS }>>,
            $($feature: Option<bool>,)*
            files: Option<Files>,
            reports: Option<Spanned<bool>>,
            desk: Option<Spanned<bool>>,
            admins_observe: Option<Spanned<bool>>,
            splits_companies: Option<bool>,
            max_text: Option<Whole<1, { MessageText::MAX_CHARS }>>,
            strips_markup: Option<bool>,
        }

        /// Sets each feature whose key is given.
        fn set_features(features: &mut Features, keys: &Keys) {
            $(features.$feature = keys.$feature.unwrap_or(features.$feature);)*
        }
    };
}

each_feature!(define_keys);

/// How private chats begin, where an operator decides.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Beginning {
    WithAnyone,
    ByKey,
}

/// A name in both languages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    ru: ShownName,
    en: ShownName,
}

/// A name that people see.
struct ShownName(String);

/// A whole number in a range.
struct Whole<const MIN: usize, const MAX: usize>(usize);

impl<'de> Deserialize<'de> for ShownName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        match check_given_name(&name, NAME_MAX) {
            Ok(()) => Ok(Self(name)),
            Err(reason) => Err(D::Error::custom(format_args!("a name {reason}"))),
        }
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        let number = usize::try_from(number).ok();
        let number = number.filter(|number| (MIN..=MAX).contains(number));
        let wrong =
            || D::Error::custom(format_args!("expected a whole number from {MIN} to {MAX}"));
        number.map(Self).ok_or_else(wrong)
    }
}

impl From<Names> for LocalizedText {
    fn from(names: Names) -> Self {
        Self {
            ru: names.ru.0,
            en: names.en.0,
        }
    }
}

impl From<Beginning> for PrivateChats {
    fn from(beginning: Beginning) -> Self {
        match beginning {
            Beginning::WithAnyone => Self::WithAnyone,
            Beginning::ByKey => Self::ByKey,
        }
    }
}

/// Changes a policy as the file `file` with this text says. `contract` is the realm's older contract, if it has
/// one.
///
/// # Errors
/// What is wrong in it.
pub fn apply(
    policy: &mut RealmPolicy,
    contract: Option<&Contract>,
    file: &str,
    text: &str,
) -> Result<(), RealmFileError> {
    let keys: Keys = toml::from_str(text).map_err(|error| named(file, text, &error))?;
    let wrong = |(at, problem)| error_at(file, text, at, problem);
    if let Some(contract) = contract {
        check_contract(contract, policy, &keys).map_err(wrong)?;
    }
    apply_keys(policy, keys).map_err(wrong)
}

/// Refuses what an older contract cannot follow: its routes decide on it. Returns the offset in bytes, and
/// what would be right.
fn check_contract(
    contract: &Contract,
    policy: &RealmPolicy,
    keys: &Keys,
) -> Result<(), (usize, &'static str)> {
    let features = &policy.features;
    if let Some(observe) = &keys.admins_observe
        && *observe.get_ref() != features.admins_observe
    {
        let problem = "leave `admins_observe` out: the older contract of this realm decides on it";
        return Err((observe.span().start, problem));
    }
    if let Some(begin) = &keys.private_chats
        && matches!(features.private_chats, PrivateChats::AboutListings { .. })
    {
        let problem = "leave `private_chats` out: chats of this realm are about listings";
        return Err((begin.span().start, problem));
    }
    if let Some(groups) = &keys.groups
        && *groups.get_ref()
        && !contract.has_groups
    {
        let problem = "leave `groups` out: the older contract of this realm has none";
        return Err((groups.span().start, problem));
    }
    Ok(())
}

/// Changes a policy. Where the keys contradict each other, returns the offset in bytes, and what would be
/// right.
pub(super) fn apply_keys(
    policy: &mut RealmPolicy,
    keys: Keys,
) -> Result<(), (usize, &'static str)> {
    let either = keys.reports.as_ref().or(keys.desk.as_ref());
    let offset = either.map(|value| value.span().start);
    let features = &mut policy.features;
    set_features(features, &keys);
    let (reports, desk) = (
        keys.reports.map(Spanned::into_inner),
        keys.desk.map(Spanned::into_inner),
    );
    features.files = keys.files.unwrap_or(features.files);
    features.strips_markup = keys.strips_markup.unwrap_or(features.strips_markup);
    if let Some(begin) = keys.private_chats {
        features.private_chats = begin.into_inner().into();
    }
    if let Some(groups) = keys.groups {
        features.groups = groups.into_inner();
    }
    if let Some(observe) = keys.admins_observe {
        features.admins_observe = observe.into_inner();
    }
    features.max_text = keys.max_text.map_or(features.max_text, |max| max.0);
    features.reports = reports.unwrap_or(features.reports);
    policy.has_desk = desk.unwrap_or(policy.has_desk);
    policy.splits_companies = keys.splits_companies.unwrap_or(policy.splits_companies);
    policy.max_members = keys.max_members.map_or(policy.max_members, |max| max.0);
    if let Some(name) = keys.name {
        policy.name = name.into();
    }
    let role_names = keys.role_names.unwrap_or_default().into_iter();
    let role_names = role_names.map(|(role, names)| (role, names.into()));
    policy.role_names.extend(role_names);
    if policy.features.reports && !policy.has_desk {
        let problem = "`reports = true` needs `desk = true`, where moderators decide on them";
        return Err((offset.unwrap_or_default(), problem));
    }
    Ok(())
}

/// The error of the TOML library, in the words of these files.
pub(super) fn named(file: &str, text: &str, error: &toml::de::Error) -> RealmFileError {
    let message = error.message();
    let problem = message
        .replace("unknown field", "unknown key")
        .replace("missing field", "missing key")
        .replace("unknown variant", "unknown value")
        .replace('\n', ", ");
    let at = error.span().map_or(0, |span| span.start);
    error_at(file, text, at, &problem)
}

pub(super) fn error_at(file: &str, text: &str, at: usize, problem: &str) -> RealmFileError {
    let before = text.get(..at).unwrap_or(text);
    RealmFileError {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        problem: problem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Realm;

    const CLINIC: Realm = Realm::new("clinic");

    fn policy_of(text: &str) -> Result<RealmPolicy, RealmFileError> {
        let mut policy = RealmPolicy::plain(CLINIC);
        apply(&mut policy, None, "clinic.toml", text)?;
        Ok(policy)
    }

    #[test]
    fn an_empty_file_allows_what_every_realm_has() {
        let policy = policy_of("").unwrap();
        assert_eq!(policy, RealmPolicy::plain(CLINIC));
        assert_eq!(policy.name.en, "clinic");
    }

    #[test]
    fn every_key_changes_its_field() {
        let given = "name = { ru = 'Клиника', en = 'Clinic' }\n\
             private_chats = 'by_key'\ngroups = false\nmax_members = 20\nedits = false\n\
             replies = false\nreactions = false\npins = false\nsearch = false\ndrafts = false\n\
             mutes = false\npolls = false\nfiles = 'none'\nblocks = false\nreports = true\n\
             desk = true\naccounts = true\nadmins_observe = true\nsplits_companies = true\n\
             max_text = 100\nstrips_markup = true\nreading_needs_reason = true\n\
             [role_names]\nmember = { ru = 'Пациент', en = 'Patient' }\n";
        let policy = policy_of(given).unwrap();
        let plain = RealmPolicy::plain(CLINIC);
        let mirrored = |policy: &RealmPolicy| serde_json::to_value(policy).unwrap();
        let (changed, plain) = (mirrored(&policy), mirrored(&plain));
        // Only an older contract changes these.
        let kept = [
            "has_guests",
            "has_lessons",
            "has_classes",
            "hides_blocks",
            "has_read_times",
            "blanks_deleted",
        ];
        for (field, value) in changed.as_object().unwrap() {
            assert_eq!(
                *value == plain[field],
                kept.contains(&field.as_str()),
                "{field}"
            );
        }
        for (field, value) in changed["features"].as_object().unwrap() {
            let is_kept = field == "hides_missing_chats";
            assert_eq!(*value == plain["features"][field], is_kept, "{field}");
        }
        assert_eq!(policy.role_names[&Role::Member].ru, "Пациент");
        assert_eq!((policy.max_members, policy.features.max_text), (20, 100));
    }

    #[test]
    fn a_wrong_file_is_named_with_its_line_and_what_would_be_right() {
        for (text, line, says) in [
            (
                "groups = true\nedit = true",
                2,
                "unknown key `edit`, expected one of",
            ),
            ("[contract]\nguests = true", 1, "unknown key `contract`"),
            ("\ngroups = 'yes'", 2, "expected a boolean"),
            ("max_text = 0", 1, "a whole number from 1 to 10000"),
            ("max_text = 10001", 1, "a whole number from 1 to 10000"),
            ("max_members = 1", 1, "a whole number from 2 to 500"),
            ("max_members = 70000", 1, "a whole number from 2 to 500"),
            ("max_members = '9'", 1, "invalid type"),
            ("files = 'some'", 1, "`all`, `images`, `none`"),
            ("private_chats = 'about_listings'", 1, "`with_anyone`"),
            ("name = 'Clinic'", 1, "invalid type"),
            ("\n\nname = { ru = 'Клиника' }", 3, "missing key `en`"),
            (
                "name = { ru = ' ', en = 'Clinic' }",
                1,
                "character that can be seen",
            ),
            (
                "[role_names]\n\npatient = { ru = 'П', en = 'P' }",
                3,
                "`member`",
            ),
            ("edits = false\nreports = true", 2, "needs `desk = true`"),
            ("groups = true\n\ngroups = false", 3, "duplicate key"),
            ("groups = true\npins =", 2, ""),
        ] {
            let error = policy_of(text).unwrap_err();
            assert_eq!(
                (error.file.as_str(), error.line),
                ("clinic.toml", line),
                "{text}: {error}"
            );
            assert!(error.problem.contains(says), "{text}: {error}");
            assert!(!error.problem.contains('\n'), "{error}");
        }
    }
}
