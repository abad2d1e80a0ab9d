//! No two files of `src/` import each other, not even through further files.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::{self, ModulePath};
use super::{Source, assert_none, sources};

/// The files of the program, and which of them each one imports.
struct Graph {
    files: Vec<ModulePath>,
    /// For each file the numbers of those that it imports.
    imported: Vec<BTreeSet<usize>>,
}

impl Graph {
    fn of(sources: &[Source]) -> Self {
        let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
        let files: Vec<ModulePath> = sources
            .iter()
            .map(|source| owned(source.module_path()))
            .collect();
        let numbers = files.iter().enumerate();
        let numbers: BTreeMap<&[String], usize> =
            numbers.map(|(number, path)| (&path[..], number)).collect();
        let imported = sources.iter().zip(&files).enumerate();
        let imported = imported.map(|(own, (source, path))| {
            let imports = imports::outside_tests(source).into_iter();
            // The file of an import is its longest prefix that is a file.
            let outer = imports.filter_map(|import| {
                let mut prefixes = (1..=import.len()).rev().map(|length| &import[..length]);
                prefixes.find_map(|prefix| numbers.get(prefix).copied())
            });
            let children = imports::children(source).into_iter().filter_map(|child| {
                let path = [&path[..], &[child]].concat();
                numbers.get(&path[..]).copied()
            });
            outer.chain(children).filter(|file| *file != own).collect()
        });
        let imported = imported.collect();
        Self { files, imported }
    }

    /// The files that a file imports, also through others.
    fn reached_from(&self, file: usize) -> BTreeSet<usize> {
        let (mut reached, mut pending) = (BTreeSet::new(), vec![file]);
        while let Some(file) = pending.pop() {
            let imported = self.imported[file].iter().copied();
            pending.extend(imported.filter(|file| reached.insert(*file)));
        }
        reached
    }

    /// Pairs of files that import each other, also through others.
    fn cycles(&self) -> Vec<String> {
        let reached: Vec<_> = (0..self.files.len())
            .map(|file| self.reached_from(file))
            .collect();
        let pairs = reached
            .iter()
            .enumerate()
            .flat_map(|(one, reached_by_one)| {
                let others = reached_by_one.iter().copied();
                others.map(move |other| (one, other))
            });
        let circular = pairs.filter(|(one, other)| one < other && reached[*other].contains(one));
        let name = |file: usize| self.files[file].join("::");
        let mut cycles: Vec<_> = circular
            .map(|(one, other)| {
                let mut names = [name(one), name(other)];
                names.sort();
                names.join(" ⇄ ")
            })
            .collect();
        cycles.sort();
        cycles
    }
}

#[test]
fn files_do_not_import_each_other() {
    let graph = Graph::of(&sources());
    let arrows: usize = graph.imported.iter().map(BTreeSet::len).sum();
    assert!(arrows > 1_000, "only {arrows} imports found");
    assert_none(&graph.cycles());
}

#[test]
fn planted_cycles_are_found() {
    let cycles = |sources: &[Source]| Graph::of(sources).cycles();
    let circle = [
        Source::new("src/live/mod.rs", "mod hub; pub use hub::Hub;"),
        Source::new("src/live/hub.rs", "use super::ring::Ring;"),
        Source::new("src/live/ring.rs", "use crate::live::{hub::Hub};"),
    ];
    assert_eq!(cycles(&circle), ["live::hub ⇄ live::ring"]);
    let through_the_parent = [
        Source::new("src/live/mod.rs", "mod hub; pub use self::hub::Hub;"),
        Source::new("src/live/hub.rs", "use super::Ring;"),
    ];
    assert_eq!(cycles(&through_the_parent), ["live ⇄ live::hub"]);
    let between_modules = [
        Source::new("src/live/mod.rs", "pub use crate::log::Tail;"),
        Source::new("src/log/mod.rs", "mod tail; pub use tail::Tail;"),
        Source::new("src/log/tail.rs", "use crate::live::Hub;"),
    ];
    assert_eq!(
        cycles(&between_modules),
        ["live ⇄ log", "live ⇄ log::tail", "log ⇄ log::tail"]
    );
    let behind_declared_tests = [
        Source::new(
            "src/live/hub.rs",
            "#[cfg(test)]\nmod tests;\nuse super::ring::Ring;",
        ),
        Source::new("src/live/ring.rs", "use super::hub::Hub;"),
    ];
    assert_eq!(cycles(&behind_declared_tests), ["live::hub ⇄ live::ring"]);
}

#[test]
fn paths_that_import_nothing_are_no_arrows() {
    let sources = [
        Source::new("src/live/mod.rs", "mod hub; pub use hub::Hub;"),
        Source::new(
            "src/live/hub.rs",
            "pub(in crate::live) struct Hub;\n#[cfg(test)]\nmod tests { use crate::live::Ring; }",
        ),
    ];
    assert_none(&Graph::of(&sources).cycles());
}
