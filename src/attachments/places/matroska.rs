//! Places in Matroska and `WebM` (RFC 9559): the values of all tags (`LOCATION`, …), whose elements stay, and
//! attached files, such as covers with EXIF. Fonts of subtitles are left.

use super::Patches;
use crate::attachments::media::{Element, Ranges, SEGMENT, Source, Stop, element, unsigned};

const CLUSTER: u32 = 0x1F43_B675;
const SEEK_HEAD: u32 = 0x114D_9B74;
const SEEK: u32 = 0x4DBB;
const SEEK_ID: u32 = 0x53AB;
const SEEK_POSITION: u32 = 0x53AC;
const TAGS: u32 = 0x1254_C367;
const TAG: u32 = 0x7373;
const SIMPLE_TAG: u32 = 0x67C8;
const TAG_STRING: u32 = 0x4487;
const TAG_BINARY: u32 = 0x4485;
const ATTACHMENTS: u32 = 0x1941_A469;
const ATTACHED_FILE: u32 = 0x61A7;
const FILE_DATA: u32 = 0x465C;
/// What fonts begin with: TrueType, OpenType, collections, WOFF.
const FONTS: [&[u8; 4]; 6] = [b"\0\x01\0\0", b"true", b"OTTO", b"ttcf", b"wOFF", b"wOF2"];

/// The most entries of the index that are followed.
const MAX_INDEXED: usize = 64;

pub(super) async fn find<R: Ranges + Sync>(
    source: &mut Source<R>,
    patches: &mut Patches,
) -> Result<(), Stop> {
    let header = element(source, 0, source.size()).await?;
    let segment = element(source, header.end, source.size()).await?;
    if segment.id != SEGMENT {
        return Err(Stop::Malformed);
    }
    // The tags are mostly at the end, after clusters of which too many may have to be walked through.
    let mut indexed = Vec::new();
    let mut at = segment.body;
    while at < segment.end {
        let found = element(source, at, segment.end).await?;
        match found.id {
            SEEK_HEAD => add_indexed(source, &found, segment.body, &mut indexed).await?,
            CLUSTER => break,
            _ => {}
        }
        at = found.end;
    }
    let mut next = 0;
    while let Some(place) = indexed.get(next).copied() {
        next += 1;
        match element(source, place, segment.end).await {
            Ok(found) if is_emptied(&found) => empty(source, &found, patches).await?,
            Ok(found) if found.id == SEEK_HEAD => {
                add_indexed(source, &found, segment.body, &mut indexed).await?;
            }
            // What the index does not name right is found below.
            Ok(_) | Err(Stop::Malformed) => {}
            Err(error) => return Err(error),
        }
    }
    let (mut at, mut has_clusters) = (segment.body, false);
    while at < segment.end {
        let found = match element(source, at, segment.end).await {
            // A long film.
            Err(Stop::TooLong) if has_clusters => return Ok(()),
            found => found?,
        };
        has_clusters |= found.id == CLUSTER;
        if is_emptied(&found) && !indexed.contains(&at) {
            empty(source, &found, patches).await?;
        }
        at = found.end;
    }
    Ok(())
}

fn is_emptied(found: &Element) -> bool {
    matches!(found.id, TAGS | ATTACHMENTS)
}

/// Adds the places of tags, attached files, and further indexes, that an index names.
async fn add_indexed<R: Ranges + Sync>(
    source: &mut Source<R>,
    index: &Element,
    segment_at: u64,
    indexed: &mut Vec<u64>,
) -> Result<(), Stop> {
    let mut at = index.body;
    let mut is_wanted = false;
    while at < index.end && indexed.len() < MAX_INDEXED {
        let found = element(source, at, index.end).await?;
        match found.id {
            // What is in it follows.
            SEEK => {
                at = found.body;
                continue;
            }
            SEEK_ID => {
                let id = unsigned(source, &found).await?;
                is_wanted = [TAGS, ATTACHMENTS, SEEK_HEAD].map(u64::from).contains(&id);
            }
            SEEK_POSITION if is_wanted => {
                let place = segment_at.checked_add(unsigned(source, &found).await?);
                indexed.extend(place.filter(|place| !indexed.contains(place)));
            }
            _ => {}
        }
        at = found.end;
    }
    Ok(())
}

/// Empties the values of tags, or the content of attached files.
async fn empty<R: Ranges + Sync>(
    source: &mut Source<R>,
    container: &Element,
    patches: &mut Patches,
) -> Result<(), Stop> {
    let mut at = container.body;
    while at < container.end {
        let found = element(source, at, container.end).await?;
        match found.id {
            // What is in them follows.
            TAG | SIMPLE_TAG | ATTACHED_FILE => at = found.body,
            FILE_DATA => {
                if !is_font(source, &found).await? {
                    patches.add(found.body..found.end, &[], 0)?;
                }
                at = found.end;
            }
            TAG_STRING | TAG_BINARY => {
                patches.add(found.body..found.end, &[], b' ')?;
                at = found.end;
            }
            _ => at = found.end,
        }
    }
    Ok(())
}

async fn is_font<R: Ranges + Sync>(source: &mut Source<R>, data: &Element) -> Result<bool, Stop> {
    if data.end - data.body < 4 {
        return Ok(false);
    }
    let head: [u8; 4] = source.array(data.body).await?;
    Ok(FONTS.contains(&&head))
}
