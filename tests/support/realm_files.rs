//! The realms that the servers of tests know: those of the program, with the files in `realms/`.

use std::sync::LazyLock;

use vestnik::domain::RealmPolicy;
use vestnik::realms::Realms;

/// `REALMS_DIR` of these servers.
pub const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/realms");

/// The policies that `DIRECTORY` leads to.
pub fn policies() -> &'static [RealmPolicy] {
    static REALMS: LazyLock<Realms> = LazyLock::new(|| {
        let school = include_str!("realms/school.toml").to_owned();
        let files = vec![("school.toml".to_owned(), school)];
        Realms::with_files(files).expect("the files are right")
    });
    REALMS.policies()
}
