//! The files of the program's own realms.
//!
//! They have the keys of every realm's file, and a table `contract` for the older contract of the realm. In
//! other files that is an unknown key.

use serde::Deserialize;
use toml::de::DeTable;

use super::realm_file::{Keys, RealmFileError, apply_keys, error_at, named};
use crate::contracts::Contract;
use crate::domain::{PrivateChats, RealmPolicy};

/// The table `contract`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent key")]
struct ContractKeys {
    guests: bool,
    about_listings: bool,
    lessons: bool,
    classes: bool,
    hides_blocks: bool,
    hides_missing_chats: bool,
    read_times: bool,
    blanks_deleted: bool,
}

/// The file of a realm of the program.
#[derive(Deserialize)]
struct ProgramFile {
    #[serde(default)]
    contract: ContractKeys,
}

/// The policy of a realm of the program.
///
/// # Panics
/// If its file is wrong. A test reads the files of all.
pub fn of_program(contract: &Contract) -> RealmPolicy {
    let realm = contract.realm;
    read_program_file(contract).unwrap_or_else(|error| panic!("{realm}: {error}"))
}

fn read_program_file(contract: &Contract) -> Result<RealmPolicy, RealmFileError> {
    let (file, text) = ("policy.toml", contract.policy_file);
    let wrong = |error| named(file, text, &error);
    let ProgramFile { contract: keys } = toml::from_str(text).map_err(wrong)?;
    let mut table = DeTable::parse(text).map_err(wrong)?;
    table.get_mut().remove("contract");
    let common = Keys::deserialize(toml::Deserializer::from(table)).map_err(wrong)?;
    let mut policy = RealmPolicy::plain(contract.realm);
    keys.apply(&mut policy, contract);
    apply_keys(&mut policy, common).map_err(|(at, problem)| error_at(file, text, at, problem))?;
    Ok(policy)
}

impl ContractKeys {
    fn apply(self, policy: &mut RealmPolicy, contract: &Contract) {
        policy.has_guests = self.guests;
        policy.guest_paths = contract.guest_paths;
        policy.has_lessons = self.lessons;
        policy.has_classes = self.classes;
        policy.hides_blocks = self.hides_blocks;
        policy.has_read_times = self.read_times;
        policy.blanks_deleted = self.blanks_deleted;
        policy.features.hides_missing_chats = self.hides_missing_chats;
        if self.about_listings {
            policy.features.private_chats = PrivateChats::AboutListings {
                id_field: contract.listing_id,
            };
        }
    }
}
