//! Lists the files under `sql/` for `schema.rs`, which applies them: a new file needs no entry. The words in which the
//! desk shows events become a function besides.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

const EVENT_WORDS: &str = "client/packages/desk/src/audit/eventWords.json";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=sql");
    println!("cargo::rerun-if-changed={EVENT_WORDS}");
    let manifest = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let root = Path::new(&manifest).join("sql");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let out = Path::new(&out);
    let mut list = String::from("&[\n");
    for folder in sorted(&root)? {
        let name = file_name(&folder);
        if folder.is_file() || name == "migrations" || name == "deploy" {
            continue;
        }
        for file in sorted(&folder)? {
            let file_name = file_name(&file);
            let Some(routine) = file_name.strip_suffix(".sql") else {
                continue;
            };
            let path = file.to_string_lossy();
            writeln!(list, "(\"{name}/{routine}\", include_str!({path:?})),").expect("a String");
        }
    }
    let file = out.join("event_words.sql");
    let json = fs::read_to_string(Path::new(&manifest).join(EVENT_WORDS))?;
    fs::write(&file, event_words(&json))?;
    let words = file.to_string_lossy();
    writeln!(list, "(\"audit/event_words\", include_str!({words:?})),").expect("a String");
    list.push(']');
    fs::write(out.join("sql_files.rs"), list)
}

/// The function that tells auditors the words of events: those of the desk.
fn event_words(json: &str) -> String {
    format!(
        "CREATE OR REPLACE FUNCTION audit.event_words()
         RETURNS jsonb LANGUAGE sql IMMUTABLE RETURN $words${json}$words$::jsonb;"
    )
}

fn sorted(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
