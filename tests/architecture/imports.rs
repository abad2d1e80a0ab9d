//! The paths that a source file imports or uses.

use std::collections::BTreeSet;

use super::Source;

pub(crate) type ModulePath = Vec<String>;

/// The paths that begin with `crate::`, from the root of the crate.
pub(crate) fn of(source: &Source) -> BTreeSet<ModulePath> {
    let mut found = BTreeSet::new();
    paths_after("crate::", &source.code, &[], &mut found);
    found
}

/// The same with paths that begin with `super::`, and without those of unit tests.
pub(crate) fn outside_tests(source: &Source) -> BTreeSet<ModulePath> {
    let (code, mut found) = (source.code_outside_tests(), BTreeSet::new());
    paths_after("crate::", &code, &[], &mut found);
    let mut parent = source.module_path();
    parent.pop();
    let parent: Vec<_> = parent.into_iter().map(str::to_owned).collect();
    paths_after("super::", &code, &parent, &mut found);
    found
}

/// The first names of paths that may begin at a child of this file's module: `hub` in `use hub::Hub`.
pub(crate) fn children(source: &Source) -> BTreeSet<String> {
    let code = source.code_outside_tests().replace("self::", "");
    let ends = code.match_indices("::").map(|(end, _)| &code[..end]);
    let names = ends.filter_map(|head| {
        let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = head.trim_end_matches(is_in_word);
        let is_first = !before.ends_with("::") && before.len() < head.len();
        is_first.then(|| head[before.len()..].to_owned())
    });
    names.collect()
}

fn paths_after(prefix: &str, code: &str, base: &[String], found: &mut BTreeSet<ModulePath>) {
    for (at, _) in code.match_indices(prefix) {
        let (mut head, rest) = (&code[..at], &code[at + prefix.len()..]);
        let is_word = head.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        // `super::super::` counts at its last `super::`.
        let mut base = base.to_vec();
        while prefix == "super::" && head.ends_with(prefix) {
            base.pop();
            head = &head[..head.len() - prefix.len()];
        }
        // A visibility imports nothing.
        let is_visibility = head.ends_with("pub(in ");
        if !is_word && !is_visibility && !rest.starts_with("super::") {
            add_paths(rest, base, found);
        }
    }
}

/// Adds the path, or each path of the `use` tree, at the start of `rest`.
fn add_paths(mut rest: &str, mut path: ModulePath, found: &mut BTreeSet<ModulePath>) {
    let is_in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '*';
    let mut groups: Vec<ModulePath> = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c| !is_in_word(c)).unwrap_or(rest.len());
        if end > 0 {
            path.push(rest[..end].to_owned());
            rest = &rest[end..];
            let deeper = rest.strip_prefix("::");
            if let Some(deeper) = deeper.filter(|deeper| !deeper.starts_with('<')) {
                rest = deeper;
                continue;
            }
            found.insert(path.clone());
        } else if rest.starts_with('{') {
            groups.push(path.clone());
            rest = &rest[1..];
        } else if rest.starts_with([',', '}']) && !groups.is_empty() {
            path.clone_from(&groups[groups.len() - 1]);
            if rest.starts_with('}') {
                groups.pop();
            }
            rest = &rest[1..];
        } else {
            return;
        }
        if groups.is_empty() {
            return;
        }
    }
}
