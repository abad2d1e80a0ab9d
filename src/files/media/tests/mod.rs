//! Containers, whole and damaged.

mod fixture;
mod fragments;
mod sounds;

use std::time::{Duration, Instant};

use proptest::prelude::*;

use self::fixture::{
    boxed, cluster, element, mp3, mp4, of, opus, probed, sound, track, video, wav, webm,
};
use crate::files::media::container::{MAX_DURATION_MS, Media};

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
        let changeable = if head { 300.min(bytes.len()) } else { bytes.len() };
        for (index, value) in changes {
            bytes[index.index(changeable)] = [value, 0, 0xff, 1][usize::from(value) % 4];
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
