//! Fields that may be absent or null.

use serde::{Deserialize, Deserializer};

/// Reads a field that may be absent or null: `Some` also if it is null.
pub(super) fn given<'de, T, D>(value: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(value).map(Some)
}
