//! Lists the files under `sql/` for `schema.rs`, which applies them: a new file needs no entry.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=sql");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("sql");
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
    list.push(']');
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("sql_files.rs"), list)
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
