//! Paths with a trailing slash and without.

use axum::routing::MethodRouter;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::contracts::shared::ContractContext;

/// Adds routes under their documented path, and under its other form.
pub(super) fn add(
    router: OpenApiRouter<ContractContext>,
    documented: UtoipaMethodRouter<ContractContext>,
) -> OpenApiRouter<ContractContext> {
    let (_, paths, methods) = &documented;
    let other_forms: Vec<String> = paths.paths.keys().map(|path| other_form(path)).collect();
    let methods: MethodRouter<ContractContext> = methods.clone();
    other_forms
        .into_iter()
        .fold(router.routes(documented), |router, path| {
            router.route(&path, methods.clone())
        })
}

fn other_form(path: &str) -> String {
    path.strip_suffix('/')
        .map_or_else(|| format!("{path}/"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_two_forms() {
        assert_eq!(other_form("/a/{id}/"), "/a/{id}");
        assert_eq!(other_form("/a/{id}"), "/a/{id}/");
    }
}
