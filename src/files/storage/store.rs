//! Storing and reading objects.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::signer::{SignedUrlOptions, Signer};
use object_store::{
    BackoffConfig, ClientOptions, GetOptions, GetRange, MultipartUpload, ObjectStore,
    ObjectStoreExt as _, RetryConfig,
};
use reqwest::Method;
use uuid::Uuid;

use crate::files::storage::object::{Object, object_key, parts_folder};
use crate::files::storage::url::{StorageError, StorageUrl};

/// The smallest part that S3 accepts, except for the last one.
const S3_PART: usize = 5 * 1024 * 1024;
const FOLDER_PART: usize = 512 * 1024;

/// Timeouts of one request to S3, and of all its attempts together.
const REQUEST: Duration = Duration::from_secs(30);
const ATTEMPTS: Duration = Duration::from_secs(20);
/// How long a URL of an object is valid: long enough to go on with a video.
const URL_LIFETIME: Duration = Duration::from_mins(5);

/// An open storage. Cheap to clone.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    prefix: String,
    part: usize,
    /// Set if the storage is a folder.
    folder: Option<Arc<Path>>,
    /// Signs URLs that clients can reach. `None` if they cannot.
    signer: Option<Arc<dyn Signer>>,
}

impl Storage {
    /// Opens a storage, and creates the folder if there is none. `public_url` is the endpoint at which
    /// clients reach a bucket.
    pub fn open(url: &StorageUrl, public_url: Option<&str>) -> Result<Self, StorageError> {
        match url {
            StorageUrl::Folder(path) => folder(path),
            StorageUrl::S3 { bucket, prefix } => s3(bucket, prefix, public_url),
        }
    }

    /// A URL at which a client can read an object for some minutes, with these parameters; `None` if
    /// clients cannot reach the storage.
    pub(in crate::files) async fn signed_url(
        &self,
        object: Object,
        parameters: &[(&str, &str)],
    ) -> Option<object_store::Result<String>> {
        let signer = self.signer.as_ref()?;
        let (path, parameters) = (self.path(object), parameters.iter().copied());
        let options = SignedUrlOptions::default().with_query(parameters);
        let signed = signer.signed_url_opts(Method::GET, &path, URL_LIFETIME, &options);
        Some(signed.await.map(Into::into))
    }

    /// The size of a part, in bytes.
    pub(in crate::files) fn part(&self) -> usize {
        self.part
    }

    /// Stores a file in one request, or replaces it.
    pub(in crate::files) async fn put(
        &self,
        object: Object,
        bytes: Bytes,
    ) -> object_store::Result<()> {
        self.store.put(&self.path(object), bytes.into()).await?;
        Ok(())
    }

    /// Starts to store a file in parts.
    pub(in crate::files) async fn begin(
        &self,
        object: Object,
    ) -> object_store::Result<Box<dyn MultipartUpload>> {
        self.store.put_multipart(&self.path(object)).await
    }

    /// Reads a range that lies within the file.
    pub(in crate::files) async fn read(
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

    /// Removes what a process that was killed left of storing this object.
    pub(in crate::files) async fn discard_unfinished(
        &self,
        object: Object,
    ) -> object_store::Result<()> {
        match &self.folder {
            Some(folder) => remove_unfinished(folder, &self.path(object)).await,
            // The provider removes it: see `docs/operations.md`.
            None => Ok(()),
        }
    }

    /// Removes one object. A missing one is no error.
    pub(in crate::files) async fn remove_object(&self, object: Object) -> object_store::Result<()> {
        match self.store.delete(&self.path(object)).await {
            Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes all parts of a resumable upload, complete or not.
    pub(in crate::files) async fn remove_parts(&self, key: Uuid) -> object_store::Result<()> {
        let parts = parts_folder(&self.prefix, key);
        if let Some(folder) = &self.folder {
            return match tokio::fs::remove_dir_all(folder.join(parts.as_ref())).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(in_folder(error)),
                _ => Ok(()),
            };
        }
        let found = self.store.list(Some(&parts));
        let found = found.map_ok(|object| object.location).boxed();
        let mut removed = self.store.delete_stream(found);
        while let Some(outcome) = removed.next().await {
            match outcome {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Reads a range that lies within the file into memory.
    pub(in crate::files) async fn read_range(
        &self,
        object: Object,
        range: Range<u64>,
    ) -> object_store::Result<Bytes> {
        self.store.get_range(&self.path(object), range).await
    }

    /// Reads a whole file into memory.
    pub(in crate::files) async fn read_whole(&self, key: Uuid) -> object_store::Result<Bytes> {
        let found = self.store.get(&self.path(Object::Content(key))).await?;
        found.bytes().await
    }

    /// Reads a whole file of this size into memory.
    ///
    /// # Errors
    /// The stored file has another size, too: it is not the one that was uploaded.
    pub(in crate::files) async fn read_all(
        &self,
        key: Uuid,
        size: u64,
    ) -> object_store::Result<Bytes> {
        let bytes = self.read_whole(key).await?;
        if bytes.len() as u64 == size {
            return Ok(bytes);
        }
        Err(failure(format!(
            "{} bytes are stored of {size}",
            bytes.len()
        )))
    }

    /// Removes a file, complete or not, and its preview. A missing one is no error.
    pub(in crate::files) async fn remove(&self, key: Uuid) -> object_store::Result<()> {
        for object in [Object::Preview(key), Object::Content(key)] {
            if let Some(folder) = &self.folder {
                remove_unfinished(folder, &self.path(object)).await?;
            }
            self.remove_object(object).await?;
        }
        Ok(())
    }

    fn path(&self, object: Object) -> Key {
        object_key(&self.prefix, object)
    }
}

/// Removes the temporary file of an upload whose server was killed: `object_store` writes to
/// `<path>#1` and renames it at the end. Each key is used once, so the number is always 1.
async fn remove_unfinished(folder: &Path, object_key: &Key) -> object_store::Result<()> {
    match tokio::fs::remove_file(folder.join(format!("{object_key}#1"))).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(in_folder(error)),
        _ => Ok(()),
    }
}

/// A failure that the storage itself does not report.
pub(in crate::files) fn failure(reason: String) -> object_store::Error {
    object_store::Error::Generic {
        store: "attachments",
        source: reason.into(),
    }
}

fn in_folder(error: io::Error) -> object_store::Error {
    object_store::Error::Generic {
        store: "LocalFileSystem",
        source: Box::new(error),
    }
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
        signer: None,
    })
}

fn s3(bucket: &str, prefix: &str, public_url: Option<&str>) -> Result<Storage, StorageError> {
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
    let failed = |error: object_store::Error| StorageError(error.to_string());
    let store = settings()
        .with_bucket_name(bucket)
        .with_client_options(options)
        .with_retry(retry)
        .build()
        .map_err(failed)?;
    let signer = public_url.map(|endpoint| {
        let signer = settings()
            .with_bucket_name(bucket)
            .with_endpoint(endpoint)
            .with_credentials(store.credentials().clone());
        signer.build().map_err(failed)
    });
    let signer = signer.transpose()?;
    Ok(Storage {
        store: Arc::new(store),
        prefix: prefix.to_owned(),
        part: S3_PART,
        folder: None,
        signer: signer.map(|signer| Arc::new(signer) as Arc<dyn Signer>),
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
