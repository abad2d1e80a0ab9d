//! The policies of all realms that a server knows.

use std::sync::{Arc, LazyLock};

use super::program_file;
use super::realm_file::{self, RealmFileError};
use crate::contracts::{self, CONTRACTS};
use crate::domain::{Realm, RealmPolicy};

/// First segments of paths that are the server's or the school's web application's, and the name by which
/// the log knows events of malformed realms.
const TAKEN: &[&str] = &[
    "account",
    "api",
    "assets",
    "chats",
    "desk",
    "health",
    "icons",
    "invitation",
    "lessons",
    "metrics",
    "password",
    "people",
    "ready",
    "share",
    "shop",
    "static",
    "unknown",
    "v1",
];

/// What the name of a file ends with.
const SUFFIX: &str = ".toml";

/// The policies of the realms of the program, by their own files.
static POLICIES: LazyLock<Arc<[RealmPolicy]>> =
    LazyLock::new(|| CONTRACTS.iter().map(program_file::of_program).collect());

/// The realms that a server knows: those of the program, then those of the operator by name. Cheap to
/// clone.
#[derive(Clone)]
pub struct Realms(Arc<[RealmPolicy]>);

impl Realms {
    /// Those of the program, with the policies of their own files.
    pub fn of_program() -> Self {
        Self(POLICIES.clone())
    }

    /// Those of the program and of the operator's files, which are named with their texts. A file with the
    /// name of a realm of the program changes its policy.
    ///
    /// # Errors
    /// What is wrong in one of the files.
    pub fn with_files(mut files: Vec<(String, String)>) -> Result<Self, RealmFileError> {
        files.sort();
        let mut policies = POLICIES.to_vec();
        for (file, text) in files {
            let realm = realm_of(&file)?;
            let known = policies.iter().position(|policy| policy.realm == realm);
            let index = known.unwrap_or_else(|| {
                policies.push(RealmPolicy::plain(realm));
                policies.len() - 1
            });
            realm_file::apply(
                &mut policies[index],
                contracts::of_realm(realm),
                &file,
                &text,
            )?;
        }
        Ok(Self(policies.into()))
    }

    /// The policies of all.
    pub fn policies(&self) -> &[RealmPolicy] {
        &self.0
    }

    /// The names of all.
    pub fn names(&self) -> impl Iterator<Item = Realm> {
        self.0.iter().map(|policy| policy.realm)
    }

    /// The policy of a realm.
    pub fn policy(&self, realm: Realm) -> Option<&RealmPolicy> {
        self.0.iter().find(|policy| policy.realm == realm)
    }
}

/// The realm that a file is of, by its name.
fn realm_of(file: &str) -> Result<Realm, RealmFileError> {
    let name = file.strip_suffix(SUFFIX).unwrap_or(file);
    let wrong = |problem| RealmFileError {
        file: file.to_owned(),
        line: 1,
        problem,
    };
    if TAKEN.contains(&name) {
        let problem =
            format!("`{name}` is taken: the server uses /{name} itself; choose another name");
        return Err(wrong(problem));
    }
    name.parse().map_err(|error| wrong(format!("{error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PrivateChats;

    fn with(files: &[(&str, &str)]) -> Result<Realms, RealmFileError> {
        let files = files.iter();
        let files = files.map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
        Realms::with_files(files.collect())
    }

    #[test]
    fn the_program_has_five_realms_whose_files_are_right() {
        let realms = Realms::of_program();
        let names: Vec<String> = realms.names().map(|realm| realm.to_string()).collect();
        assert_eq!(names, ["school", "campus", "messenger", "market", "direct"]);
        let chats = |name: &str| {
            let policy = realms.policy(name.parse().unwrap()).unwrap();
            policy.features.private_chats
        };
        assert_eq!(chats("school"), PrivateChats::ByKey);
        let id_field = "iphone_id";
        assert_eq!(chats("market"), PrivateChats::AboutListings { id_field });
    }

    #[test]
    fn a_file_changes_the_keys_that_it_has() {
        let realms = with(&[
            ("school.toml", "edits = true"),
            ("clinic.toml", "blocks = false"),
        ]);
        let realms = realms.unwrap();
        let of_program = Realms::of_program();
        let school = "school".parse().unwrap();
        let mut expected = of_program.policy(school).unwrap().clone();
        expected.features.edits = true;
        assert_eq!(realms.policy(school), Some(&expected));
        let clinic = realms.policy("clinic".parse().unwrap()).unwrap();
        assert!(!clinic.features.blocks && clinic.features.groups);
        assert_eq!(realms.names().count(), 6);
    }

    #[test]
    fn taken_and_malformed_names_are_refused() {
        for (file, says) in [
            ("api.toml", "`api` is taken"),
            ("v1.toml", "`v1` is taken"),
            ("Clinic.toml", "is not a realm's name"),
            ("x.toml", "is not a realm's name"),
            ("клиника.toml", "is not a realm's name"),
            (".toml", "is not a realm's name"),
        ] {
            let error = with(&[(file, "")]).err().unwrap();
            assert_eq!((error.file.as_str(), error.line), (file, 1));
            assert!(error.problem.contains(says), "{error}");
        }
    }

    #[test]
    fn keys_that_an_older_contract_cannot_follow_are_refused() {
        for (file, text, says) in [
            (
                "campus.toml",
                "edits = true\nadmins_observe = true",
                "`admins_observe`",
            ),
            (
                "school.toml",
                "edits = true\nadmins_observe = false",
                "`admins_observe`",
            ),
            (
                "market.toml",
                "edits = true\nprivate_chats = 'by_key'",
                "`private_chats`",
            ),
            ("direct.toml", "edits = true\ngroups = true", "`groups`"),
        ] {
            let error = with(&[(file, text)]).err().unwrap();
            assert_eq!(error.line, 2, "{error}");
            assert!(error.problem.contains(says), "{error}");
        }
        let same = with(&[("school.toml", "admins_observe = true")]);
        assert!(same.is_ok());
    }

    #[test]
    fn a_contradiction_with_the_program_s_own_keys_is_found() {
        let error = with(&[("market.toml", "\ndesk = false")]).err().unwrap();
        assert_eq!(error.line, 2);
        assert!(error.problem.contains("`desk = true`"), "{error}");
    }
}
