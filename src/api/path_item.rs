//! The operations of a path of the OpenAPI document.

use utoipa::openapi::path::{Operation, PathItem};

/// The operations of a path.
pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let operations = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
        &mut item.head,
        &mut item.options,
    ];
    operations.into_iter().flatten()
}
