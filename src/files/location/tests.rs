//! Files with locations, whole and damaged.

use bytes::Bytes;
use futures::executor::block_on;
use proptest::prelude::*;

use super::find;
use super::patches::{MAX_BYTES, Patches};
use crate::files::error::Error;
use crate::files::media::probe;

const LOCATION: &[u8] = b"+55.7558+037.6173/";

/// `None` if the file is refused.
fn found(file: &[u8], mime: &str) -> Option<Patches> {
    let bytes = Bytes::copy_from_slice(file);
    let size = bytes.len() as u64;
    match block_on(find(bytes, size, mime)) {
        Ok(patches) => Some(patches),
        Err(Error::HiddenLocation) => None,
        Err(error) => panic!("memory does not fail: {error}"),
    }
}

fn patches_of(file: &[u8], mime: &str) -> Patches {
    found(file, mime).expect("a whole file")
}

/// The file without its location.
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

fn has_location(file: &[u8]) -> bool {
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

/// A film of a phone, with its location wherever phones write it.
fn film() -> Vec<u8> {
    let user_data = boxed(b"udta", &boxed(b"\xa9xyz", LOCATION));
    let keys = boxed(
        b"keys",
        b"\0\0\0\0\0\0\0\x01\0\0\0\x2cmdtacom.apple.quicktime.location.ISO6709",
    );
    let list = boxed(b"ilst", &boxed(&[0, 0, 0, 1], &boxed(b"data", LOCATION)));
    let meta = boxed(b"meta", &[keys, list].concat());
    let mut header = vec![0; 100];
    header[12..20].copy_from_slice(&[0, 0, 0, 10, 0, 0, 0, 20]);
    let movie = [
        boxed(b"mvhd", &header),
        user_data.clone(),
        track(b"vide", &user_data),
        meta,
        track(b"meta", &boxed(b"gps ", LOCATION)),
        track(b"soun", &[]),
    ];
    [
        boxed(b"ftyp", b"qt  \0\0\0\0"),
        boxed(b"uuid", LOCATION),
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
    let exif = [&b"\0\0\0\0MM\0*\0\0\0\x08"[..], LOCATION].concat();
    let build = |exif_at: u8| {
        let length = u8::try_from(exif.len()).expect("small");
        let xmp = u8::try_from(LOCATION.len()).expect("small");
        let table = [
            &[1, 0, 0, 0, 0x44, 0, 0, 3][..],
            &[0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4],
            &[0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, exif_at, 0, 0, 0, length],
            &[0, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, xmp],
        ];
        let data = boxed(b"idat", &[b"ab", LOCATION, b"cd"].concat());
        let table = boxed(b"iloc", &table.concat());
        let meta = [&[0; 4], &items[..], &table, &data].concat();
        let head = [boxed(b"ftyp", b"heic\0\0\0\0"), boxed(b"meta", &meta)].concat();
        (head.len(), head)
    };
    let (length, _) = build(0);
    let (_, head) = build(u8::try_from(length + 8).expect("small"));
    [head, boxed(b"mdat", &[&exif[..], b"pixels"].concat())].concat()
}

#[test]
fn locations_of_films_are_emptied_and_nothing_moves() {
    let film = film();
    let cleaned = cleaned(&film, "video/quicktime");
    assert!(has_location(&film) && !has_location(&cleaned));
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
fn locations_of_heic_are_emptied() {
    let heic = heic();
    let cleaned = cleaned(&heic, "image/heif");
    assert!(has_location(&heic) && !has_location(&cleaned));
    assert!(cleaned.ends_with(b"pixels"));
    let exif = b"\0\0\0\0II*\0\x08\0\0\0";
    assert!(cleaned.windows(exif.len()).any(|part| part == exif));
    assert!(cleaned.windows(4).any(|part| part == b"ab  "));
}

#[test]
fn files_that_may_hide_a_location_are_refused() {
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
    ] {
        assert!(found(&file, mime).is_none(), "{mime}, {} bytes", file.len());
    }
}

#[test]
fn locations_behind_many_boxes_are_emptied() {
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
        is_film in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        length in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let (mut file, mime) = if is_film {
            (film(), "video/mp4")
        } else {
            (heic(), "image/heif")
        };
        for (at, value) in changes {
            let at = at.index(file.len());
            file[at] = [value, 0, 0xff, 1][usize::from(value) % 4];
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
