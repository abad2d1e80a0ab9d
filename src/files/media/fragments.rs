//! Fragmented MP4 (ISO/IEC 14496-12, section 8.8), which browsers record and DASH delivers: the movie has no
//! duration, and its samples are described in fragments (`moof`) after it.
//!
//! The duration is in the movie (`mehd`), in an index before the fragments (`sidx`), or that of the last
//! fragments, which are looked for at the end of the file. Where they have no time of their own, all fragments
//! are read.

use super::box_at::{BoxAt, box_at};
use super::container::milliseconds;
use super::source::{Ranges, Source, Stop};

/// Where the last fragments are looked for.
const TAIL: u64 = 1024 * 1024;
/// How many of the last fragments are read: a track may have none in the very last.
const LAST_FRAGMENTS: usize = 16;
/// The longest `moof` or `sidx` that is read.
const MAX_BOX: u64 = 1024 * 1024;
/// The most tracks of a movie that are read.
const MAX_TRACKS: usize = 64;

/// The tracks of a fragmented movie, and what is known from their fragments.
struct Movie {
    tracks: Vec<Track>,
    /// Of the whole movie, in its own units.
    duration: Option<u64>,
}

/// A track, with times in its own units.
struct Track {
    id: u32,
    units_a_second: u32,
    /// Of a sample, unless its fragment has another one.
    sample: u32,
    begin: Option<u64>,
    end: u64,
}

/// The part of a fragment that one track has.
struct Part {
    track_id: u32,
    /// When it begins, if that is in the fragment.
    begin: Option<u64>,
    /// Samples without a duration of their own.
    plain_samples: u64,
    /// Of those, if that is in the fragment.
    sample: Option<u32>,
    /// Of the other samples.
    duration: u64,
}

/// The duration of a movie with the box `mvex`, of which `units_a_second` are those of its header.
pub(super) async fn duration<R: Ranges + Sync>(
    source: &mut Source<R>,
    movie_box: &BoxAt,
    units_a_second: u32,
) -> Result<Option<u64>, Stop> {
    let length = movie_box.end - movie_box.body;
    if length > MAX_BOX {
        return Ok(None);
    }
    let content = source.bytes(movie_box.body, length).await?;
    let mut movie = Movie::read(&content);
    if let Some(duration) = movie.duration {
        return Ok(milliseconds(duration, u64::from(units_a_second)));
    }
    let mut indexed = None;
    let mut at = movie_box.end;
    while let Some(found) = box_at(source, at, source.size()).await? {
        match &found.kind {
            b"sidx" => indexed = indexed.max(index(&content_of(source, &found).await?)),
            b"moof" => break,
            _ => {}
        }
        at = found.end;
    }
    movie.read_fragments(source, at).await?;
    Ok(movie.milliseconds().max(indexed))
}

async fn content_of<R: Ranges + Sync>(
    source: &mut Source<R>,
    found: &BoxAt,
) -> Result<bytes::Bytes, Stop> {
    let length = found.end - found.body;
    if length > MAX_BOX {
        return Err(Stop::Malformed);
    }
    source.bytes(found.body, length).await
}

impl Movie {
    /// Reads the content of `moov`.
    fn read(content: &[u8]) -> Self {
        let tracks = boxes(content).filter(|(kind, _)| kind == b"trak");
        let tracks = tracks.filter_map(|(_, content)| Track::read(content));
        let mut movie = Self {
            tracks: tracks.take(MAX_TRACKS).collect(),
            duration: None,
        };
        if let Some(extension) = child(content, *b"mvex") {
            movie.read_defaults(extension);
        }
        movie
    }

    /// Reads `mvex`.
    fn read_defaults(&mut self, content: &[u8]) {
        for (kind, content) in boxes(content) {
            match &kind {
                b"mehd" => {
                    self.duration = time(content).filter(|duration| *duration > 0);
                }
                b"trex" => {
                    let id = u32_at(content, 4);
                    let track = self.tracks.iter_mut().find(|track| Some(track.id) == id);
                    if let Some((track, sample)) = track.zip(u32_at(content, 12)) {
                        track.sample = sample;
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads the first fragment, which is at `at`, and those from which the end of the last sample follows.
    async fn read_fragments<R: Ranges + Sync>(
        &mut self,
        source: &mut Source<R>,
        at: u64,
    ) -> Result<(), Stop> {
        let Some(first) = box_at(source, at, source.size()).await? else {
            return Ok(());
        };
        let content = content_of(source, &first).await?;
        let tell_times = self.add(&content);
        if tell_times && self.add_last(source, first.end).await? {
            return Ok(());
        }
        let mut at = first.end;
        while let Some(found) = box_at(source, at, source.size()).await? {
            if &found.kind == b"moof" {
                let content = content_of(source, &found).await?;
                self.add(&content);
            }
            at = found.end;
        }
        Ok(())
    }

    /// Adds the last fragments at the end of the file, after `after`. Returns whether there are any.
    async fn add_last<R: Ranges + Sync>(
        &mut self,
        source: &mut Source<R>,
        after: u64,
    ) -> Result<bool, Stop> {
        let at = source.size().saturating_sub(TAIL).max(after);
        let tail = source.up_to(at, TAIL).await?;
        let offsets = tail.windows(8).enumerate().rev();
        let fragments = offsets.filter_map(|(offset, head)| {
            let length = head[4..].eq(b"moof").then(|| u32_at(head, 0))??;
            let content = tail.get(offset + 8..offset + usize::try_from(length).ok()?)?;
            // Samples may look like a box, but hardly like one with this head.
            content.starts_with(b"\0\0\0\x10mfhd").then_some(content)
        });
        let mut found = false;
        for content in fragments.take(LAST_FRAGMENTS) {
            found |= self.add(content);
        }
        Ok(found)
    }

    /// Adds a fragment, the content of `moof`. Returns whether each of its parts has its time.
    fn add(&mut self, fragment: &[u8]) -> bool {
        let parts = boxes(fragment).filter(|(kind, _)| kind == b"traf");
        let mut tell_times = true;
        for part in parts.filter_map(|(_, content)| Part::read(content)) {
            tell_times &= part.begin.is_some();
            let mut tracks = self.tracks.iter_mut();
            if let Some(track) = tracks.find(|track| track.id == part.track_id) {
                track.add(&part);
            }
        }
        tell_times
    }

    /// From the first sample of a track to its last, of the longest one.
    fn milliseconds(&self) -> Option<u64> {
        let tracks = self.tracks.iter().filter_map(|track| {
            let units = track.end.checked_sub(track.begin?)?;
            milliseconds(units, u64::from(track.units_a_second)).filter(|_| units > 0)
        });
        tracks.max()
    }
}

impl Track {
    /// Reads the content of `trak`.
    fn read(content: &[u8]) -> Option<Self> {
        let header = child(content, *b"tkhd")?;
        let media = child(content, *b"mdia")?;
        let times = child(media, *b"mdhd")?;
        let is_long = |header: &[u8]| header.first() == Some(&1);
        Some(Self {
            id: u32_at(header, if is_long(header) { 20 } else { 12 })?,
            units_a_second: u32_at(times, if is_long(times) { 20 } else { 12 })?,
            sample: 0,
            begin: None,
            end: 0,
        })
    }

    fn add(&mut self, part: &Part) {
        let begin = part.begin.unwrap_or(self.end);
        let sample = u64::from(part.sample.unwrap_or(self.sample));
        let plain = part.plain_samples.saturating_mul(sample);
        let end = begin.saturating_add(plain).saturating_add(part.duration);
        self.begin = Some(self.begin.map_or(begin, |first| first.min(begin)));
        self.end = self.end.max(end);
    }
}

impl Part {
    /// Reads the content of `traf`.
    fn read(content: &[u8]) -> Option<Self> {
        let header = child(content, *b"tfhd")?;
        let flags = u32_at(header, 0)?;
        let sample_at =
            8 + if flags & 0x1 == 0 { 0 } else { 8 } + if flags & 0x2 == 0 { 0 } else { 4 };
        let mut part = Self {
            track_id: u32_at(header, 4)?,
            begin: child(content, *b"tfdt").and_then(time),
            plain_samples: 0,
            sample: u32_at(header, sample_at).filter(|_| flags & 0x8 != 0),
            duration: 0,
        };
        for (kind, content) in boxes(content) {
            if &kind == b"trun" {
                part.add_run(content);
            }
        }
        Some(part)
    }

    /// Adds the samples of a `trun`.
    fn add_run(&mut self, run: &[u8]) {
        let (Some(flags), Some(samples)) = (u32_at(run, 0), u32_at(run, 4)) else {
            return;
        };
        if flags & 0x100 == 0 {
            self.plain_samples += u64::from(samples);
            return;
        }
        let is_set = |flag: u32| usize::from(flags & flag != 0);
        let head = 8 + 4 * (is_set(0x1) + is_set(0x4));
        let each = 4 * (is_set(0x100) + is_set(0x200) + is_set(0x400) + is_set(0x800));
        let table = run.get(head..).unwrap_or_default();
        let rows = table.chunks_exact(each);
        let rows = rows.take(usize::try_from(samples).unwrap_or(usize::MAX));
        let durations = rows.filter_map(|row| u32_at(row, 0));
        self.duration += durations.map(u64::from).sum::<u64>();
    }
}

/// The milliseconds that the segments of a `sidx` last.
fn index(content: &[u8]) -> Option<u64> {
    let units_a_second = u32_at(content, 8)?;
    let count_at = if content.first()? == &0 { 22 } else { 30 };
    let count = content.get(count_at..count_at + 2)?;
    let count = u16::from_be_bytes(count.try_into().ok()?);
    let segments = content.get(count_at + 2..)?.chunks_exact(12);
    let durations = segments.take(usize::from(count));
    let units = durations.filter_map(|segment| u32_at(segment, 4));
    let units = units.map(u64::from).sum();
    milliseconds(units, u64::from(units_a_second)).filter(|_| units > 0)
}

/// The boxes in the content of another: their kinds and contents.
fn boxes(content: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = content;
    std::iter::from_fn(move || {
        let length = usize::try_from(u32_at(rest, 0)?).ok()?;
        let kind = rest.get(4..8)?.try_into().ok()?;
        // In a movie and a fragment no box has a length of more than 32 bits.
        let length = if length == 0 { rest.len() } else { length };
        let found = rest.get(8..length.min(rest.len()))?;
        rest = rest.get(length..).unwrap_or_default();
        Some((kind, found))
    })
}

fn child(content: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    let mut all = boxes(content);
    all.find(|(found, _)| *found == kind)
        .map(|(_, content)| content)
}

/// The time that a box has after its version and flags: of 8 bytes in version 1, else of 4.
fn time(content: &[u8]) -> Option<u64> {
    if content.first()? == &1 {
        let bytes = content.get(4..12)?;
        return Some(u64::from_be_bytes(bytes.try_into().ok()?));
    }
    u32_at(content, 4).map(u64::from)
}

fn u32_at(content: &[u8], at: usize) -> Option<u32> {
    let bytes = content.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}
