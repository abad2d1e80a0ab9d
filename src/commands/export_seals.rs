//! `vestnik export --seals`.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use tempfile::NamedTempFile;
use vestnik::app::OpenDatabase;
use vestnik::audit::{KeptSeals, Seals};

use super::print_line;

/// Writes all seals to standard output.
pub(super) async fn print(database: &OpenDatabase) -> anyhow::Result<()> {
    let seals = Seals::open(&database.owner).await?;
    write_all(&seals, &mut io::stdout()).await
}

async fn write_all(seals: &Seals, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    let mut out = BufWriter::new(out);
    seals.continue_kept(&mut io::empty(), &mut out).await?;
    Ok(())
}

/// Continues a kept file, or makes it. The file is as it was, or complete: also after a power failure.
///
/// # Errors
/// The log does not continue the file, which stays as it is.
pub(super) async fn continue_file(database: &OpenDatabase, file: &Path) -> anyhow::Result<()> {
    let seals = Seals::open(&database.owner).await?;
    // Replaces the target of a link, not the link.
    let target = file.canonicalize();
    let file = target.as_deref().unwrap_or(file);
    let metadata = match file.metadata() {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| file.display().to_string()),
    };
    // A pipe or a device has nothing to continue, and must not be replaced.
    if metadata
        .as_ref()
        .is_some_and(|metadata| !metadata.is_file())
    {
        return write_all(&seals, &mut File::options().write(true).open(file)?).await;
    }
    let kept = metadata.as_ref().map(|_| File::open(file)).transpose();
    let kept = kept.with_context(|| file.display().to_string())?;
    let permissions = metadata.map(|metadata| metadata.permissions());
    let replaced = replace(&seals, kept, permissions, file).await;
    let written = replaced.with_context(|| format!("{} was not changed", file.display()))?;
    seals.record_witness("file", written.up_to).await?;
    let KeptSeals { kept, added, up_to } = written;
    print_line(format_args!(
        "{kept} kept seals match, {added} were added, up to position {up_to}"
    ));
    Ok(())
}

async fn replace(
    seals: &Seals,
    kept: Option<File>,
    permissions: Option<std::fs::Permissions>,
    file: &Path,
) -> anyhow::Result<KeptSeals> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut unfinished =
        NamedTempFile::new_in(folder).with_context(|| folder.display().to_string())?;
    let mut out = BufWriter::new(unfinished.as_file_mut());
    let written = match kept {
        Some(kept) => {
            let mut kept = BufReader::new(kept);
            seals.continue_kept(&mut kept, &mut out).await?
        }
        None => seals.continue_kept(&mut io::empty(), &mut out).await?,
    };
    out.flush()?;
    drop(out);
    if let Some(permissions) = permissions {
        unfinished.as_file().set_permissions(permissions)?;
    }
    unfinished.as_file().sync_all()?;
    unfinished.persist(file)?;
    // Else the rename itself may be lost.
    File::open(folder)?.sync_all()?;
    Ok(written)
}
