//! A small version of a picture, and one for the moment before that is loaded.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use image::{DynamicImage, ImageFormat};

use super::decode;
use crate::files::pictures::error::PictureError;

/// The longer side of a preview, in pixels.
const SIDE: u32 = 800;
/// The longer side of the picture that a placeholder is made of.
const PLACEHOLDER_SIDE: u32 = 100;
const QUALITY: u8 = 80;

/// The preview of a picture.
#[derive(Debug)]
pub(super) struct Preview {
    pub(super) bytes: Bytes,
    pub(super) mime: &'static str,
    /// A `ThumbHash` (<https://evanw.github.io/thumbhash/>) of at most 25 bytes, in Base64.
    pub(super) placeholder: String,
}

/// Makes the preview of a picture that is cleaned: a JPEG, or a PNG if it is transparent.
pub(super) fn preview(bytes: &[u8], mime: &str) -> Result<Preview, PictureError> {
    let format = decode::format(mime).ok_or(PictureError::Malformed)?;
    let picture = decode::decode(bytes, format)?;
    let small = if picture.width().max(picture.height()) > SIDE {
        picture.thumbnail(SIDE, SIDE)
    } else {
        picture
    };
    let placeholder = placeholder(&small);
    let (bytes, mime) = if is_transparent(&small) {
        let mut bytes = Cursor::new(Vec::new());
        let written = small.write_to(&mut bytes, ImageFormat::Png);
        written.map_err(|_| PictureError::Malformed)?;
        (bytes.into_inner(), "image/png")
    } else {
        let profile = decode::colour_profile(bytes, format);
        (decode::encode_jpeg(&small, QUALITY, profile)?, "image/jpeg")
    };
    Ok(Preview {
        bytes: bytes.into(),
        mime,
        placeholder,
    })
}

fn is_transparent(picture: &DynamicImage) -> bool {
    picture.color().has_alpha()
        && picture
            .to_rgba8()
            .pixels()
            .any(|pixel| pixel.0[3] < u8::MAX)
}

fn placeholder(picture: &DynamicImage) -> String {
    let tiny = picture
        .thumbnail(PLACEHOLDER_SIDE, PLACEHOLDER_SIDE)
        .to_rgba8();
    let (width, height) = (tiny.width() as usize, tiny.height() as usize);
    STANDARD.encode(thumbhash::rgba_to_thumb_hash(width, height, tiny.as_raw()))
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn png(picture: &RgbaImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn preview_is_small_and_keeps_the_proportions() {
        let photo = RgbaImage::from_pixel(2_000, 1_000, Rgba([10, 200, 30, 255]));
        let preview = preview(&png(&photo), "image/png").unwrap();
        assert_eq!(preview.mime, "image/jpeg");
        let header = decode::header(&preview.bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!((header.width, header.height), (800, 400));
        let hash = STANDARD.decode(preview.placeholder).unwrap();
        assert!(hash.len() <= 25);
        let (red, green, blue, _) = thumbhash::thumb_hash_to_average_rgba(&hash).unwrap();
        assert!(green > 0.6 && red < 0.2 && blue < 0.3);
    }

    #[test]
    fn transparency_stays_transparent() {
        let logo = RgbaImage::from_pixel(50, 50, Rgba([10, 200, 30, 100]));
        let preview = preview(&png(&logo), "image/png").unwrap();
        assert_eq!(preview.mime, "image/png");
        let header = decode::header(&preview.bytes, ImageFormat::Png).unwrap();
        assert_eq!((header.width, header.height), (50, 50));
    }
}
