//! Containers, whole and damaged.

mod fragments;
mod sounds;
mod waveforms;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::executor::block_on;
use proptest::prelude::*;

use crate::attachments::media::container::{MAX_DURATION_MS, Media};
use crate::attachments::media::probe::probe;
use crate::attachments::media::source::Ranges;

/// A file in memory, which counts the requests.
struct Memory {
    bytes: Bytes,
    requests: AtomicUsize,
}

impl Ranges for &Memory {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, object_store::Error> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.bytes.read(range).await
    }
}

/// What is known of a file, and how many requests that took.
fn probed(bytes: Vec<u8>) -> (Option<Media>, usize) {
    let file = Memory {
        bytes: bytes.into(),
        requests: AtomicUsize::new(0),
    };
    let size = file.bytes.len() as u64;
    let found = block_on(probe(&file, size)).expect("memory does not fail");
    (found, file.requests.into_inner())
}

fn of(bytes: &[u8]) -> Media {
    probed(bytes.to_vec()).0.expect("a known container")
}

fn sound(duration_ms: u64) -> Media {
    Media {
        duration_ms: Some(duration_ms),
        ..Media::default()
    }
}

fn video(duration_ms: u64, width: u32, height: u32) -> Media {
    Media {
        duration_ms: Some(duration_ms),
        dimensions: Some((width, height)),
        has_video: true,
    }
}

/// A box of an MP4.
fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(8 + content.len()).expect("small");
    [&length.to_be_bytes()[..], kind, content].concat()
}

/// A track with `vide` or `soun`, turned by a quarter or not.
fn track(kind: &[u8], width: u16, height: u16, is_turned: bool) -> Vec<u8> {
    let one = 0x1_0000_u32.to_be_bytes();
    let mut header = vec![0; 84];
    let places = if is_turned { [44, 52] } else { [40, 56] };
    for place in places {
        header[place..place + 4].copy_from_slice(&one);
    }
    header[72..76].copy_from_slice(&0x4000_0000_u32.to_be_bytes());
    header[76..78].copy_from_slice(&width.to_be_bytes());
    header[80..82].copy_from_slice(&height.to_be_bytes());
    let handler = [&[0; 8][..], kind, &[0; 12]].concat();
    let media = boxed(b"mdia", &boxed(b"hdlr", &handler));
    boxed(b"trak", &[boxed(b"tkhd", &header), media].concat())
}

/// An MP4 that lasts `duration` of 600 units a second. Phones write `moov` at the end.
fn mp4(duration: u32, tracks: &[Vec<u8>]) -> Vec<u8> {
    let mut header = vec![0; 100];
    header[12..16].copy_from_slice(&600_u32.to_be_bytes());
    header[16..20].copy_from_slice(&duration.to_be_bytes());
    let movie = [boxed(b"mvhd", &header), tracks.concat()].concat();
    [
        boxed(b"ftyp", b"isom\0\0\0\0"),
        boxed(b"mdat", &vec![7; 40_000]),
        boxed(b"moov", &movie),
    ]
    .concat()
}

/// An element of a `WebM`.
fn element(id: u32, content: &[u8]) -> Vec<u8> {
    let length = 0x1000_0000 | u32::try_from(content.len()).expect("small");
    [head(id), length.to_be_bytes().to_vec(), content.to_vec()].concat()
}

/// An element that goes on until the one around it ends.
fn endless(id: u32, content: &[u8]) -> Vec<u8> {
    let unknown = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    [head(id), unknown.to_vec(), content.to_vec()].concat()
}

fn head(id: u32) -> Vec<u8> {
    let bytes = id.to_be_bytes().into_iter();
    bytes.skip_while(|byte| *byte == 0).collect()
}

fn cluster(time: u16, blocks: &[u16]) -> Vec<u8> {
    let block = |time: &u16| element(0xA3, &[&[0x81], &time.to_be_bytes()[..], &[0; 90]].concat());
    let blocks: Vec<u8> = blocks.iter().flat_map(block).collect();
    let content = [element(0xE7, &time.to_be_bytes()), blocks].concat();
    endless(0x1F43_B675, &content)
}

/// A `WebM` with or without pictures and a duration.
fn webm(dimensions: Option<(u16, u16)>, duration: Option<f32>, clusters: &[Vec<u8>]) -> Vec<u8> {
    let mut info = element(0x2A_D7B1, &1_000_000_u32.to_be_bytes());
    info.extend(duration.map_or(Vec::new(), |units| element(0x4489, &units.to_be_bytes())));
    let mut track = element(0x83, &[2]);
    if let Some((width, height)) = dimensions {
        let width = element(0xB0, &width.to_be_bytes());
        let height = element(0xBA, &height.to_be_bytes());
        track = [
            element(0x83, &[1]),
            element(0xE0, &[width, height].concat()),
        ]
        .concat();
    }
    let segment = [
        element(0x1549_A966, &info),
        element(0x1654_AE6B, &element(0xAE, &track)),
        clusters.concat(),
    ];
    let header = element(0x1A45_DFA3, &element(0x4282, b"webm"));
    [header, endless(0x1853_8067, &segment.concat())].concat()
}

fn page(serial: u32, samples: i64, packet: &[u8]) -> Vec<u8> {
    let length = u8::try_from(packet.len()).expect("one segment");
    [
        b"OggS\0\0",
        &samples.to_le_bytes()[..],
        &serial.to_le_bytes(),
        &[0; 8],
        &[1, length],
        packet,
    ]
    .concat()
}

fn opus(samples: i64) -> Vec<u8> {
    let head = [b"OpusHead\x01\x01", &312_u16.to_le_bytes()[..], &[0; 7]].concat();
    [
        page(5, 0, &head),
        page(5, 0, b"OpusTags"),
        page(5, samples, &[1; 200]),
        // Of another stream, and one on which no packet ends.
        page(6, 1 << 40, &[2; 100]),
        page(5, -1, &[3; 100]),
    ]
    .concat()
}

fn wav(data: u32, content: usize) -> Vec<u8> {
    let format = [1, 0, 1, 0, 0x80, 0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0];
    let mut file = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
    file.extend(format);
    file.extend(b"LIST\x03\0\0\0abc\0data");
    file.extend(data.to_le_bytes());
    file.extend(vec![0; content]);
    file
}

/// 128 kbit/s at 44,100 samples a second, in stereo; with the number of frames or without.
fn mp3(frames: Option<u32>) -> Vec<u8> {
    let mut file = b"ID3\x04\0\0\0\0\0\x04tags\xff\xfb\x90\x00".to_vec();
    file.extend([0; 32]);
    if let Some(frames) = frames {
        file.extend(b"Xing\0\0\0\x01");
        file.extend(frames.to_be_bytes());
    }
    file.resize(14 + 32_000, 0);
    file
}

#[test]
fn duration_and_dimensions_are_read_from_mp4() {
    let pictures = track(b"vide", 1920, 1080, false);
    let sounds = track(b"soun", 0, 0, false);
    let file = mp4(900, &[sounds.clone(), pictures]);
    assert_eq!(of(&file), video(1_500, 1920, 1080));
    let turned = mp4(900, &[track(b"vide", 1920, 1080, true)]);
    assert_eq!(of(&turned), video(1_500, 1080, 1920));
    assert_eq!(of(&mp4(600, std::slice::from_ref(&sounds))), sound(1_000));
    // A recording that was written while it ran.
    assert_eq!(of(&mp4(0, &[sounds])), Media::default());
}

#[test]
fn duration_of_webm_is_read_or_found_at_its_end() {
    let told = webm(Some((640, 480)), Some(2_500.0), &[cluster(0, &[0])]);
    assert_eq!(of(&told), video(2_500, 640, 480));
    let clusters = [cluster(0, &[0, 20, 40]), cluster(60, &[0, 20, 40])];
    assert_eq!(of(&webm(None, None, &clusters)), sound(100));
    let many: Vec<u16> = (0..20_000).collect();
    let long = webm(None, None, &[cluster(0, &many), cluster(20_000, &[7])]);
    let (found, requests) = probed(long);
    assert_eq!(found, Some(sound(20_007)));
    assert!(requests < 5, "{requests}");
    assert_eq!(of(&webm(None, None, &[])), Media::default());
}

#[test]
fn durations_of_sounds_are_read() {
    assert_eq!(of(&opus(48_312)), sound(1_000));
    // 32,000 bytes a second.
    assert_eq!(of(&wav(16_000, 16_000)), sound(500));
    assert_eq!(of(&wav(u32::MAX, 32_000)), sound(1_000));
    assert_eq!(of(&mp3(None)), sound(2_000));
    assert_eq!(of(&mp3(Some(100))), sound(2_612));
}

#[test]
fn large_files_are_read_in_few_requests() {
    let many = boxed(b"free", &[]).repeat(2_000_000);
    let (found, requests) = probed([boxed(b"ftyp", b"isom"), many].concat());
    assert_eq!(found, None);
    assert!(requests <= 256, "{requests}");
    let mut large = mp4(600, &[track(b"soun", 0, 0, false)]);
    let movie = large.split_off(16);
    let file = [large, boxed(b"mdat", &vec![1; 20_000_000]), movie].concat();
    let (found, requests) = probed(file);
    assert_eq!(found, Some(sound(1_000)));
    assert!(requests < 5, "{requests}");
}

fn samples() -> [Vec<u8>; 9] {
    [
        mp4(
            900,
            &[track(b"vide", 64, 48, true), track(b"soun", 0, 0, false)],
        ),
        webm(Some((64, 48)), Some(10.0), &[cluster(0, &[0])]),
        webm(None, None, &[cluster(0, &[0, 20]), cluster(40, &[0, 20])]),
        opus(48_312),
        wav(1_000, 1_000),
        mp3(Some(10)),
        fragments::small(),
        sounds::flac(44_100),
        sounds::adts(20, 60),
    ]
}

#[test]
fn clusters_inside_of_elements_are_not_read_to_the_end_each() {
    // A Void element with what looks like a cluster that goes on to the end of the file.
    let hostile = element(0xEC, b"\x1f\x43\xb6\x75\xff").repeat(100_000);
    let file = webm(None, None, &[hostile]);
    let began = Instant::now();
    let (found, _) = probed(file);
    assert_eq!(found, Some(Media::default()));
    // Each of them read to the end takes minutes.
    assert!(began.elapsed() < Duration::from_secs(10));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Damaged files are probed in bounded steps, and believed only within limits.
    #[test]
    fn damaged_files_end_soon_and_never_panic(
        sample in 0..9_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        head in any::<bool>(),
        length in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = samples()[sample].clone();
        // Usually what counts is at the beginning or at the end.
        let places = if head { 300.min(bytes.len()) } else { bytes.len() };
        for (place, value) in changes {
            let place = place.index(places);
            bytes[place] = [value, 0, 0xff, 1][usize::from(value) % 4];
        }
        if is_cut {
            bytes.truncate(length.index(bytes.len()));
        }
        let (found, requests) = probed(bytes);
        prop_assert!(requests <= 256);
        let found = found.unwrap_or_default();
        prop_assert!(found.duration_ms.unwrap_or_default() <= MAX_DURATION_MS);
        if let Some((width, height)) = found.dimensions {
            prop_assert!((1..=65_535).contains(&width) && (1..=65_535).contains(&height));
        }
    }

    #[test]
    fn random_bytes_never_panic(
        magic in prop::sample::select(vec![
            &b"\0\0\0\x08ftyp"[..], b"\x1a\x45\xdf\xa3", b"OggS", b"RIFF\0\0\0\0WAVE", b"ID3", b"\xff\xfb",
            b"\xff\xf1", b"fLaC\0\0\0\x22",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        probed([magic, &rest].concat());
    }
}
