//! Places in TIFF: the directory of GPS, XMP, IPTC and Photoshop's resources.

use std::collections::HashSet;
use std::ops::Range;

use super::Patches;
use crate::attachments::media::{Ranges, Source, Stop};

const GPS: u16 = 34_853;
const XMP: u16 = 700;
const IPTC: u16 = 33_723;
const PHOTOSHOP: u16 = 34_377;
/// The most directories, each of which describes a picture, and the most of GPS.
const MAX_DIRECTORIES: usize = 10_000;
const MAX_PLACES: usize = 100;

/// The length of an entry of a directory.
const ENTRY: u64 = 12;

/// How numbers are written.
#[derive(Clone, Copy)]
struct Order {
    is_little: bool,
}

impl Order {
    fn u16(self, bytes: [u8; 2]) -> u16 {
        if self.is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        }
    }

    fn u32(self, bytes: [u8; 4]) -> u64 {
        u64::from(if self.is_little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }
}

/// An entry of a directory.
struct Entry {
    tag: u16,
    /// What it holds in place of a value that is longer than 4 bytes.
    offset: u64,
    /// Of its value, in bytes.
    length: u64,
}

impl Entry {
    /// Where its value is, if that is outside of the directory.
    fn outside(&self) -> Option<Range<u64>> {
        (self.length > 4).then(|| self.offset..self.offset.saturating_add(self.length))
    }
}

pub(super) async fn find<R: Ranges + Sync>(
    source: &mut Source<R>,
    patches: &mut Patches,
) -> Result<(), Stop> {
    let [a, _, c, d, offset @ ..] = source.array::<8>(0).await?;
    let order = Order {
        is_little: a == b'I',
    };
    if order.u16([c, d]) != 42 {
        return Err(Stop::Malformed);
    }
    let mut at = order.u32(offset);
    let (mut seen, mut cleared) = (HashSet::new(), HashSet::new());
    while at != 0 && seen.insert(at) {
        if seen.len() > MAX_DIRECTORIES {
            return Err(Stop::TooLong);
        }
        let count = count(source, order, at).await?;
        for number in 0..count {
            let entry = entry(source, order, at + 2 + number * ENTRY).await?;
            match entry.tag {
                GPS if cleared.insert(entry.offset) => {
                    if cleared.len() > MAX_PLACES {
                        return Err(Stop::TooLong);
                    }
                    clear(source, order, entry.offset, patches).await?;
                }
                XMP => add(patches, entry.outside(), b' ')?,
                IPTC | PHOTOSHOP => add(patches, entry.outside(), 0)?,
                _ => {}
            }
        }
        at = order.u32(source.array(at + 2 + count * ENTRY).await?);
    }
    Ok(())
}

/// Empties a directory, and the values outside of it.
async fn clear<R: Ranges + Sync>(
    source: &mut Source<R>,
    order: Order,
    at: u64,
    patches: &mut Patches,
) -> Result<(), Stop> {
    let count = count(source, order, at).await?;
    for number in 0..count {
        let entry = entry(source, order, at + 2 + number * ENTRY).await?;
        add(patches, entry.outside(), 0)?;
    }
    add(patches, Some(at..at + 2 + count * ENTRY), 0)
}

fn add(patches: &mut Patches, range: Option<Range<u64>>, with: u8) -> Result<(), Stop> {
    match range {
        Some(range) => patches.add(range, &[], with),
        None => Ok(()),
    }
}

async fn count<R: Ranges + Sync>(
    source: &mut Source<R>,
    order: Order,
    at: u64,
) -> Result<u64, Stop> {
    Ok(u64::from(order.u16(source.array(at).await?)))
}

async fn entry<R: Ranges + Sync>(
    source: &mut Source<R>,
    order: Order,
    at: u64,
) -> Result<Entry, Stop> {
    let size = match order.u16(source.array(at + 2).await?) {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        5 | 10 | 12 => 8,
        _ => 4,
    };
    Ok(Entry {
        tag: order.u16(source.array(at).await?),
        offset: order.u32(source.array(at + 8).await?),
        length: order.u32(source.array(at + 4).await?) * size,
    })
}
