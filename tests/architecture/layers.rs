//! Modules import only the layers below them, and contracts do not import each other.

use std::collections::BTreeSet;

use super::{Source, assert_none, imports, sources};

/// Each module, and the modules that it may import, all of which stand above it: the order of the layers, the
/// lowest first. `app` may import every module.
const LAYERS: &str = "
    domain:
    telemetry:
    bounds:
    embedded:
    workers: telemetry
    db: domain telemetry
    accesses: domain db
    idempotency: domain workers db
    log: domain telemetry bounds workers db
    presence: domain telemetry workers db log
    scheduled: domain workers db log
    directory: domain db
    files: domain bounds workers db accesses
    live: domain telemetry workers db log presence
    outbox: domain telemetry workers db log
    chat: domain bounds db accesses log live
    auth: domain bounds workers db log directory live
    audit: domain workers db files
    desk: domain workers db accesses audit
    http: domain telemetry bounds db accesses idempotency directory files chat auth
    api: domain bounds accesses idempotency directory files outbox chat auth desk http
    contracts: domain bounds accesses directory files chat auth http
    realms: domain contracts
    adopt: domain audit contracts
    demo: domain db directory auth contracts
    config: domain telemetry db log files outbox auth http realms
";

/// The module besides its own that a contract may import from `contracts`.
const SHARED_BY_CONTRACTS: &str = "shared";

/// Modules of the binary: they use the library as any other crate would.
const BINARY_MODULES: [&str; 2] = ["main", "commands"];

/// The layers from the lowest to the highest, each with those that it may import.
fn layers() -> impl Iterator<Item = (&'static str, BTreeSet<&'static str>)> {
    let layers = LAYERS.lines().filter_map(|line| line.split_once(':'));
    layers.map(|(layer, allowed)| (layer.trim(), allowed.split_whitespace().collect()))
}

fn is_allowed(source: &Source, path: &[String]) -> bool {
    let (from, to) = (source.module(), path[0].as_str());
    match from {
        "app" | "lib" => true,
        // `crate` is the binary there.
        _ if BINARY_MODULES.contains(&from) => BINARY_MODULES.contains(&to),
        "contracts" if to == "contracts" => {
            let named = path.get(1).map(String::as_str);
            let own = source.contract();
            [None, Some("list"), named].contains(&own) || named == Some(SHARED_BY_CONTRACTS)
        }
        _ => {
            let layer = layers().find(|(layer, _)| *layer == from);
            let (_, allowed) = layer.unwrap_or_else(|| panic!("{}: no such layer", source.path));
            from == to || allowed.contains(to)
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
fn layers_import_only_lower_layers() {
    let mut lower = BTreeSet::new();
    for (layer, allowed) in layers() {
        let higher: Vec<_> = allowed.difference(&lower).collect();
        assert!(higher.is_empty(), "{layer} → {higher:?}");
        assert!(lower.insert(layer), "{layer} is listed twice");
    }
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
        (
            "src/http/sse.rs",
            "use crate::{\n    contracts::{school},\n};",
        ),
        ("src/contracts/school/mod.rs", "use crate::db::Pool;"),
        (
            "src/contracts/school/mod.rs",
            "use crate::contracts::market::wire;",
        ),
        (
            "src/contracts/school/mod.rs",
            "use crate::contracts::{school::wire, market};",
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
            "src/contracts/school/mod.rs",
            "use crate::contracts::school::{wire, paging};",
        ),
        (
            "src/contracts/school/mod.rs",
            "use crate::contracts::shared::ContractContext;",
        ),
        (
            "src/app/router.rs",
            "use crate::{embedded, contracts::school, db};",
        ),
        ("src/main.rs", "use vestnik::auth::Authenticator;"),
    ] {
        assert_none(&violations(&Source::new(path, text)));
    }
}
