//! Waveforms of voice notes, of samples and of the sizes of packets.

use bytes::Bytes;
use futures::executor::block_on;

use super::sounds::adts;
use crate::attachments::media::waveform::waveform;

fn numbers(file: Vec<u8>) -> Option<Vec<u8>> {
    let size = file.len() as u64;
    let found = block_on(waveform(Bytes::from(file), size)).expect("memory does not fail");
    found.map(|waveform| waveform.numbers().to_vec())
}

/// A WAV of samples of so many bits.
fn wav(format: u8, bits: u8, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("small");
    [
        &b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0"[..],
        &[
            format, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, bits, 0,
        ],
        b"data",
        &length.to_le_bytes(),
        data,
    ]
    .concat()
}

/// Silence, and then a sound that is as loud as possible.
const HALVES: [u8; 64] = {
    let mut numbers = [0; 64];
    let mut at = 32;
    while at < 64 {
        numbers[at] = 100;
        at += 1;
    }
    numbers
};

#[test]
fn peaks_of_samples_are_the_waveform() {
    let halves = |quiet: &[u8], loud: &[u8]| [quiet.repeat(6_400), loud.repeat(6_400)].concat();
    for (format, bits, data) in [
        (1, 8, halves(&[128], &[0])),
        (1, 16, halves(&[0, 0], &[0, 0x80])),
        (1, 24, halves(&[9, 0, 0], &[0, 0, 0x80])),
        (1, 32, halves(&[9, 9, 0, 0], &[0, 0, 0, 0x80])),
        (3, 32, halves(&[0; 4], &1_f32.to_le_bytes())),
    ] {
        let found = numbers(wav(format, bits, &data));
        assert_eq!(found.as_deref(), Some(&HALVES[..]), "{format} {bits}");
    }
    let quarter = [[0, 0x20].repeat(1_000), [0, 0x80].repeat(1_000)].concat();
    assert_eq!(numbers(wav(1, 16, &quarter)).expect("a sound")[0], 50);
    assert_eq!(numbers(wav(1, 16, &[0; 100])), Some(vec![0; 50]));
    assert_eq!(numbers(wav(1, 16, &[])), None);
    assert_eq!(
        numbers(wav(7, 8, &[1; 100])),
        None,
        "a law that is not read"
    );
}

#[test]
fn long_sound_is_read_here_and_there() {
    let data = [vec![0; 10_000_000], [0, 0x80].repeat(5_000_000)].concat();
    assert_eq!(numbers(wav(1, 16, &data)).as_deref(), Some(&HALVES[..]));
}

/// A page of Ogg with these packets.
fn page(packets: &[Vec<u8>]) -> Vec<u8> {
    let mut table = Vec::new();
    for packet in packets {
        table.extend(vec![255; packet.len() / 255]);
        table.push(u8::try_from(packet.len() % 255).expect("a byte"));
    }
    let segments = u8::try_from(table.len()).expect("few");
    [
        &b"OggS\0"[..],
        &[0; 21],
        &[segments],
        &table,
        &packets.concat(),
    ]
    .concat()
}

fn opus(sizes: &[usize]) -> Vec<u8> {
    let mut file = page(&[b"OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0".to_vec()]);
    file.extend(page(&[[&b"OpusTags"[..], &[0; 600]].concat()]));
    for size in sizes {
        file.extend(page(&[vec![1; *size], vec![1; *size]]));
    }
    file
}

#[test]
fn sizes_of_packets_are_the_waveform() {
    let halves = [[20; 320], [300; 320]].concat();
    assert_eq!(numbers(opus(&halves)).as_deref(), Some(&HALVES[..]));
    let blocks = |size: &usize| {
        let [high, low] = u16::try_from(*size).expect("14 bits").to_be_bytes();
        [&[0xa3, 0x40 | high, low][..], &vec![0x80; *size]].concat()
    };
    let blocks: Vec<u8> = halves.iter().flat_map(blocks).collect();
    let webm = [
        &b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"[..],
        b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff\xe7\x81\0",
        &blocks,
    ];
    assert_eq!(numbers(webm.concat()).as_deref(), Some(&HALVES[..]));
    let aac = [adts(320, 50), adts(320, 400)].concat();
    assert_eq!(numbers(aac).as_deref(), Some(&HALVES[..]));
}

#[test]
fn sounds_of_a_constant_rate_have_no_waveform() {
    assert_eq!(numbers(opus(&[100; 300])), None);
    assert_eq!(numbers(opus(&[])), None);
    assert_eq!(numbers(adts(300, 400)), None);
    let vorbis = page(&[b"\x01vorbis and what follows".to_vec()]);
    assert_eq!(numbers(vorbis), None);
    let endless = opus(&vec![100; 60_000]);
    assert!(endless.len() > 4 << 20);
    assert_eq!(numbers(endless), None);
}
