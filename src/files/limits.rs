//! What one person may upload.

use std::num::NonZeroU32;

pub(super) const MIB: u64 = 1024 * 1024;

/// Largest file, in bytes.
pub const MAX_SIZE: u64 = 25 * MIB;

/// Uploaded files of one user that are in no message yet.
pub const MAX_UNPOSTED_FILES: i64 = 100;

/// Uploads of the guests at one address in an hour.
pub(super) const GUEST_UPLOADS: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// Concurrent uploads of one person.
pub(super) const UPLOADS_EACH: usize = 4;
