//! Keeps the structure of `src/`: which module may import which, no import cycle between the
//! files of a module, SQL only in the modules that own statements, realms apart from each
//! other, and no realm named below `realms/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use vestnik::realms::REALMS;

/// A module, and the modules that it may import.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("telemetry", &[]),
    ("bounds", &[]),
    ("workers", &["telemetry"]),
    ("db", &["telemetry", "domain"]),
    ("log", &["db", "workers", "telemetry", "domain"]),
    ("presence", &["db", "log", "workers", "telemetry", "domain"]),
    ("queries", &["db", "domain"]),
    ("directory", &["db", "domain"]),
    ("attachments", &["bounds", "db", "workers", "domain"]),
    (
        "live",
        &["db", "log", "presence", "workers", "telemetry", "domain"],
    ),
    ("outbox", &["db", "log", "workers", "telemetry", "domain"]),
    ("chat", &["db", "log", "queries", "live", "domain"]),
    (
        "http",
        &[
            "auth",
            "bounds",
            "chat",
            "db",
            "directory",
            "telemetry",
            "domain",
        ],
    ),
    (
        "auth",
        &[
            "bounds",
            "db",
            "log",
            "live",
            "directory",
            "workers",
            "domain",
        ],
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
    ("audit", &["db", "log"]),
    ("embedded", &[]),
    ("demo", &["auth", "db", "directory", "domain", "realms"]),
    (
        "config",
        &[
            "attachments",
            "auth",
            "domain",
            "http",
            "outbox",
            "realms",
            "db",
            "log",
            "telemetry",
        ],
    ),
];

/// The names besides its own that a realm may import from `realms`.
const SHARED_BY_REALMS: &[&str] = &["RealmContext", "kit"];

/// The composition root may import every module.
const TOP_MODULE: &str = "app";

/// Modules of the binary: they use the library as any other crate would.
const BINARY_MODULES: &[&str] = &["main", "commands"];

/// Modules above the realms, which may name them.
const MAY_NAME_REALMS: &[&str] = &["realms", "app", "config", "demo", "main", "commands", "lib"];

/// Modules that may contain SQL.
const SQL: &[&str] = &[
    "db",
    "log",
    "presence",
    "queries",
    "directory",
    "attachments",
    "auth",
    "audit",
    "outbox",
    "embedded",
    "demo",
];

/// A source file without its comments.
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

    /// The module path of this file: `["live", "hub"]` for `src/live/hub/mod.rs`.
    fn module_path(&self) -> Vec<String> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let names = path.split('/').filter(|name| *name != "mod");
        names.map(str::to_owned).collect()
    }

    /// The paths that this file imports or uses, from the root of the crate.
    fn imports(&self) -> BTreeSet<Vec<String>> {
        let mut found = BTreeSet::new();
        paths_after(&self.code, "crate::", &[], &mut found);
        found
    }

    /// The same with paths that begin with `super::`, and without those of unit tests.
    fn imports_outside_tests(&self) -> BTreeSet<Vec<String>> {
        let code = self.code.split("#[cfg(test)]").next().unwrap_or_default();
        let mut found = BTreeSet::new();
        paths_after(code, "crate::", &[], &mut found);
        let mut module = self.module_path();
        module.pop();
        paths_after(code, "super::", &module, &mut found);
        found
    }

    /// Realms that this file names in code where it may not.
    fn named_realms(&self) -> Vec<String> {
        if MAY_NAME_REALMS.contains(&self.module()) || self.path.ends_with("/tests.rs") {
            return Vec::new();
        }
        let code = self.code.split("#[cfg(test)]").next().unwrap_or_default();
        names_of_realms(code)
            .map(|name| format!("{}: {name}", self.path))
            .collect()
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

/// Quoted names of realms in a piece of Rust or SQL.
fn names_of_realms(code: &str) -> impl Iterator<Item = String> {
    REALMS.iter().flat_map(move |descriptor| {
        let realm = descriptor.policy.realm;
        let forms = [format!("\"{realm}\""), format!("'{realm}'")];
        forms
            .into_iter()
            .filter(|form| code.contains(form.as_str()))
    })
}

/// The paths behind each `prefix`, all of them from `before` on.
fn paths_after(code: &str, prefix: &str, before: &[String], found: &mut BTreeSet<Vec<String>>) {
    for (at, _) in code.match_indices(prefix) {
        let is_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        // `super::super::` is found at its last `super::`.
        let mut before = before.to_vec();
        let mut head = &code[..at];
        while prefix == "super::" && head.ends_with("super::") {
            before.pop();
            head = &head[..head.len() - "super::".len()];
        }
        let rest = &code[at + prefix.len()..];
        if !is_word && !rest.starts_with("super::") {
            paths(rest, &before, found);
        }
    }
}

/// Import cycles between the files of one top-level module, each as its files.
fn cycles(sources: &[Source], module: &str) -> Vec<Vec<String>> {
    let files: BTreeMap<Vec<String>, &Source> = sources
        .iter()
        .filter(|source| source.module() == module)
        .map(|source| (source.module_path(), source))
        .collect();
    let mut arrows: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = BTreeMap::new();
    for (path, source) in &files {
        for import in source.imports_outside_tests() {
            let named = (1..=import.len()).rev().map(|length| &import[..length]);
            let target = named
                .filter_map(|name| files.get_key_value(name))
                .map(|(target, _)| target)
                .next();
            if let Some(target) = target
                && target != path
            {
                arrows.entry(path).or_default().insert(target);
            }
        }
        // A `mod.rs` imports those of its children whose items it names.
        for child in files.keys().filter(|child| child.len() == path.len() + 1) {
            let name = format!("{}::", child[child.len() - 1]);
            let is_named = child.starts_with(path) && source.code.contains(&name);
            if is_named {
                arrows.entry(path).or_default().insert(child);
            }
        }
    }
    let reaches = |from: &Vec<String>| {
        let mut seen: BTreeSet<&Vec<String>> = BTreeSet::new();
        let mut waiting: Vec<&Vec<String>> =
            arrows.get(from).into_iter().flatten().copied().collect();
        while let Some(next) = waiting.pop() {
            if seen.insert(next) {
                waiting.extend(arrows.get(next).into_iter().flatten().copied());
            }
        }
        seen
    };
    let reached: BTreeMap<_, _> = files.keys().map(|path| (path, reaches(path))).collect();
    let mut cycles = BTreeSet::new();
    for path in files.keys().filter(|path| reached[path].contains(path)) {
        let members = files
            .keys()
            .filter(|other| reached[path].contains(other) && reached[other].contains(path));
        cycles.insert(members.map(|member| member.join("::")).collect::<Vec<_>>());
    }
    cycles.into_iter().collect()
}

fn is_allowed(source: &Source, path: &[String]) -> bool {
    let (from, to) = (source.module(), path[0].as_str());
    if from == TOP_MODULE || from == "lib" {
        return true;
    }
    if BINARY_MODULES.contains(&from) {
        // `crate` is the binary there.
        return BINARY_MODULES.contains(&to);
    }
    if from == "realms" && to == "realms" {
        let named = path.get(1).map(String::as_str);
        return source.realm().is_none()
            || source.realm() == Some("kit")
            || named == source.realm()
            || named.is_some_and(|name| SHARED_BY_REALMS.contains(&name));
    }
    let layer = ALLOWED.iter().find(|(layer, _)| *layer == from);
    let (_, allowed) =
        layer.unwrap_or_else(|| panic!("{}: a layer that this test does not know", source.path));
    from == to || allowed.contains(&to)
}

/// Each path of a `use` tree, or one path in the code. Returns the length of what it read.
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
    let files = rust_files(directory);
    files
        .iter()
        .map(|(path, text)| Source::new(path, text))
        .collect()
}

/// The Rust files below a directory: path from the root of the project, and text.
fn rust_files(directory: &Path) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = files(directory).into_iter();
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("source is UTF-8");
            let name = path.strip_prefix(root).expect("it is below the root");
            (name.display().to_string(), text)
        })
        .collect()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("the directory can be read");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
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

/// Modules whose files must not import each other in a circle.
const WITHOUT_CYCLES: &[&str] = &[
    "log",
    "db",
    "queries",
    "live",
    "presence",
    "directory",
    "app",
    "outbox",
];

#[test]
fn files_of_a_module_do_not_import_each_other_in_a_circle() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let found: Vec<String> = WITHOUT_CYCLES
        .iter()
        .flat_map(|module| cycles(&sources, module))
        .map(|cycle| cycle.join(" → "))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn planted_cycles_are_found() {
    let circle = [
        Source::new("src/live/mod.rs", "mod hub; pub use hub::Hub;"),
        Source::new("src/live/hub.rs", "use super::ring::Ring;"),
        Source::new("src/live/ring.rs", "use crate::live::{hub::Hub};"),
    ];
    assert_eq!(cycles(&circle, "live"), [["live::hub", "live::ring"]]);
    let through_the_parent = [
        Source::new("src/live/mod.rs", "mod hub; pub use hub::Hub;"),
        Source::new("src/live/hub.rs", "use super::Ring;"),
    ];
    assert_eq!(cycles(&through_the_parent, "live"), [["live", "live::hub"]]);
}

#[test]
fn no_realm_is_named_below_the_realms() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rust = sources(&root.join("src"));
    let mut found: Vec<String> = rust.iter().flat_map(Source::named_realms).collect();
    for path in files(&root.join("sql")) {
        let text = fs::read_to_string(&path).expect("SQL is UTF-8");
        let path = path.display();
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("--"));
        let code: String = lines.collect::<Vec<_>>().join("\n");
        found.extend(names_of_realms(&code).map(|name| format!("{path}: {name}")));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_planted_realm_name_is_found() {
    let source = Source::new(
        "src/live/hub.rs",
        "fn f(r: Realm) { r.as_str() == \"market\" }",
    );
    assert_eq!(source.named_realms().len(), 1);
    assert_eq!(names_of_realms("CHECK (realm IN ('school'))").count(), 1);
}

#[test]
fn a_planted_arrow_is_found() {
    for (path, text) in [
        ("src/domain/text.rs", "use crate::db::Pool;"),
        (
            "src/log/read.rs",
            "use crate::{domain::UserId, chat::Chat};",
        ),
        (
            "src/live/hub.rs",
            "fn f() { crate::queries::Queries::new() }",
        ),
        ("src/embedded/mod.rs", "use crate::db;"),
        ("src/http/sse.rs", "use crate::{\n    realms::{school},\n};"),
        ("src/realms/school/mod.rs", "use crate::db::Pool;"),
        (
            "src/realms/school/mod.rs",
            "use crate::realms::market::wire;",
        ),
        (
            "src/realms/school/mod.rs",
            "use crate::realms::{school::wire, market};",
        ),
        ("src/commands/user.rs", "use crate::auth::Authenticator;"),
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
        ("src/log/read.rs", "use crate::domain::UserId;"),
        ("src/log/read.rs", "// use crate::chat::Chat;"),
        (
            "src/realms/school/mod.rs",
            "use crate::realms::school::{wire, paging};",
        ),
        (
            "src/realms/school/mod.rs",
            "use crate::realms::RealmContext;",
        ),
        (
            "src/app/router.rs",
            "use crate::{embedded, realms::school, db};",
        ),
        (
            "src/directory/people.rs",
            "const Q: &str = \"SELECT 1\"; use tokio_postgres::Row;",
        ),
        ("src/main.rs", "use vestnik::auth::Authenticator;"),
    ] {
        assert_eq!(Source::new(path, text).violations(), Vec::<String>::new());
    }
}

/// Items that another module may use and that have no documentation, and files without any.
/// Fields and variants are left out: most of them are named well enough.
fn undocumented(sources: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources {
        let is_binary = path.starts_with("src/main.rs") || path.ends_with("/tests.rs");
        if !is_binary && !text.starts_with("//!") {
            found.push(format!("{path}: the file has no documentation"));
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let mut documented = false;
        for (number, line) in code.lines().enumerate() {
            let line = line.trim_start();
            let is_item = [
                "fn ",
                "async fn ",
                "const fn ",
                "struct ",
                "enum ",
                "trait ",
                "type ",
            ]
            .iter()
            .any(|item| {
                line.strip_prefix("pub ")
                    .is_some_and(|rest| rest.starts_with(item))
            });
            if is_item && !documented && !line.contains('$') {
                found.push(format!("{path}:{}: {line}", number + 1));
            }
            // Attributes may stand between the documentation and the item, over several lines.
            let ends = line.is_empty() || line.ends_with(['{', '}', ';']);
            documented = line.starts_with("///") || documented && !ends;
        }
    }
    found
}

#[test]
fn public_items_and_files_are_documented() {
    let files = rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let found = undocumented(&files);
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn planted_undocumented_items_are_found() {
    let file = |text: &str| vec![("src/log/read.rs".to_owned(), text.to_owned())];
    assert_eq!(undocumented(&file("//! Reads.\npub fn read() {}")).len(), 1);
    assert_eq!(undocumented(&file("/// Reads.\npub fn read() {}")).len(), 1);
    let documented = "//! Reads.\n\n/// Reads.\n#[derive(\n    Debug,\n)]\npub struct Read {}";
    assert_eq!(undocumented(&file(documented)), Vec::<String>::new());
}

/// Folders of `sql/` that are applied by other means than `src/db/schema.rs`.
const APPLIED_OTHERWISE: &[&str] = &["migrations", "deploy"];

#[test]
fn every_folder_of_sql_is_applied() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = fs::read_to_string(root.join("src/db/schema.rs")).expect("source is UTF-8");
    for path in files(&root.join("sql")) {
        let folder = path.parent().and_then(Path::file_name);
        let folder = folder.expect("a file has a folder").to_string_lossy();
        let is_listed = schema.contains(&format!("    \"{folder}\","));
        let is_applied = is_listed || APPLIED_OTHERWISE.contains(&&*folder);
        assert!(is_applied, "{} is not in ORDER", path.display());
    }
}
