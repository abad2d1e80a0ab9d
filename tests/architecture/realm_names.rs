//! No realm is named below `contracts`, in Rust or SQL.

use vestnik::contracts::CONTRACTS;

use super::{Source, assert_none, files, sources};

/// The contracts of realms, and the modules above them, which may name realms.
const MAY_NAME_REALMS: &[&str] = &[
    "contracts",
    "realms",
    "app",
    "config",
    "demo",
    "main",
    "commands",
    "lib",
];

/// Quoted names of realms in a piece of Rust or SQL.
fn realm_names<'a>(path: &'a str, code: &'a str) -> impl Iterator<Item = String> + 'a {
    let realms = CONTRACTS.iter().map(|contract| contract.realm);
    let quoted = realms.flat_map(|realm| [format!("\"{realm}\""), format!("'{realm}'")]);
    quoted
        .filter(|name| code.contains(name.as_str()))
        .map(move |name| format!("{path}: {name}"))
}

fn is_checked(source: &Source) -> bool {
    !MAY_NAME_REALMS.contains(&source.module()) && !source.path.ends_with("/tests.rs")
}

#[test]
fn no_realm_is_named_below_the_realms() {
    let sources = sources();
    let sources = sources.iter().filter(|source| is_checked(source));
    let in_rust = sources.flat_map(|source| {
        let code = source.code_outside_tests();
        realm_names(&source.path, &code).collect::<Vec<_>>()
    });
    let mut found: Vec<String> = in_rust.collect();
    for (path, text) in files("sql", "sql") {
        let lines = text.lines();
        let code = lines.filter(|line| !line.trim_start().starts_with("--"));
        found.extend(realm_names(&path, &code.collect::<String>()));
    }
    assert_none(&found);
}

#[test]
fn planted_realm_names_are_found() {
    let code = "fn f(r: Realm) { r.as_str() == \"market\" }";
    let source = Source::new("src/live/hub.rs", code);
    assert!(is_checked(&source));
    assert_eq!(realm_names(&source.path, &source.code).count(), 1);
    assert_eq!(
        realm_names("x.sql", "CHECK (realm IN ('school'))").count(),
        1
    );
}
