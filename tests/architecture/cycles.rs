//! The files of a module do not import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::ModulePath;
use super::{Source, assert_none, imports, sources};

const WITHOUT_CYCLES: &[&str] = &[
    "log",
    "db",
    "live",
    "presence",
    "directory",
    "app",
    "outbox",
    "chat",
    "auth",
    "http",
    "config",
];

type Arrows = BTreeMap<ModulePath, BTreeSet<ModulePath>>;

/// Which file of a top-level module imports which.
fn arrows(sources: &[Source], module: &str) -> Arrows {
    let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect::<ModulePath>();
    let files = sources.iter().filter(|source| source.module() == module);
    let files: BTreeMap<ModulePath, &Source> = files
        .map(|source| (owned(source.module_path()), source))
        .collect();
    let targets = |(path, source): (&ModulePath, &&Source)| {
        let imports = imports::outside_tests(source).into_iter();
        // The file of an import is its longest prefix that is a file.
        let imported = imports.filter_map(|import| {
            let mut prefixes = (1..=import.len()).rev().map(|length| &import[..length]);
            prefixes
                .find(|prefix| files.contains_key(*prefix))
                .map(<[_]>::to_vec)
        });
        // A `mod.rs` imports those of its children whose items it names.
        let is_named = |child: &&ModulePath| {
            let is_child = child.len() == path.len() + 1 && child.starts_with(path);
            is_child
                && source
                    .code
                    .contains(&format!("{}::", child[child.len() - 1]))
        };
        let children = files.keys().filter(is_named).cloned();
        let targets = imported.chain(children).filter(|target| target != path);
        (path.clone(), targets.collect())
    };
    files.iter().map(targets).collect()
}

fn reaches(arrows: &Arrows, from: &ModulePath, to: &ModulePath) -> bool {
    let (mut seen, mut pending) = (BTreeSet::new(), vec![from]);
    while let Some(path) = pending.pop() {
        let targets = arrows.get(path).into_iter().flatten();
        pending.extend(targets.filter(|target| seen.insert(*target)));
    }
    seen.contains(to)
}

/// Pairs of files of a module that import each other, also through others.
fn cycles(sources: &[Source], module: &str) -> Vec<String> {
    let arrows = arrows(sources, module);
    let pairs = arrows
        .keys()
        .flat_map(|one| arrows.keys().map(move |other| (one, other)));
    let circular = pairs.filter(|(one, other)| {
        one < other && reaches(&arrows, one, other) && reaches(&arrows, other, one)
    });
    circular
        .map(|(one, other)| format!("{} ⇄ {}", one.join("::"), other.join("::")))
        .collect()
}

#[test]
fn modules_have_no_import_cycles() {
    let sources = sources();
    let modules = WITHOUT_CYCLES.iter();
    assert_none(
        &modules
            .flat_map(|module| cycles(&sources, module))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn planted_cycles_are_found() {
    let circle = [
        Source::new("src/live/mod.rs", "mod hub; pub use hub::Hub;"),
        Source::new("src/live/hub.rs", "use super::ring::Ring;"),
        Source::new("src/live/ring.rs", "use crate::live::{hub::Hub};"),
    ];
    assert_eq!(cycles(&circle, "live"), ["live::hub ⇄ live::ring"]);
    let through_the_parent = [
        Source::new("src/live/mod.rs", "mod hub; pub use hub::Hub;"),
        Source::new("src/live/hub.rs", "use super::Ring;"),
    ];
    assert_eq!(cycles(&through_the_parent, "live"), ["live ⇄ live::hub"]);
}
