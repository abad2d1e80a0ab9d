//! Each dependency of the manifests is named in the code that it is declared for.

use std::fs;

use toml::Table;

use super::{ROOT, Source, assert_none, files};

/// The package that tests call by the name of its library.
const TEST_SUPPORT: &str = "vestnik-test-support";

/// The dependencies in this section of a manifest that no file names, as `name::` or `use name`.
fn unused(manifest: &str, section: &str, sources: &[Source]) -> Vec<String> {
    let manifest: Table = toml::from_str(manifest).expect("the manifest is TOML");
    let declared = manifest[section].as_table().expect("a section is a table");
    let is_named = |name: &str| {
        let name = name.replace('-', "_");
        sources.iter().any(|source| names(&source.code, &name))
    };
    let unused = declared
        .keys()
        .filter(|name| *name != TEST_SUPPORT && !is_named(name));
    unused.cloned().collect()
}

fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
        let is_path =
            after.starts_with("::") || (before.ends_with("use ") && after.starts_with(';'));
        is_path && !before.ends_with(is_in_word)
    })
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let files = folders.iter().flat_map(|folder| files(folder, "rs"));
    files
        .map(|(path, text)| Source::new(&path, &text))
        .collect()
}

#[test]
fn no_dependency_is_unused() {
    let read = |path: &str| fs::read_to_string(format!("{ROOT}/{path}")).expect("the manifest");
    let (own, support) = (read("Cargo.toml"), read("tests/support/Cargo.toml"));
    assert_none(&unused(&own, "dependencies", &sources(&["src"])));
    let tests = sources(&["src", "tests"]);
    assert_none(&unused(&own, "dev-dependencies", &tests));
    assert_none(&unused(
        &support,
        "dependencies",
        &sources(&["tests/support"]),
    ));
}

#[test]
fn planted_unused_dependencies_are_found() {
    let manifest = "[dependencies]\nserde-json = \"1\"\nrand = \"1\"\ntoml = \"1\"";
    let code = "use toml;\nfn f() { operand::new(); serde_json::from_str(\"\") }";
    let sources = [Source::new("src/live/hub.rs", code)];
    assert_eq!(unused(manifest, "dependencies", &sources), ["rand"]);
}
