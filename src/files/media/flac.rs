//! FLAC (RFC 9639): its first block has the number of samples.

use super::container::milliseconds;
use super::source::{Ranges, Source, Stop};
use crate::files::media::container::Media;

/// Where the numbers are, after the marker, the head of the block and the sizes of blocks and frames.
const NUMBERS: u64 = 18;

/// Reads the file from its marker on, which is at `at`.
pub(super) async fn probe<R: Ranges + Sync>(
    source: &mut Source<R>,
    at: u64,
) -> Result<Media, Stop> {
    let [marker @ .., kind, _, _, _] = source.array::<8>(at).await?;
    if &marker != b"fLaC" || kind & 0x7f != 0 {
        return Err(Stop::Malformed);
    }
    // The rate in 20 bits, channels in 3, bits of a sample in 5, samples in 36: none if they are unknown.
    let numbers = u64::from_be_bytes(source.array(at + NUMBERS).await?);
    let (rate, samples) = (numbers >> 44, numbers & 0xf_ffff_ffff);
    Ok(Media {
        duration_ms: milliseconds(samples, rate).filter(|_| samples > 0),
        ..Media::default()
    })
}
