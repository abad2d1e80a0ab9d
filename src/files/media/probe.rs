//! Reading the container of a file, whichever it is.

use bytes::Bytes;

use crate::files::media::container::Media;
use crate::files::media::source::{Ranges, Source, Stop};
use crate::files::media::{adts, flac, mp3, mp4, ogg, wav, webm};

/// Reads the container of a file of `size` bytes. `None` if it has none that is known, or is malformed.
pub(in crate::files) async fn probe<R: Ranges + Sync>(
    ranges: R,
    size: u64,
) -> Result<Option<Media>, object_store::Error> {
    let mut source = Source::new(ranges, size);
    match probe_source(&mut source).await {
        Ok(media) => Ok(Some(media)),
        Err(Stop::Malformed | Stop::TooLong) => Ok(None),
        Err(Stop::Storage(error)) => Err(error),
    }
}

async fn probe_source<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    let head: Bytes = source.bytes(0, 12).await?;
    match &head[..] {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] | [_, _, _, _, b'm', b'o', b'o', b'v', ..] => {
            mp4::probe(source).await
        }
        [0x1a, 0x45, 0xdf, 0xa3, ..] => webm::probe(source).await,
        [b'O', b'g', b'g', b'S', ..] => ogg::probe(source).await,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E'] => wav::probe(source).await,
        [b'I', b'D', b'3', ..] | [0xff, ..] | [b'f', b'L', b'a', b'C', ..] => {
            probe_sound(source).await
        }
        _ => Err(Stop::Malformed),
    }
}

/// Reads a sound that may begin with tags: which one it is follows them.
async fn probe_sound<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    let at = mp3::after_tags(source).await?;
    let head: [u8; 4] = source.array(at).await?;
    if &head == b"fLaC" {
        flac::probe(source, at).await
    } else if adts::is_frame(&head) {
        adts::probe(source, at).await
    } else {
        mp3::probe(source, at).await
    }
}
