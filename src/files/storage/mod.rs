//! The storage of the files' bytes: a folder, or a bucket of an S3-compatible service.

mod object;
mod part_writer;
mod store;
mod url;

pub(super) use object::{Object, Part};
pub(super) use part_writer::{PartWriter, fill};
pub use store::Storage;
pub(super) use store::failure;
pub use url::{StorageError, StorageUrl};
