//! Sounds without a container, behind tags or not.

use super::fixture::{of, probed, sound};

/// Tags of 20 bytes.
const TAGS: &[u8] = b"ID3\x04\0\0\0\0\0\x0atags......";

/// A FLAC of so many samples, at 44,100 a second.
pub(super) fn flac(samples: u64) -> Vec<u8> {
    let numbers = 44_100 << 44 | 1 << 41 | 15 << 36 | samples;
    let head = b"fLaC\x80\0\0\x22\x10\0\x10\0\0\0\0\0\0\0";
    [&head[..], &numbers.to_be_bytes(), &[0; 16], &[1; 100]].concat()
}

/// Frames of AAC at 48,000 samples a second, each of `length` bytes.
pub(super) fn adts(frames: usize, length: usize) -> Vec<u8> {
    let digits = u32::try_from(length).expect("13 bits");
    let byte = |shift: u32| u8::try_from(digits >> shift & 0xff).expect("a byte");
    let head = [
        0xff,
        0xf1,
        0x4c,
        0x80 | byte(11),
        byte(3),
        byte(0) << 5 | 0x1f,
        0xfc,
    ];
    let mut frame = head.to_vec();
    frame.resize(length, 0x55);
    frame.repeat(frames)
}

#[test]
fn duration_of_flac_is_that_of_its_samples() {
    assert_eq!(of(&flac(44_100)), sound(1_000));
    assert_eq!(of(&[TAGS, &flac(88_200)].concat()), sound(2_000));
    // 36 bits.
    assert_eq!(of(&flac(44_100 << 20)), sound(1_000 << 20));
    assert_eq!(of(&flac(0)).duration_ms, None);
    let mut other = flac(44_100);
    other[4] = 4;
    assert_eq!(probed(other).0, None, "another block comes first");
}

#[test]
fn frames_of_aac_are_counted() {
    let second = adts(375, 400);
    assert_eq!(of(&second), sound(8_000));
    assert_eq!(of(&[TAGS, &second].concat()), sound(8_000));
    assert_eq!(of(&[&second[..], b"TAG", &[0; 125]].concat()), sound(8_000));
    let cut = &second[..second.len() - 1];
    assert_eq!(of(cut), sound(7_978), "the last frame is not whole");
    let mut two = adts(1, 400);
    two[6] |= 1;
    assert_eq!(of(&two.repeat(375)), sound(16_000), "two blocks in a frame");
}

#[test]
fn aac_that_is_too_long_to_read_tells_no_duration() {
    let (found, requests) = probed(adts(12_000, 400));
    assert_eq!(found, None);
    assert!(requests <= 256, "{requests}");
    let (found, _) = probed(adts(10_000, 400));
    assert_eq!(found, Some(sound(213_333)));
    let noise = [adts(10, 400), vec![0; 100_000]].concat();
    assert_eq!(probed(noise).0, None);
}
