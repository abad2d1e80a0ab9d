//! Fragmented MP4, as browsers and packagers write it.

use super::fixture::{boxed, of, probed, track, video};
use crate::files::media::container::Media;

/// A fragment of one track: when it begins, if it tells, and its samples.
pub(super) struct Fragment {
    pub(super) track: u32,
    pub(super) begin: Option<u64>,
    pub(super) samples: Samples,
}

pub(super) enum Samples {
    /// The duration of each.
    Each(&'static [u32]),
    /// Their number, and their duration unless it is that of the track.
    Same(u32, Option<u32>),
}

fn full(version: u8, flags: u32, content: &[u8]) -> Vec<u8> {
    let head = u32::from(version) << 24 | flags;
    [&head.to_be_bytes()[..], content].concat()
}

impl Fragment {
    fn part(&self) -> Vec<u8> {
        let mut header = self.track.to_be_bytes().to_vec();
        let (mut header_flags, mut run, mut run_flags) = (0x2_0000, Vec::new(), 0x1);
        match &self.samples {
            Samples::Each(durations) => {
                run_flags |= 0x300;
                run.extend(u32::try_from(durations.len()).expect("few").to_be_bytes());
                run.extend([0; 4]);
                let rows = durations.iter();
                run.extend(rows.flat_map(|row| [row.to_be_bytes(), [0, 0, 0, 9]].concat()));
            }
            Samples::Same(count, duration) => {
                if let Some(duration) = duration {
                    header_flags |= 0x8;
                    header.extend(duration.to_be_bytes());
                }
                run.extend(count.to_be_bytes());
                run.extend([0; 4]);
            }
        }
        let begin = self.begin.map(|begin| full(1, 0, &begin.to_be_bytes()));
        let begin = begin.map_or(Vec::new(), |begin| boxed(b"tfdt", &begin));
        let header = boxed(b"tfhd", &full(0, header_flags, &header));
        let run = boxed(b"trun", &full(0, run_flags, &run));
        boxed(b"traf", &[header, begin, run].concat())
    }
}

/// A fragment of these tracks, and `length` bytes of samples.
fn fragment(parts: &[Fragment], length: usize) -> Vec<u8> {
    let parts: Vec<u8> = parts.iter().flat_map(Fragment::part).collect();
    let header = boxed(b"mfhd", &full(0, 0, &[0, 0, 0, 1]));
    let samples = boxed(b"mdat", &vec![7; length]);
    [boxed(b"moof", &[header, parts].concat()), samples].concat()
}

/// A track with a number and units a second.
fn numbered(kind: &[u8], id: u8, units_a_second: u32) -> Vec<u8> {
    let mut track = track(kind, 640, 480, false);
    // The id in `tkhd`, after the heads of both boxes.
    track[8 + 8 + 15] = id;
    let mut times = [0; 24];
    times[12..16].copy_from_slice(&units_a_second.to_be_bytes());
    let times = boxed(b"mdhd", &times);
    // Into `mdia`, which is last.
    let media = track.windows(4).position(|part| part == b"mdia").unwrap();
    let (head, handler) = track.split_at(media + 4);
    let media_length = u32::try_from(8 + times.len() + handler.len()).expect("small");
    let mut all = [head, &times, handler].concat();
    all[media - 4..media].copy_from_slice(&media_length.to_be_bytes());
    let length = u32::try_from(all.len()).expect("small");
    all[..4].copy_from_slice(&length.to_be_bytes());
    all
}

/// The head of a recording of pictures (track 1, 1,000 units a second) and sounds (track 2, 48,000), whose
/// samples last 40 and 1,024 units.
pub(super) fn head(duration: Option<u32>, index: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 100];
    header[12..16].copy_from_slice(&600_u32.to_be_bytes());
    let default = |track: u32, sample: u32| {
        let content = [track, 1, sample, 0, 0].map(u32::to_be_bytes).concat();
        boxed(b"trex", &full(0, 0, &content))
    };
    let duration = duration.map(|units| boxed(b"mehd", &full(0, 0, &units.to_be_bytes())));
    let extension = [
        duration.unwrap_or_default(),
        default(1, 40),
        default(2, 1_024),
    ];
    let movie = [
        boxed(b"mvhd", &header),
        numbered(b"vide", 1, 1_000),
        numbered(b"soun", 2, 48_000),
        boxed(b"mvex", &extension.concat()),
    ];
    let head = [
        boxed(b"ftyp", b"iso5\0\0\0\0"),
        boxed(b"moov", &movie.concat()),
    ];
    [head.concat(), index.to_vec()].concat()
}

fn part(track: u32, begin: Option<u64>, samples: Samples) -> Fragment {
    Fragment {
        track,
        begin,
        samples,
    }
}

/// A recording of `count` seconds from `begin` on, each a fragment with `length` bytes.
fn recording(begin: u64, count: u64, length: usize, tells_times: bool) -> Vec<u8> {
    let fragments = (0..count).flat_map(|number| {
        let told = |time: u64| tells_times.then_some(time);
        let pictures = part(1, told((begin + number) * 1_000), Samples::Same(25, None));
        let sounds = Samples::Each(&[24_000, 23_000]);
        let sounds = part(2, told((begin + number) * 48_000), sounds);
        fragment(&[pictures, sounds], length)
    });
    [head(None, &[]), fragments.collect()].concat()
}

pub(super) fn small() -> Vec<u8> {
    recording(0, 3, 100, true)
}

#[test]
fn duration_of_a_recording_is_found_at_its_end() {
    assert_eq!(of(&small()), video(3_000, 640, 480));
    // A stream that was joined late.
    assert_eq!(of(&recording(500, 3, 100, true)), video(3_000, 640, 480));
    let (found, requests) = probed(recording(0, 2_000, 10_000, true));
    assert_eq!(found, Some(video(2_000_000, 640, 480)));
    assert!(requests < 8, "{requests}");
}

#[test]
fn durations_of_samples_may_be_told_in_three_boxes() {
    for (samples, milliseconds) in [
        (Samples::Same(25, None), 1_000),
        (Samples::Same(25, Some(20)), 500),
        (Samples::Each(&[100, 200]), 300),
    ] {
        let only = fragment(&[part(1, Some(0), samples)], 10);
        assert_eq!(
            of(&[head(None, &[]), only].concat()),
            video(milliseconds, 640, 480)
        );
    }
}

#[test]
fn fragments_without_times_are_added_up() {
    assert_eq!(of(&recording(0, 50, 5_000, false)), video(50_000, 640, 480));
    // Too many to read all of them.
    let (found, requests) = probed(recording(0, 2_000, 20_000, false));
    let found = found.expect("a movie");
    assert_eq!(
        (found.duration_ms, found.dimensions),
        (None, Some((640, 480)))
    );
    assert!(requests <= 256, "{requests}");
}

#[test]
fn last_fragment_may_be_longer_than_the_part_that_is_searched() {
    let file = recording(0, 3, 3_000_000, true);
    let (found, requests) = probed(file);
    assert_eq!(found, Some(video(3_000, 640, 480)));
    assert!(requests < 16, "{requests}");
}

#[test]
fn movie_or_index_may_tell_the_duration_of_all_fragments() {
    let told = [head(Some(900), &[]), fragment(&[], 10)].concat();
    assert_eq!(of(&told), video(1_500, 640, 480));
    let segments = [5_000_u32, 2_500].map(|units| [100, units, 0].map(u32::to_be_bytes).concat());
    let index = [
        [1_u32, 1_000, 0, 0, 2].map(u32::to_be_bytes).concat(),
        segments.concat(),
    ];
    let index = boxed(b"sidx", &full(0, 0, &index.concat()));
    let indexed = [head(None, &index), fragment(&[], 10)].concat();
    assert_eq!(of(&indexed), video(7_500, 640, 480));
    let nothing = of(&head(None, &[]));
    assert_eq!(nothing.duration_ms, None);
    assert!(nothing.has_video);
    assert_ne!(nothing, Media::default());
}
