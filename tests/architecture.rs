//! Who may import whom: every `crate::x` in `src/` is an arrow, and each must be allowed.
//!
//! Also keeps SQL where it belongs, and realms out of each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A layer, and the layers it may know. `realms` may know only themselves of each other.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("telemetry", &[]),
    ("bounds", &[]),
    ("store", &["telemetry", "domain"]),
    ("read_model", &["store", "domain"]),
    ("directory", &["store", "domain"]),
    ("attachments", &["bounds", "store", "domain"]),
    ("live", &["store", "telemetry", "domain"]),
    ("outbox", &["store", "telemetry", "domain"]),
    ("chat", &["store", "read_model", "live", "domain"]),
    (
        "http",
        &[
            "bounds",
            "chat",
            "store",
            "directory",
            "telemetry",
            "domain",
        ],
    ),
    (
        "auth",
        &["bounds", "store", "live", "directory", "http", "domain"],
    ),
    (
        "realms",
        &[
            "bounds",
            "chat",
            "auth",
            "http",
            "directory",
            "attachments",
            "domain",
        ],
    ),
    ("audit", &["store"]),
    ("embedded", &[]),
    ("demo", &["auth", "directory", "domain", "store"]),
    (
        "config",
        &[
            "attachments",
            "auth",
            "domain",
            "http",
            "outbox",
            "realms",
            "store",
            "telemetry",
        ],
    ),
];

/// What every realm is made of, the one name beside its own that it may use of `realms`.
const GROUND: &str = "Ground";

/// Puts everything together, so it may know everything.
const ON_TOP: &str = "app";

/// Use the library from outside, as anybody would.
const OUTSIDE: &[&str] = &["main", "commands"];

/// Where statements stand.
const SQL: &[&str] = &[
    "store",
    "read_model",
    "directory",
    "attachments",
    "auth",
    "audit",
    "outbox",
    "embedded",
    "demo",
];

/// A source file: where it is, and what is in it without comments.
struct Source {
    path: String,
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            code: without_comments(text),
        }
    }

    /// `src/auth/gate.rs` and `src/auth.rs` are `auth`.
    fn module(&self) -> &str {
        let path = self.path.trim_start_matches("src/");
        path.split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs")
    }

    /// The realm whose folder (or file) this is.
    fn realm(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("src/realms/")?;
        let name = rest.split('/').next()?.trim_end_matches(".rs");
        Some(name).filter(|name| *name != "mod")
    }

    /// The modules that this file names.
    fn imports(&self) -> BTreeSet<Vec<String>> {
        let mut found = BTreeSet::new();
        for (at, _) in self.code.match_indices("crate::") {
            let is_word =
                self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
            if !is_word {
                paths(&self.code[at + "crate::".len()..], &[], &mut found);
            }
        }
        found
    }

    fn violations(&self) -> Vec<String> {
        let from = self.module();
        let mut violations = Vec::new();
        for path in self.imports() {
            if !is_allowed(self, &path) {
                violations.push(format!("{}: {from} → {}", self.path, path.join("::")));
            }
        }
        let is_sql_allowed = SQL.contains(&from);
        if !is_sql_allowed && self.code.contains("tokio_postgres::") {
            violations.push(format!("{}: tokio_postgres in {from}", self.path));
        }
        if !is_sql_allowed && strings(&self.code).any(|text| is_sql(&text)) {
            violations.push(format!("{}: SQL in {from}", self.path));
        }
        violations
    }
}

fn is_allowed(source: &Source, path: &[String]) -> bool {
    let (from, to) = (source.module(), path[0].as_str());
    if from == ON_TOP || from == "lib" {
        return true;
    }
    if OUTSIDE.contains(&from) {
        // `crate` is the binary there.
        return OUTSIDE.contains(&to);
    }
    if from == "realms" && to == "realms" {
        let named = path.get(1).map(String::as_str);
        return named == source.realm() || named == Some(GROUND);
    }
    let layer = ALLOWED.iter().find(|(layer, _)| *layer == from);
    let (_, allowed) =
        layer.unwrap_or_else(|| panic!("{}: a layer that this test does not know", source.path));
    from == to || allowed.contains(&to)
}

/// The first two names of each path of a `use` tree, or of a path in the code.
fn paths(text: &str, before: &[String], found: &mut BTreeSet<Vec<String>>) -> usize {
    let text_len = text.len();
    let rest = text.trim_start();
    let skipped = text_len - rest.len();
    if let Some(group) = rest.strip_prefix('{') {
        let mut at = 0;
        loop {
            at += group[at..].len() - group[at..].trim_start().len();
            if at >= group.len() || group[at..].starts_with('}') {
                return skipped + 1 + (at + 1).min(group.len());
            }
            at += paths(&group[at..], before, found).max(1);
            at += usize::from(group[at..].trim_start().starts_with(','));
        }
    }
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*')
        .unwrap_or(rest.len());
    let mut path = before.to_vec();
    path.push(rest[..end].to_owned());
    if let Some(deeper) = rest[end..].strip_prefix("::") {
        return skipped + end + 2 + paths(deeper, &path, found);
    }
    path.truncate(2);
    found.insert(path);
    skipped + end
}

/// Line comments only: nothing else is used here.
fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands between quotation marks, near enough.
fn strings(code: &str) -> impl Iterator<Item = String> {
    let code = code.replace("\\\"", "").replace("'\"'", "");
    let parts: Vec<String> = code.split('"').map(str::to_owned).collect();
    parts.into_iter().skip(1).step_by(2)
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    [
        "SELECT ",
        "INSERT INTO ",
        "UPDATE ",
        "DELETE FROM ",
        "WITH ",
    ]
    .iter()
    .any(|verb| text.starts_with(verb))
}

fn sources(directory: &Path) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(directory).expect("the directory can be read");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    paths
        .flat_map(|path: PathBuf| {
            if path.is_dir() {
                return sources(&path);
            }
            let name = path.strip_prefix(root).expect("it is below the root");
            let is_rust = path.extension().is_some_and(|extension| extension == "rs");
            let text = is_rust.then(|| fs::read_to_string(&path).expect("source is UTF-8"));
            let name = name.to_str().expect("a name is UTF-8");
            text.map(|text| Source::new(name, &text))
                .into_iter()
                .collect()
        })
        .collect()
}

#[test]
fn every_arrow_between_modules_is_allowed() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 50, "only {} files found", sources.len());
    let arrows: usize = sources.iter().map(|source| source.imports().len()).sum();
    assert!(arrows > 100, "only {arrows} imports found");
    let violations: Vec<_> = sources.iter().flat_map(Source::violations).collect();
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

#[test]
fn a_planted_arrow_is_found() {
    for (path, text) in [
        ("src/domain/text.rs", "use crate::db::Pool;"),
        (
            "src/store/read.rs",
            "use crate::{domain::UserId, chat::Chat};",
        ),
        (
            "src/live/hub.rs",
            "fn f() { crate::read_model::own_chats() }",
        ),
        ("src/embedded/mod.rs", "use crate::store;"),
        ("src/http/sse.rs", "use crate::{\n    auth::{Gate},\n};"),
        ("src/realms/school/mod.rs", "use crate::db::Pool;"),
        (
            "src/realms/school/mod.rs",
            "use crate::realms::market::wire;",
        ),
        (
            "src/realms/school/mod.rs",
            "use crate::realms::{school::wire, market};",
        ),
        ("src/commands/user.rs", "use crate::auth::Gate;"),
        ("src/chat.rs", "use tokio_postgres::Row;"),
        ("src/realms/school/wire.rs", "const Q: &str = \"SELECT 1\";"),
        (
            "src/http/sse.rs",
            "const Q: &str = \"\n    INSERT INTO events\";",
        ),
    ] {
        let violations = Source::new(path, text).violations();
        assert_eq!(violations.len(), 1, "{path}: {text}: {violations:?}");
    }
}

#[test]
fn an_allowed_arrow_is_left_alone() {
    for (path, text) in [
        ("src/store/read.rs", "use crate::domain::UserId;"),
        ("src/store/read.rs", "// use crate::chat::Chat;"),
        (
            "src/realms/school/mod.rs",
            "use crate::realms::school::{wire, paging};",
        ),
        ("src/realms/school/mod.rs", "use crate::realms::Ground;"),
        (
            "src/app/router.rs",
            "use crate::{embedded, realms::school, store};",
        ),
        (
            "src/directory/people.rs",
            "const Q: &str = \"SELECT 1\"; use tokio_postgres::Row;",
        ),
        ("src/main.rs", "use vestnik::auth::Gate;"),
    ] {
        assert_eq!(Source::new(path, text).violations(), Vec::<String>::new());
    }
}
