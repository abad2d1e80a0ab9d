//! The names of the objects in a storage.

use object_store::path::Path as Key;
use uuid::Uuid;

/// What is stored of a file, by the key of the file. So the row of the file names all of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::files) enum Object {
    Content(Uuid),
    Preview(Uuid),
    /// A part of a resumable upload.
    Part(Uuid, Part),
}

/// A part of a resumable upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::files) struct Part {
    /// From 0 on.
    pub(in crate::files) number: usize,
    /// The lease under which it was written. So a request that has lost the upload writes objects that
    /// are never read.
    pub(in crate::files) lease: i32,
}

/// Where the parts of a resumable upload are.
pub(super) fn parts_folder(prefix: &str, key: Uuid) -> Key {
    spread(prefix, key, "-parts")
}

pub(super) fn object_key(prefix: &str, object: Object) -> Key {
    match object {
        Object::Content(key) => spread(prefix, key, ""),
        Object::Preview(key) => spread(prefix, key, "-preview"),
        Object::Part(key, Part { number, lease }) => {
            parts_folder(prefix, key).join(format!("{number}-{lease}"))
        }
    }
}

/// The path of a file, spread over 256 folders by the key's last digits, because its first digits
/// are a time.
fn spread(prefix: &str, key: Uuid, suffix: &str) -> Key {
    let key = key.to_string();
    let name = format!("{key}{suffix}");
    let folder = &key[key.len() - 2..];
    let parts = prefix.split('/').chain([folder, &name]);
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_under_its_key_alone() {
        let key = Uuid::nil();
        let content = |prefix| object_key(prefix, Object::Content(key)).to_string();
        assert_eq!(content(""), format!("00/{key}"));
        assert_eq!(content("a/b"), format!("a/b/00/{key}"));
        let preview = object_key("", Object::Preview(key)).to_string();
        assert_eq!(preview, format!("00/{key}-preview"));
        let part = Part {
            number: 2,
            lease: 7,
        };
        let part = object_key("a", Object::Part(key, part)).to_string();
        assert_eq!(part, format!("a/00/{key}-parts/2-7"));
    }
}
