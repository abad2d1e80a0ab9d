//! Files of each container, and what is read of them.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures::executor::block_on;

use crate::files::media::container::Media;
use crate::files::media::probe::probe;
use crate::files::media::source::Ranges;

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
pub(super) fn probed(bytes: Vec<u8>) -> (Option<Media>, usize) {
    let file = Memory {
        bytes: bytes.into(),
        requests: AtomicUsize::new(0),
    };
    let size = file.bytes.len() as u64;
    let found = block_on(probe(&file, size)).expect("memory does not fail");
    (found, file.requests.into_inner())
}

pub(super) fn of(bytes: &[u8]) -> Media {
    probed(bytes.to_vec()).0.expect("a known container")
}

pub(super) fn sound(duration_ms: u64) -> Media {
    Media {
        duration_ms: Some(duration_ms),
        ..Media::default()
    }
}

pub(super) fn video(duration_ms: u64, width: u32, height: u32) -> Media {
    Media {
        duration_ms: Some(duration_ms),
        dimensions: Some((width, height)),
        has_video: true,
    }
}

/// A box of an MP4.
pub(super) fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(8 + content.len()).expect("small");
    [&length.to_be_bytes()[..], kind, content].concat()
}

/// A track with `vide` or `soun`, turned by a quarter or not.
pub(super) fn track(kind: &[u8], width: u16, height: u16, is_turned: bool) -> Vec<u8> {
    let one = 0x1_0000_u32.to_be_bytes();
    let mut header = vec![0; 84];
    let offsets = if is_turned { [44, 52] } else { [40, 56] };
    for offset in offsets {
        header[offset..offset + 4].copy_from_slice(&one);
    }
    header[72..76].copy_from_slice(&0x4000_0000_u32.to_be_bytes());
    header[76..78].copy_from_slice(&width.to_be_bytes());
    header[80..82].copy_from_slice(&height.to_be_bytes());
    let handler = [&[0; 8][..], kind, &[0; 12]].concat();
    let media = boxed(b"mdia", &boxed(b"hdlr", &handler));
    boxed(b"trak", &[boxed(b"tkhd", &header), media].concat())
}

/// An MP4 that lasts `duration` of 600 units a second. Phones write `moov` at the end.
pub(super) fn mp4(duration: u32, tracks: &[Vec<u8>]) -> Vec<u8> {
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
pub(super) fn element(id: u32, content: &[u8]) -> Vec<u8> {
    let length = 0x1000_0000 | u32::try_from(content.len()).expect("small");
    [head(id), length.to_be_bytes().to_vec(), content.to_vec()].concat()
}

/// An element that goes on until the one around it ends.
pub(super) fn endless(id: u32, content: &[u8]) -> Vec<u8> {
    let unknown = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    [head(id), unknown.to_vec(), content.to_vec()].concat()
}

pub(super) fn head(id: u32) -> Vec<u8> {
    let bytes = id.to_be_bytes().into_iter();
    bytes.skip_while(|byte| *byte == 0).collect()
}

pub(super) fn cluster(time: u16, blocks: &[u16]) -> Vec<u8> {
    let block = |time: &u16| element(0xA3, &[&[0x81], &time.to_be_bytes()[..], &[0; 90]].concat());
    let blocks: Vec<u8> = blocks.iter().flat_map(block).collect();
    let content = [element(0xE7, &time.to_be_bytes()), blocks].concat();
    endless(0x1F43_B675, &content)
}

/// A `WebM` with or without pictures and a duration.
pub(super) fn webm(
    dimensions: Option<(u16, u16)>,
    duration: Option<f32>,
    clusters: &[Vec<u8>],
) -> Vec<u8> {
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

pub(super) fn page(serial: u32, samples: i64, packet: &[u8]) -> Vec<u8> {
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

pub(super) fn opus(samples: i64) -> Vec<u8> {
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

pub(super) fn wav(data: u32, content: usize) -> Vec<u8> {
    let format = [1, 0, 1, 0, 0x80, 0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0];
    let mut file = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
    file.extend(format);
    file.extend(b"LIST\x03\0\0\0abc\0data");
    file.extend(data.to_le_bytes());
    file.extend(vec![0; content]);
    file
}

/// 128 kbit/s at 44,100 samples a second, in stereo; with the number of frames or without.
pub(super) fn mp3(frames: Option<u32>) -> Vec<u8> {
    let mut file = b"ID3\x04\0\0\0\0\0\x04tags\xff\xfb\x90\x00".to_vec();
    file.extend([0; 32]);
    if let Some(frames) = frames {
        file.extend(b"Xing\0\0\0\x01");
        file.extend(frames.to_be_bytes());
    }
    file.resize(14 + 32_000, 0);
    file
}
