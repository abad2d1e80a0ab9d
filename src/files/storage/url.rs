//! `STORAGE_URL`.

use std::path::{Path, PathBuf};

/// The storage cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StorageError(pub(super) String);

/// A parsed `STORAGE_URL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageUrl {
    /// `file:///…`
    Folder(PathBuf),
    /// `s3://bucket/prefix`; the rest is in the usual `AWS_…` variables.
    S3 {
        bucket: String,
        /// Prefix of every key; may be empty.
        prefix: String,
    },
}

impl StorageUrl {
    /// The default folder.
    pub fn in_data_dir(data_dir: &Path) -> Self {
        Self::Folder(data_dir.join("attachments"))
    }

    /// Reads `file://` and `s3://` URLs.
    pub fn parse(text: &str) -> Result<Self, StorageError> {
        if let Some(path) = text.strip_prefix("file://") {
            let path = Path::new(path);
            if path.as_os_str().is_empty() {
                return Err(StorageError("file:// must name a folder".into()));
            }
            return Ok(Self::Folder(path.to_owned()));
        }
        let Some(location) = text.strip_prefix("s3://") else {
            let problem = "neither file:///folder nor s3://bucket/prefix";
            return Err(StorageError(format!("`{text}` is {problem}")));
        };
        let (bucket, prefix) = location.split_once('/').unwrap_or((location, ""));
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if bucket.is_empty() || !bucket.chars().all(is_name) {
            return Err(StorageError(format!("`{bucket}` is not a bucket's name")));
        }
        Ok(Self::S3 {
            bucket: bucket.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_a_folder_or_a_bucket() {
        let s3 = |bucket: &str, prefix: &str| StorageUrl::S3 {
            bucket: bucket.into(),
            prefix: prefix.into(),
        };
        let parse = |text| StorageUrl::parse(text).unwrap();
        assert_eq!(parse("file:///srv/a"), StorageUrl::Folder("/srv/a".into()));
        assert_eq!(
            parse("file://./data/a"),
            StorageUrl::Folder("./data/a".into())
        );
        assert_eq!(parse("s3://bucket"), s3("bucket", ""));
        assert_eq!(parse("s3://bucket/a/b/"), s3("bucket", "a/b"));
        for wrong in [
            "",
            "/srv/a",
            "file://",
            "s3://",
            "s3:///a",
            "s3://bu cket",
            "gs://b",
        ] {
            assert!(StorageUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
