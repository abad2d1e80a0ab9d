//! Videos and sounds among the attachments: how long they are, and the dimensions of the picture.
//!
//! The [`MediaProber`](super::MediaProber) reads this from the containers, outside of any request. Nothing is
//! decoded.
//!
//! # Bounds
//! Of a file at most 4 MiB are read, in at most 256 requests to the storage. Every step of a parser moves
//! forward, so hostile files end soon too.
//!
//! # Why parsers of our own
//! Libraries read a file from its beginning, or as a whole. Here a few ranges of a stored object are enough;
//! and recordings of browsers contain no duration, so that it has to be found at their end.

mod adts;
mod box_at;
mod container;
mod flac;
mod fragments;
mod mp3;
mod mp4;
mod ogg;
mod probe;
mod source;
mod stored_file;
mod wav;
mod webm;

pub(super) use box_at::{BoxAt, box_at};
pub(super) use container::Media;
pub(super) use mp4::handler;
pub(super) use probe::probe;
pub(super) use source::{Ranges, Source, Stop};
pub(super) use stored_file::StoredFile;

/// Whether a media type is that of a video or a sound.
pub(super) fn is_media(mime: &str) -> bool {
    mime.starts_with("video/") || mime.starts_with("audio/") || mime == "application/ogg"
}

/// The media type of a file of which `found` is known, if it is a sound without pictures.
pub(super) fn sound_type(mime: &'static str, found: Option<Media>) -> Option<&'static str> {
    let Some(found) = found else {
        return Some(mime).filter(|mime| mime.starts_with("audio/"));
    };
    if found.has_video {
        return None;
    }
    Some(match mime {
        "video/webm" => "audio/webm",
        "video/x-matroska" => "audio/x-matroska",
        "application/ogg" | "video/ogg" => "audio/ogg",
        sound if sound.starts_with("audio/") => sound,
        _ => "audio/mp4",
    })
}

#[cfg(test)]
mod tests;
