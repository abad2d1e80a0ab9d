//! SQL only in the modules that own statements, and every folder of `sql/` is applied.

use std::path::Path;

use super::{Source, assert_none, files, sources};

const MAY_CONTAIN_SQL: &str = "db log presence scheduled chat accesses idempotency directory files auth audit \
    desk outbox embedded demo";

/// Folders of `sql/` that are applied by other means than `src/db/schema.rs`.
const APPLIED_OTHERWISE: &[&str] = &["migrations", "deploy"];

const VERBS: [&str; 5] = [
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "WITH ",
];

fn has_sql(source: &Source) -> bool {
    let code = source.code.replace("\\\"", "").replace("'\"'", "");
    // What stands between quotation marks, near enough.
    let mut strings = code.split('"').skip(1).step_by(2).map(str::trim_start);
    code.contains("tokio_postgres::")
        || strings.any(|text| VERBS.iter().any(|verb| text.starts_with(verb)))
}

fn violations(source: &Source) -> Option<String> {
    let mut owners = MAY_CONTAIN_SQL.split(' ');
    let is_owner = owners.any(|owner| owner == source.module());
    (!is_owner && has_sql(source)).then(|| format!("{}: SQL", source.path))
}

#[test]
fn only_owners_of_statements_contain_sql() {
    assert_none(&sources().iter().filter_map(violations).collect::<Vec<_>>());
}

#[test]
fn planted_sql_is_found() {
    for (path, text, expected) in [
        ("src/http/sse.rs", "use tokio_postgres::Row;", 1),
        (
            "src/contracts/school/wire.rs",
            "const Q: &str = \"SELECT 1\";",
            1,
        ),
        (
            "src/http/sse.rs",
            "const Q: &str = \"\n    INSERT INTO events\";",
            1,
        ),
        ("src/directory/users.rs", "const Q: &str = \"SELECT 1\";", 0),
    ] {
        let found = violations(&Source::new(path, text));
        assert_eq!(found.iter().count(), expected, "{path}: {text}");
    }
}

#[test]
fn every_folder_of_sql_is_applied() {
    let schema = include_str!("../../src/db/schema.rs");
    for (path, _) in files("sql", "sql") {
        let folder = Path::new(&path).parent().and_then(Path::file_name);
        let folder = folder.expect("a file has a folder").to_string_lossy();
        let is_listed = schema.contains(&format!("    \"{folder}\","));
        let is_applied = is_listed || APPLIED_OTHERWISE.contains(&&*folder);
        assert!(is_applied, "{path} is not in ORDER");
    }
}
