//! How loud a voice note is over its time, if its recorder has not measured it.
//!
//! Nothing is decoded. The samples of a WAV tell it; of Opus and AAC it is estimated from the sizes of their packets,
//! which are all equally long, since encoders of a variable rate spend more bytes on louder parts.

use super::source::{Ranges, Source, Stop};
use super::{adts, mp3, ogg, wav, webm};
use crate::domain::Waveform;

/// The numbers of a waveform.
const PARTS: usize = 64;
/// The peak below which a part is silent, even if it is the loudest: 2 % of the greatest.
const SILENCE: u32 = 650;
/// The most packets that are counted: an hour of Opus.
const MAX_PACKETS: usize = 180_000;

/// The sizes of packets in the order of time.
#[derive(Debug, Default)]
pub(super) struct Packets(Vec<u32>);

impl Packets {
    pub(super) fn add(&mut self, size: u64) -> Result<(), Stop> {
        if self.0.len() == MAX_PACKETS {
            return Err(Stop::TooLong);
        }
        self.0.push(u32::try_from(size).unwrap_or(u32::MAX));
        Ok(())
    }
}

/// The waveform of a file of `size` bytes. `None` if it tells none, or is malformed.
pub(in crate::attachments) async fn waveform<R: Ranges + Sync>(
    ranges: R,
    size: u64,
) -> Result<Option<Waveform>, object_store::Error> {
    let mut source = Source::new(ranges, size);
    match read(&mut source).await {
        Ok(numbers) => Ok(Waveform::new(numbers)),
        Err(Stop::Malformed | Stop::TooLong) => Ok(None),
        Err(Stop::Storage(error)) => Err(error),
    }
}

async fn read<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Vec<u8>, Stop> {
    let head: [u8; 4] = source.array(0).await?;
    match &head {
        b"RIFF" => Ok(by_peaks(&wav::peaks(source, PARTS as u64).await?)),
        b"OggS" => Ok(by_sizes(&ogg::packets(source).await?)),
        [0x1a, 0x45, 0xdf, 0xa3] => Ok(by_sizes(&webm::packets(source).await?)),
        _ => {
            let at = mp3::after_tags(source).await?;
            Ok(by_sizes(&adts::packets(source, at).await?))
        }
    }
}

/// From peaks of up to 32,768. Speech is far below that, so the loudest counts as 100, and the square root
/// brings the others into sight.
fn by_peaks(peaks: &[u32]) -> Vec<u8> {
    let loudest = peaks
        .iter()
        .fold(SILENCE, |loudest, peak| loudest.max(*peak));
    let numbers = peaks.iter().map(|peak| (10_000 * peak / loudest).isqrt());
    numbers.map(number).collect()
}

/// From sizes of packets. Nothing if all parts are about as large: the rate is constant then.
fn by_sizes(Packets(sizes): &Packets) -> Vec<u8> {
    let count = PARTS.min(sizes.len());
    let parts =
        (0..count).map(|part| &sizes[part * sizes.len() / count..(part + 1) * sizes.len() / count]);
    let means = parts.map(|part| {
        let sum: u64 = part.iter().map(|size| u64::from(*size)).sum();
        sum / part.len() as u64
    });
    let means: Vec<u64> = means.collect();
    let least = means.iter().copied().min().unwrap_or_default();
    let most = means.iter().copied().max().unwrap_or_default();
    let range = most - least;
    if range <= most / 8 {
        return Vec::new();
    }
    let numbers = means.iter().map(|mean| (mean - least) * 100 / range);
    numbers.map(number).collect()
}

fn number(number: impl TryInto<u8>) -> u8 {
    number.try_into().unwrap_or(100).min(100)
}
