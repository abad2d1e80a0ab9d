//! The storage of the files' bytes: a folder, or a bucket of an S3-compatible service.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::Stream;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{
    BackoffConfig, ClientOptions, GetOptions, GetRange, MultipartUpload, ObjectStore,
    ObjectStoreExt as _, RetryConfig,
};
use uuid::Uuid;

/// The smallest part that S3 accepts, except for the last one.
const S3_PART: usize = 5 * 1024 * 1024;
const FOLDER_PART: usize = 512 * 1024;

/// Timeouts of one request to S3, and of all its attempts together.
const REQUEST: Duration = Duration::from_secs(30);
const ATTEMPTS: Duration = Duration::from_secs(20);

/// The storage cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StorageError(String);

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

/// An open storage. Cheap to clone.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    prefix: String,
    part: usize,
    /// Set if the storage is a folder.
    folder: Option<Arc<Path>>,
}

impl Storage {
    /// Opens a storage, and creates the folder if there is none.
    pub fn open(url: &StorageUrl) -> Result<Self, StorageError> {
        match url {
            StorageUrl::Folder(path) => folder(path),
            StorageUrl::S3 { bucket, prefix } => s3(bucket, prefix),
        }
    }

    /// The size of a part, in bytes.
    pub(super) fn part(&self) -> usize {
        self.part
    }

    /// Stores a file in one request, or replaces it.
    pub(super) async fn put(&self, object: Object, bytes: Bytes) -> object_store::Result<()> {
        self.store.put(&self.path(object), bytes.into()).await?;
        Ok(())
    }

    /// Starts to store a file in parts.
    pub(super) async fn begin(&self, key: Uuid) -> object_store::Result<Box<dyn MultipartUpload>> {
        self.store
            .put_multipart(&self.path(Object::Content(key)))
            .await
    }

    /// Reads a range that lies within the file.
    pub(super) async fn read(
        &self,
        object: Object,
        range: Range<u64>,
    ) -> object_store::Result<impl Stream<Item = object_store::Result<Bytes>> + use<>> {
        // `object_store` refuses an empty range.
        let range = (!range.is_empty()).then_some(GetRange::Bounded(range));
        let options = GetOptions {
            range,
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&self.path(object), options).await?;
        Ok(found.into_stream())
    }

    /// Reads a whole file into memory.
    pub(super) async fn read_whole(&self, key: Uuid) -> object_store::Result<Bytes> {
        let found = self.store.get(&self.path(Object::Content(key))).await?;
        found.bytes().await
    }

    /// Removes a file, complete or not, and its preview. A missing one is no error.
    pub(super) async fn remove(&self, key: Uuid) -> object_store::Result<()> {
        for object in [Object::Preview(key), Object::Content(key)] {
            let path = self.path(object);
            if let Some(folder) = &self.folder {
                remove_unfinished(folder, &path).await?;
            }
            match self.store.delete(&path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn path(&self, object: Object) -> Key {
        object_key(&self.prefix, object)
    }
}

/// What is stored of a file, by the key of the file. So the row of the file names all of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Object {
    Content(Uuid),
    Preview(Uuid),
}

/// Removes the temporary file of an upload whose server was killed: `object_store` writes to
/// `<path>#1` and renames it at the end. Each key is used once, so the number is always 1.
async fn remove_unfinished(folder: &Path, object_key: &Key) -> object_store::Result<()> {
    match tokio::fs::remove_file(folder.join(format!("{object_key}#1"))).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(object_store::Error::Generic {
                store: "LocalFileSystem",
                source: Box::new(error),
            })
        }
        _ => Ok(()),
    }
}

/// The path of a file, spread over 256 folders by the key's last digits, because its first digits
/// are a time.
fn object_key(prefix: &str, object: Object) -> Key {
    let (key, suffix) = match object {
        Object::Content(key) => (key.to_string(), ""),
        Object::Preview(key) => (key.to_string(), "-preview"),
    };
    let name = format!("{key}{suffix}");
    let folder = &key[key.len() - 2..];
    let parts = prefix.split('/').chain([folder, &name]);
    parts.filter(|part| !part.is_empty()).collect()
}

fn folder(path: &Path) -> Result<Storage, StorageError> {
    let failed = |error: &dyn std::fmt::Display| {
        StorageError(format!("cannot use the folder {}: {error}", path.display()))
    };
    std::fs::create_dir_all(path).map_err(|error| failed(&error))?;
    // Only the server may read the folder.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(path, private).map_err(|error| failed(&error))?;
    }
    tempfile::tempfile_in(path).map_err(|error| failed(&error))?;
    let store = LocalFileSystem::new_with_prefix(path)
        .map_err(|error| failed(&error))?
        .with_fsync(true);
    Ok(Storage {
        store: Arc::new(store),
        prefix: String::new(),
        part: FOLDER_PART,
        folder: Some(path.into()),
    })
}

fn s3(bucket: &str, prefix: &str) -> Result<Storage, StorageError> {
    // The first provider installed is used; any of them will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = ClientOptions::new()
        .with_timeout(REQUEST)
        .with_connect_timeout(Duration::from_secs(5))
        // Plain HTTP only if the endpoint's URL asks for it.
        .with_allow_http(allows_http());
    let retry = RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: 3,
        retry_timeout: ATTEMPTS,
    };
    let store = settings()
        .with_bucket_name(bucket)
        .with_client_options(options)
        .with_retry(retry)
        .build()
        .map_err(|error| StorageError(error.to_string()))?;
    Ok(Storage {
        store: Arc::new(store),
        prefix: prefix.to_owned(),
        part: S3_PART,
        folder: None,
    })
}

/// Reads the usual `AWS_…` variables. An empty one counts as absent, as compose files write it.
fn settings() -> AmazonS3Builder {
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.to_str()?.to_ascii_lowercase();
        let key: AmazonS3ConfigKey = name.starts_with("aws_").then(|| name.parse().ok())??;
        Some((
            key,
            value.into_string().ok().filter(|value| !value.is_empty())?,
        ))
    });
    variables.fold(AmazonS3Builder::new(), |builder, (key, value)| {
        builder.with_config(key, value)
    })
}

fn allows_http() -> bool {
    std::env::var("AWS_ALLOW_HTTP").is_ok_and(|value| value.eq_ignore_ascii_case("true"))
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

    #[test]
    fn a_file_is_kept_under_its_key_alone() {
        let key = Uuid::nil();
        let content = |prefix| object_key(prefix, Object::Content(key)).to_string();
        assert_eq!(content(""), format!("00/{key}"));
        assert_eq!(content("a/b"), format!("a/b/00/{key}"));
        let preview = object_key("", Object::Preview(key)).to_string();
        assert_eq!(preview, format!("00/{key}-preview"));
    }
}
