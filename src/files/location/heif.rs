//! Locations in HEIC and AVIF (ISO/IEC 23008-12): the items `Exif` and `mime` (XMP) of the box `meta`.

use std::collections::HashSet;

use crate::files::location::patches::Patches;
use crate::files::media::{BoxAt, box_at};
use crate::files::media::{Ranges, Source, Stop};

/// EXIF that says nothing: the offset of a TIFF without entries, and that TIFF.
const NO_EXIF: &[u8] = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0";

/// The ids of items with metadata.
#[derive(Debug, Default)]
struct Items {
    exif: HashSet<u32>,
    texts: HashSet<u32>,
}

pub(super) async fn find<R: Ranges + Sync>(
    source: &mut Source<R>,
    patches: &mut Patches,
) -> Result<(), Stop> {
    let mut at = 0;
    while let Some(found) = box_at(source, at, source.size()).await? {
        if found.kind == *b"meta" {
            return in_meta(source, &found, patches).await;
        }
        at = found.end;
    }
    Ok(())
}

async fn in_meta<R: Ranges + Sync>(
    source: &mut Source<R>,
    meta: &BoxAt,
    patches: &mut Patches,
) -> Result<(), Stop> {
    let mut items = Items::default();
    let (mut locations, mut data) = (None, None);
    // After the version and the flags.
    let mut at = meta.body + 4;
    while let Some(found) = box_at(source, at, meta.end).await? {
        match &found.kind {
            b"iinf" => items = read_items(source, &found).await?,
            b"iloc" => locations = Some(found),
            b"idat" => data = Some(found),
            _ => {}
        }
        at = found.end;
    }
    let Some(locations) = locations else {
        return Ok(());
    };
    let data_at = data.map_or(0, |data: BoxAt| data.body);
    let locations = Locations::open(source, &locations, data_at).await?;
    locations.overwrite(source, &items, patches).await
}

async fn read_items<R: Ranges + Sync>(source: &mut Source<R>, info: &BoxAt) -> Result<Items, Stop> {
    let [version] = source.array(info.body).await?;
    let mut at = info.body + if version == 0 { 6 } else { 8 };
    let mut items = Items::default();
    while let Some(entry) = box_at(source, at, info.end).await? {
        at = entry.end;
        let [version] = source.array(entry.body).await?;
        let id_at = entry.body + 4;
        // Before version 2 an entry has no type.
        let (id, kind_at) = match version {
            2 => (
                u32::from(u16::from_be_bytes(source.array(id_at).await?)),
                id_at + 4,
            ),
            3 => (u32::from_be_bytes(source.array(id_at).await?), id_at + 6),
            _ => continue,
        };
        match &source.array(kind_at).await? {
            b"Exif" => items.exif.insert(id),
            b"mime" => items.texts.insert(id),
            _ => continue,
        };
    }
    Ok(items)
}

/// The table of where items are.
struct Locations {
    version: u8,
    offset_size: u64,
    length_size: u64,
    base_size: u64,
    index_size: u64,
    /// Where the entries begin, and how many there are.
    at: u64,
    count: u32,
    /// Where the items in the box `idat` begin.
    data_at: u64,
}

impl Locations {
    async fn open<R: Ranges + Sync>(
        source: &mut Source<R>,
        table: &BoxAt,
        data_at: u64,
    ) -> Result<Self, Stop> {
        let [version, _, _, _, sizes, more] = source.array(table.body).await?;
        // Every extent takes a step.
        if sizes == 0 {
            return Err(Stop::Malformed);
        }
        let count_at = table.body + 6;
        let (count, at) = if version < 2 {
            let count = u16::from_be_bytes(source.array(count_at).await?);
            (u32::from(count), count_at + 2)
        } else {
            let count = u32::from_be_bytes(source.array(count_at).await?);
            (count, count_at + 4)
        };
        Ok(Self {
            version,
            offset_size: u64::from(sizes >> 4),
            length_size: u64::from(sizes & 15),
            base_size: u64::from(more >> 4),
            index_size: if version == 0 {
                0
            } else {
                u64::from(more & 15)
            },
            at,
            count,
            data_at,
        })
    }

    async fn overwrite<R: Ranges + Sync>(
        self,
        source: &mut Source<R>,
        items: &Items,
        patches: &mut Patches,
    ) -> Result<(), Stop> {
        let mut numbers = Numbers {
            source,
            at: self.at,
        };
        for _ in 0..self.count {
            let id = numbers.next(if self.version < 2 { 2 } else { 4 }).await?;
            let method = match self.version {
                0 => 0,
                _ => numbers.next(2).await? & 15,
            };
            numbers.next(2).await?;
            let base = numbers.next(self.base_size).await?;
            let begin = base.saturating_add(if method == 1 { self.data_at } else { 0 });
            let is = |ids: &HashSet<u32>| u32::try_from(id).is_ok_and(|id| ids.contains(&id));
            for _ in 0..numbers.next(2).await? {
                numbers.next(self.index_size).await?;
                let offset = numbers.next(self.offset_size).await?;
                let length = numbers.next(self.length_size).await?;
                let start = begin.saturating_add(offset);
                let range = start..start.saturating_add(length);
                match method {
                    // Made of other items.
                    2.. if is(&items.exif) || is(&items.texts) => return Err(Stop::Malformed),
                    2.. => {}
                    _ if is(&items.exif) => patches.add(range, NO_EXIF, 0)?,
                    _ if is(&items.texts) => patches.add(range, &[], b' ')?,
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// Numbers that follow each other.
struct Numbers<'a, R> {
    source: &'a mut Source<R>,
    at: u64,
}

impl<R: Ranges + Sync> Numbers<'_, R> {
    /// The next number, of at most 8 bytes.
    async fn next(&mut self, size: u64) -> Result<u64, Stop> {
        if size > 8 {
            return Err(Stop::Malformed);
        }
        let bytes = self.source.bytes(self.at, size).await?;
        self.at += size;
        Ok(bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}
