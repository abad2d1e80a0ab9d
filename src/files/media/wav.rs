//! WAV: RIFF chunks.

use super::container::milliseconds;
use super::source::{Ranges, Source, Stop};
use crate::files::media::container::Media;

pub(super) async fn probe<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    // After `RIFF`, the length and `WAVE`.
    let mut at = 12;
    let mut bytes_a_second = 0;
    loop {
        let [a, b, c, d, length @ ..] = source.array::<8>(at).await?;
        let length = u64::from(u32::from_le_bytes(length));
        let body = at + 8;
        match &[a, b, c, d] {
            b"fmt " => bytes_a_second = u32::from_le_bytes(source.array(body + 8).await?),
            b"data" => {
                // A recording that was written while it ran has no length, or the greatest.
                let rest = source.size() - body;
                let length = if length == 0 { rest } else { length.min(rest) };
                return Ok(Media {
                    duration_ms: milliseconds(length, u64::from(bytes_a_second)),
                    ..Media::default()
                });
            }
            _ => {}
        }
        // Chunks begin at even offsets.
        at = body + length + length % 2;
    }
}
