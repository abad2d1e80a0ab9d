//! Modules import only the layers below them, and realms do not import each other.

use super::{Source, assert_none, imports, sources};

/// Each module, and the modules that it may import. `app` may import every module.
const LAYERS: &str = "
    domain:
    telemetry:
    bounds:
    workers: telemetry
    db: telemetry domain
    log: bounds db workers telemetry domain
    presence: db log workers telemetry domain
    directory: db domain
    attachments: bounds db workers domain
    live: db log presence workers telemetry domain
    outbox: db log workers telemetry domain
    chat: bounds db log live domain
    http: attachments auth bounds chat db directory telemetry domain
    auth: bounds db log live directory workers domain
    desk: audit db domain workers
    native: attachments auth bounds chat desk directory domain http outbox
    realms: bounds chat auth http directory attachments domain
    audit: attachments db domain workers
    adopt: audit domain realms
    embedded:
    demo: auth db directory domain realms
    config: attachments auth domain http outbox realms db log telemetry
";

/// The names besides its own that a realm may import from `realms`.
const SHARED_BY_REALMS: [&str; 2] = ["RealmContext", "kit"];

/// Modules of the binary: they use the library as any other crate would.
const BINARY_MODULES: [&str; 2] = ["main", "commands"];

fn is_allowed(source: &Source, path: &[String]) -> bool {
    let (from, to) = (source.module(), path[0].as_str());
    match from {
        "app" | "lib" => true,
        // `crate` is the binary there.
        _ if BINARY_MODULES.contains(&from) => BINARY_MODULES.contains(&to),
        "realms" if to == "realms" => {
            let named = path.get(1).map(String::as_str);
            let realm = source.realm();
            [None, Some("kit"), Some("registry"), named].contains(&realm)
                || named.is_some_and(|name| SHARED_BY_REALMS.contains(&name))
        }
        _ => {
            let mut layers = LAYERS.lines().filter_map(|line| line.split_once(':'));
            let layer = layers.find(|(layer, _)| layer.trim() == from);
            let (_, allowed) = layer.unwrap_or_else(|| panic!("{}: no such layer", source.path));
            from == to || allowed.split_whitespace().any(|allowed| allowed == to)
        }
    }
}

fn violations(source: &Source) -> Vec<String> {
    let imports = imports::of(source).into_iter();
    let forbidden = imports.filter(|path| !is_allowed(source, path));
    forbidden
        .map(|path| format!("{} → {}", source.path, path.join("::")))
        .collect()
}

#[test]
fn every_import_between_modules_is_allowed() {
    let sources = sources();
    let imports: usize = sources.iter().map(|source| imports::of(source).len()).sum();
    assert!(imports > 100, "only {imports} imports found");
    assert_none(&sources.iter().flat_map(violations).collect::<Vec<_>>());
}

#[test]
fn planted_imports_are_found() {
    for (path, text) in [
        ("src/domain/text.rs", "use crate::db::Pool;"),
        (
            "src/log/read.rs",
            "use crate::{domain::UserId, chat::Chat};",
        ),
        ("src/live/hub.rs", "fn f() { crate::chat::Queries::new() }"),
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
    ] {
        let violations = violations(&Source::new(path, text));
        assert_eq!(violations.len(), 1, "{path}: {text}: {violations:?}");
    }
}

#[test]
fn allowed_imports_are_accepted() {
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
        ("src/main.rs", "use vestnik::auth::Authenticator;"),
    ] {
        assert_none(&violations(&Source::new(path, text)));
    }
}
