//! Files with places, whole and damaged.

use bytes::Bytes;
use futures::executor::block_on;
use proptest::prelude::*;

use super::{MAX_BYTES, Patches, find};
use crate::attachments::Error;
use crate::attachments::media::probe;

const PLACE: &[u8] = b"+55.7558+037.6173/";
const FONT: &[u8] = b"\0\x01\0\0 of subtitles";

/// `None` if the file is refused.
fn found(file: &[u8], mime: &str) -> Option<Patches> {
    let bytes = Bytes::copy_from_slice(file);
    let size = bytes.len() as u64;
    match block_on(find(bytes, size, mime)) {
        Ok(patches) => Some(patches),
        Err(Error::HiddenPlaces) => None,
        Err(error) => panic!("memory does not fail: {error}"),
    }
}

fn patches_of(file: &[u8], mime: &str) -> Patches {
    found(file, mime).expect("a whole file")
}

/// The file without places.
fn cleaned(file: &[u8], mime: &str) -> Vec<u8> {
    let patches = patches_of(file, mime);
    let mut cleaned = file.to_vec();
    patches.apply(0, &mut cleaned);
    // Part by part, as a resumable upload is assembled.
    let mut parts = file.to_vec();
    for (number, part) in parts.chunks_mut(7).enumerate() {
        patches.apply(7 * number as u64, part);
    }
    assert_eq!(parts, cleaned);
    cleaned
}

fn has_place(file: &[u8]) -> bool {
    file.windows(7).any(|part| part == b"55.7558")
}

fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(8 + content.len()).expect("small");
    [&length.to_be_bytes()[..], kind, content].concat()
}

fn track(kind: &[u8], more: &[u8]) -> Vec<u8> {
    let handler = boxed(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat());
    let header = boxed(b"tkhd", &[0, 1].repeat(42));
    boxed(
        b"trak",
        &[header, boxed(b"mdia", &handler), more.to_vec()].concat(),
    )
}

/// A film of a phone, with its place wherever phones write it.
fn film() -> Vec<u8> {
    let place = boxed(b"udta", &boxed(b"\xa9xyz", PLACE));
    let keys = boxed(
        b"keys",
        b"\0\0\0\0\0\0\0\x01\0\0\0\x2cmdtacom.apple.quicktime.location.ISO6709",
    );
    let list = boxed(b"ilst", &boxed(&[0, 0, 0, 1], &boxed(b"data", PLACE)));
    let meta = boxed(b"meta", &[keys, list].concat());
    let mut header = vec![0; 100];
    header[12..20].copy_from_slice(&[0, 0, 0, 10, 0, 0, 0, 20]);
    let movie = [
        boxed(b"mvhd", &header),
        place.clone(),
        track(b"vide", &place),
        meta,
        track(b"meta", &boxed(b"gps ", PLACE)),
        track(b"soun", &[]),
    ];
    [
        boxed(b"ftyp", b"qt  \0\0\0\0"),
        boxed(b"uuid", PLACE),
        boxed(b"mdat", &[7; 100]),
        boxed(b"moov", &movie.concat()),
    ]
    .concat()
}

fn item(id: u8, kind: &[u8]) -> Vec<u8> {
    boxed(
        b"infe",
        &[&[2, 0, 0, 0, 0, id, 0, 0][..], kind, &[0]].concat(),
    )
}

/// A HEIC with EXIF in the file, and XMP in its box `idat`.
fn heic() -> Vec<u8> {
    let items = [item(1, b"hvc1"), item(2, b"Exif"), item(3, b"mime")].concat();
    let items = boxed(b"iinf", &[&[0, 0, 0, 0, 0, 3], &items[..]].concat());
    let exif = [&b"\0\0\0\0MM\0*\0\0\0\x08"[..], PLACE].concat();
    let build = |exif_at: u8| {
        let length = u8::try_from(exif.len()).expect("small");
        let xmp = u8::try_from(PLACE.len()).expect("small");
        let table = [
            &[1, 0, 0, 0, 0x44, 0, 0, 3][..],
            &[0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4],
            &[0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, exif_at, 0, 0, 0, length],
            &[0, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, xmp],
        ];
        let data = boxed(b"idat", &[b"ab", PLACE, b"cd"].concat());
        let table = boxed(b"iloc", &table.concat());
        let meta = [&[0; 4], &items[..], &table, &data].concat();
        let head = [boxed(b"ftyp", b"heic\0\0\0\0"), boxed(b"meta", &meta)].concat();
        (head.len(), head)
    };
    let (length, _) = build(0);
    let (_, head) = build(u8::try_from(length + 8).expect("small"));
    [head, boxed(b"mdat", &[&exif[..], b"pixels"].concat())].concat()
}

/// A TIFF with a directory of GPS and with XMP.
fn tiff(is_little: bool) -> Vec<u8> {
    let u16 = |number: u16| {
        if is_little {
            number.to_le_bytes()
        } else {
            number.to_be_bytes()
        }
    };
    let u32 = |number: u32| {
        if is_little {
            number.to_le_bytes()
        } else {
            number.to_be_bytes()
        }
    };
    let entry =
        |tag, kind, count, value| [&u16(tag)[..], &u16(kind), &u32(count), &u32(value)].concat();
    let text = u32::try_from(PLACE.len()).expect("small");
    [
        if is_little { &b"II"[..] } else { b"MM" },
        &u16(42),
        &u32(8),
        &u16(3),
        &entry(256, 3, 1, 9),
        &entry(700, 1, text, 80),
        &entry(34_853, 4, 1, 50),
        &u32(0),
        // At 50.
        &u16(1),
        &entry(2, 2, text, 98),
        &[0; 16],
        // At 80.
        PLACE,
        PLACE,
        b"pixels",
    ]
    .concat()
}

#[test]
fn places_of_films_are_emptied_and_nothing_moves() {
    let film = film();
    let cleaned = cleaned(&film, "video/quicktime");
    assert!(has_place(&film) && !has_place(&cleaned));
    assert_eq!(cleaned.len(), film.len());
    let probed = |file: &[u8]| {
        let bytes = Bytes::copy_from_slice(file);
        let size = bytes.len() as u64;
        block_on(probe(bytes, size))
            .expect("memory does not fail")
            .expect("a film")
    };
    assert_eq!(probed(&cleaned), probed(&film));
    let content = boxed(b"mdat", &[7; 100]);
    assert!(cleaned.windows(content.len()).any(|part| part == content));
    // A file of another type with the same bytes stays.
    assert!(patches_of(&film, "application/zip").is_empty());
}

#[test]
fn places_of_heic_and_tiff_are_emptied() {
    for (file, mime) in [
        (heic(), "image/heif"),
        (tiff(true), "image/tiff"),
        (tiff(false), "image/tiff"),
    ] {
        let cleaned = cleaned(&file, mime);
        assert!(has_place(&file) && !has_place(&cleaned), "{mime}");
        assert!(cleaned.ends_with(b"pixels"), "{mime}");
    }
    let exif = b"\0\0\0\0II*\0\x08\0\0\0";
    let cleaned = cleaned(&heic(), "image/heif");
    assert!(cleaned.windows(exif.len()).any(|part| part == exif));
    assert!(cleaned.windows(4).any(|part| part == b"ab  "));
}

/// An element of a Matroska file.
fn element(id: u32, content: &[u8]) -> Vec<u8> {
    let length = 0x1000_0000 | u32::try_from(content.len()).expect("small");
    let id = id.to_be_bytes().into_iter().skip_while(|byte| *byte == 0);
    let head: Vec<u8> = id.chain(length.to_be_bytes()).collect();
    [&head, content].concat()
}

/// A Matroska file with tags behind so many clusters, and an index that names them or not.
fn matroska(clusters: usize, is_indexed: bool) -> Vec<u8> {
    let tag = |name: &[u8], value: &[u8]| {
        let tag = [element(0x45A3, name), element(0x4487, value)].concat();
        element(0x67C8, &tag)
    };
    let nested = [
        element(0x45A3, b"ORIGINAL"),
        tag(b"RECORDING_LOCATION", PLACE),
    ];
    let tags = [
        tag(b"LOCATION", PLACE),
        element(0x67C8, &nested.concat()),
        element(
            0x67C8,
            &[element(0x45A3, b"XYZ"), element(0x4485, PLACE)].concat(),
        ),
    ];
    let tags = element(0x1254_C367, &element(0x7373, &tags.concat()));
    let attached = |name: &[u8], data: &[u8]| {
        let file = [element(0x466E, name), element(0x465C, data)].concat();
        element(0x61A7, &file)
    };
    let cover = [b"\xff\xd8\xff\xe1\0\x40Exif\0\0", PLACE].concat();
    let files = [attached(b"cover.jpg", &cover), attached(b"a.ttf", FONT)];
    let attachments = element(0x1941_A469, &files.concat());
    let place = |id: u32, position: u32| {
        let entry = [
            element(0x53AB, &id.to_be_bytes()),
            element(0x53AC, &position.to_be_bytes()),
        ];
        element(0x4DBB, &entry.concat())
    };
    let index = |[tags, files]: [u32; 2]| {
        let places = [place(0x1254_C367, tags), place(0x1941_A469, files)];
        element(0x114D_9B74, &places.concat())
    };
    let cluster = element(0x1F43_B675, &vec![7; 20_000]).repeat(clusters);
    let info = element(0x1549_A966, &element(0x4489, &1_000_f32.to_be_bytes()));
    let before = index([0; 2]).len() + info.len() + cluster.len();
    let positions = [before, before + tags.len()];
    let index = if is_indexed {
        index(positions.map(|position| u32::try_from(position).expect("small")))
    } else {
        index([u32::MAX; 2])
    };
    let parts = [index, info, cluster, tags, attachments];
    let segment = element(0x1853_8067, &parts.concat());
    [element(0x1A45_DFA3, &element(0x4282, b"matroska")), segment].concat()
}

#[test]
fn places_of_matroska_are_emptied_and_nothing_moves() {
    for (clusters, is_indexed) in [(0, true), (3, true), (3, false), (600, true)] {
        let file = matroska(clusters, is_indexed);
        for mime in ["video/x-matroska", "video/webm", "audio/webm"] {
            let cleaned = cleaned(&file, mime);
            assert!(
                has_place(&file) && !has_place(&cleaned),
                "{clusters} {is_indexed}"
            );
            let changed = file.iter().zip(&cleaned).filter(|(old, new)| old != new);
            // The cover begins with nine bytes that are not zero.
            assert_eq!(changed.count(), 4 * PLACE.len() + 9, "only the values");
            assert!(cleaned.windows(FONT.len()).any(|part| part == FONT));
        }
    }
    assert!(patches_of(&matroska(1, true), "video/mp4").is_empty());
}

#[test]
fn tiff_of_many_gps_directories_ends_soon() {
    // 1,300 entries at 8, each of which names a directory of GPS of 1,300 entries nearby.
    let entries = 1_300_u16;
    let mut file = [&b"II*\0\x08\0\0\0"[..], &entries.to_le_bytes()].concat();
    for number in 0..u32::from(entries) {
        let offset = 10 + 12 * number + 10;
        // Its value is the offset, whose two lower bytes are followed by those of the next directory.
        file.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0]);
        file.extend(offset.to_le_bytes());
    }
    file.extend([0; 16]);
    assert!(found(&file, "image/tiff").is_none());
}

#[test]
fn files_that_may_hide_a_place_are_refused() {
    let heic = heic();
    let mut made_of_items = heic.clone();
    let entry = made_of_items
        .windows(4)
        .rposition(|part| part == [0, 3, 0, 1]);
    made_of_items[entry.expect("XMP") + 3] = 2;
    let table = heic.windows(4).position(|part| part == b"iloc");
    let cut = &heic[..table.expect("a table") + 20];
    // Its items lie further apart than is read.
    let wide = boxed(
        b"infe",
        &[&[2, 0, 0, 0, 0, 1, 0, 0][..], b"hvc1", &vec![0; 70_000]].concat(),
    );
    let items = boxed(b"iinf", &[&[0; 6], &wide.repeat(600)[..]].concat());
    let too_long = [
        boxed(b"ftyp", b"heic\0\0\0\0"),
        boxed(b"meta", &[&[0; 4], &items[..]].concat()),
    ];
    let mut no_box = film();
    no_box.extend([0, 0, 0, 2, 0, 0, 0, 0, 0]);
    for (file, mime) in [
        (made_of_items, "image/heif"),
        (cut.to_vec(), "image/heif"),
        (too_long.concat(), "image/heif"),
        (no_box, "video/quicktime"),
        (tiff(true)[..60].to_vec(), "image/tiff"),
        (matroska(1, true)[..5].to_vec(), "video/webm"),
    ] {
        assert!(found(&file, mime).is_none(), "{mime}, {} bytes", file.len());
    }
}

#[test]
fn places_behind_many_boxes_are_emptied() {
    let free = boxed(b"free", &vec![0; 65_000]).repeat(400);
    let heic = heic();
    let (kind, rest) = heic.split_at(16);
    let far = [kind, &free, rest].concat();
    assert!(!patches_of(&far, "image/heif").is_empty());
}

#[test]
fn long_recordings_in_fragments_are_taken() {
    let fragment = [boxed(b"moof", &[0; 8]), boxed(b"mdat", &vec![7; 80_000])].concat();
    let recording = [film(), fragment.repeat(600)].concat();
    assert!(!patches_of(&recording, "video/mp4").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn damaged_files_are_patched_within_bounds(
        sample in 0..6_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        length in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let (mut file, mime) = match sample {
            0 => (film(), "video/mp4"),
            1 => (heic(), "image/heif"),
            4 | 5 => (matroska(2, sample == 4), "video/webm"),
            n => (tiff(n == 2), "image/tiff"),
        };
        for (place, value) in changes {
            let place = place.index(file.len());
            file[place] = [value, 0, 0xff, 1][usize::from(value) % 4];
        }
        if is_cut {
            file.truncate(length.index(file.len()));
        }
        let Some(patches) = found(&file, mime) else {
            return Ok(());
        };
        let bytes: u64 = patches.patches.iter().map(|patch| patch.range.end.saturating_sub(patch.range.start)).sum();
        prop_assert!(bytes <= MAX_BYTES);
        cleaned(&file, mime);
    }
}
