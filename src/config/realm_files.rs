//! `REALMS_DIR`: the operator's files of realms.

use std::path::Path;

use crate::config::setting::{ConfigError, Value};
use crate::config::values::entries;
use crate::domain::Realm;
use crate::realms::Realms;

const VARIABLE: &str = "REALMS_DIR";

/// A list of realms that a setting names.
#[derive(Debug, Clone)]
pub enum RealmList {
    /// Every realm that the server knows.
    All,
    /// At least one.
    Named(Vec<String>),
}

impl Value for RealmList {
    fn parse(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::All);
        }
        let names: Vec<_> = entries(text).map(str::to_owned).collect();
        if names.is_empty() {
            return Err("names no realm".into());
        }
        Ok(Self::Named(names))
    }
}

impl RealmList {
    /// The realms, in the order in which they are known, each once. `setting` names the list in errors.
    pub fn among(&self, known: &Realms, setting: &str) -> Result<Vec<Realm>, ConfigError> {
        let mut listed: Vec<Realm> = known.names().collect();
        let Self::Named(names) = self else {
            return Ok(listed);
        };
        let is_known = |name: &str| listed.iter().any(|realm| realm.as_str() == name);
        if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
            let known: Vec<_> = listed.iter().map(Realm::as_str).collect();
            let known = known.join(", ");
            let problem = format!("`{unknown}` is no realm; there is {known} and `all`");
            return Err(ConfigError::new(setting, problem));
        }
        listed.retain(|realm| names.iter().any(|name| name == realm.as_str()));
        Ok(listed)
    }
}

/// The realms of the program, and those of the files in a folder.
pub(super) fn realms_of(folder: &str) -> Result<Realms, ConfigError> {
    let files = read(Path::new(folder))?;
    Realms::with_files(files).map_err(|error| ConfigError::new(VARIABLE, error))
}

/// The names and texts of the files of realms in a folder.
fn read(folder: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    let cannot_read = |path: &Path, reason: std::io::Error| {
        let problem = format!("cannot read {}: {reason}", path.display());
        ConfigError::new(VARIABLE, problem)
    };
    let entries = std::fs::read_dir(folder).map_err(|error| cannot_read(folder, error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| cannot_read(folder, error))?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| cannot_read(&path, error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        files.push((name.into_owned(), text));
    }
    Ok(files)
}
