//! Keeps the structure of `src/` and `sql/`: which module may import which, no import cycles, SQL
//! only in the modules that own statements, contracts apart from each other, realms unnamed elsewhere, strict
//! bodies in `/v1`, documentation on public items, no unused dependencies. Each rule also finds a planted violation.

mod cycles;
mod dependencies;
mod documentation;
mod imports;
mod layers;
mod realm_names;
mod sql;
mod strict_requests;

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A Rust file without its comments.
struct Source {
    path: String,
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let lines = text.lines();
        let code = lines.filter(|line| !line.trim_start().starts_with("//"));
        Self {
            path: path.to_owned(),
            code: code.collect::<Vec<_>>().join("\n"),
        }
    }

    /// The module path of this file: `["live", "hub"]` for `src/live/hub/mod.rs`.
    fn module_path(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        path.split('/').filter(|name| *name != "mod").collect()
    }

    /// The top-level module: `auth` for `src/auth/gate.rs`.
    fn module(&self) -> &str {
        self.module_path()[0]
    }

    /// The contract whose folder this file is in.
    fn contract(&self) -> Option<&str> {
        match self.module_path()[..] {
            ["contracts", contract, ..] => Some(contract),
            _ => None,
        }
    }

    /// The code before the module of unit tests, which is the last item of a file unless it is a file of its
    /// own.
    fn code_outside_tests(&self) -> String {
        let mut parts = self.code.split("#[cfg(test)]\n");
        let mut code = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let line = part.lines().next().unwrap_or_default();
            if !(line.contains("mod ") && line.ends_with(';')) {
                break;
            }
            code.push_str(&part[line.len()..]);
        }
        code
    }
}

fn sources() -> Vec<Source> {
    let files = files("src", "rs");
    let sources = files.iter().map(|(path, text)| Source::new(path, text));
    sources.collect()
}

/// Path (from the root of the repository) and text of the files with this extension in a folder.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(ROOT).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let text = fs::read_to_string(&path).expect("the file is UTF-8");
                let path = path.strip_prefix(Path::new(ROOT)).expect("below the root");
                found.push((path.display().to_string(), text));
            }
        }
    }
    assert!(found.len() > 20, "only {} files in {folder}", found.len());
    found
}

#[track_caller]
fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}
