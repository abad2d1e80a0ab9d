//! Locations in MP4, `QuickTime` and M4A: `udta` (`©xyz`, `loci`), `meta` (`com.apple.quicktime.location…`), XMP, and
//! tracks of timed metadata.

use crate::files::location::patches::Patches;
use crate::files::media::{BoxAt, box_at, handler};
use crate::files::media::{Ranges, Source, Stop};

/// What a box that is skipped begins with, after its length.
const FREE: &[u8] = b"free";

pub(super) async fn find<R: Ranges + Sync>(
    source: &mut Source<R>,
    patches: &mut Patches,
) -> Result<(), Stop> {
    let (mut at, mut has_index) = (0, false);
    loop {
        let found = match box_at(source, at, source.size()).await {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(()),
            // A long recording in fragments.
            Err(Stop::TooLong) if has_index => return Ok(()),
            Err(stop) => return Err(stop),
        };
        match &found.kind {
            b"moov" => {
                in_movie(source, &found, patches).await?;
                has_index = true;
            }
            b"meta" | b"uuid" | b"udta" => free(&found, patches)?,
            _ => {}
        }
        at = found.end;
    }
}

async fn in_movie<R: Ranges + Sync>(
    source: &mut Source<R>,
    movie: &BoxAt,
    patches: &mut Patches,
) -> Result<(), Stop> {
    let mut at = movie.body;
    while let Some(found) = box_at(source, at, movie.end).await? {
        match &found.kind {
            b"meta" | b"uuid" | b"udta" => free(&found, patches)?,
            b"trak" => in_track(source, &found, patches).await?,
            _ => {}
        }
        at = found.end;
    }
    Ok(())
}

async fn in_track<R: Ranges + Sync>(
    source: &mut Source<R>,
    track: &BoxAt,
    patches: &mut Patches,
) -> Result<(), Stop> {
    // Where the camera was, from moment to moment. Players have no use for such tracks.
    if let Some(b"meta" | b"camm") = handler(source, track).await?.as_ref() {
        return free(track, patches);
    }
    let mut at = track.body;
    while let Some(found) = box_at(source, at, track.end).await? {
        if matches!(&found.kind, b"meta" | b"uuid" | b"udta") {
            free(&found, patches)?;
        }
        at = found.end;
    }
    Ok(())
}

/// Makes a box one that readers skip, and empties it.
fn free(found: &BoxAt, patches: &mut Patches) -> Result<(), Stop> {
    patches.add(found.start + 4..found.start + 8, FREE, 0)?;
    patches.add(found.body..found.end, &[], 0)
}
