//! Reading pictures within limits.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder as _, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs,
};

use crate::files::pictures::error::PictureError;
use crate::files::pictures::limits::MAX_PIXELS;

/// What it costs to turn a picture, beside one that is only decoded: it is decoded, turned and encoded.
pub(super) const COST_OF_A_TURN: u64 = 3;
/// Of a JPEG that is encoded again to be turned.
const QUALITY: u8 = 92;
/// The most bytes that a decoder may allocate.
const MAX_ALLOCATION: u64 = 256 * 1024 * 1024;

/// What the header of a picture says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// In pixels, with the orientation applied.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) orientation: Orientation,
}

impl Header {
    pub(super) fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// The format of a media type, if it is decoded here.
pub(super) fn format(mime: &str) -> Option<ImageFormat> {
    match mime {
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/png" => Some(ImageFormat::Png),
        "image/webp" => Some(ImageFormat::WebP),
        "image/gif" => Some(ImageFormat::Gif),
        _ => None,
    }
}

/// Reads the header, and decodes nothing.
pub(super) fn header(bytes: &[u8], format: ImageFormat) -> Result<Header, PictureError> {
    let mut decoder = reader(bytes, format).into_decoder().map_err(error)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels);
    }
    if width == 0 || height == 0 {
        return Err(PictureError::Malformed);
    }
    let orientation = match decoder.orientation() {
        Ok(orientation) if !is_animated(bytes, format) => orientation,
        _ => Orientation::NoTransforms,
    };
    let (width, height) = match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    };
    Ok(Header {
        width,
        height,
        orientation,
    })
}

/// Whether there are several pictures, of which decoders read the first.
fn is_animated(bytes: &[u8], format: ImageFormat) -> bool {
    let bytes = Cursor::new(bytes);
    match format {
        ImageFormat::Png => codecs::png::PngDecoder::new(bytes)
            .and_then(|decoder| decoder.is_apng())
            .unwrap_or(false),
        ImageFormat::WebP => {
            codecs::webp::WebPDecoder::new(bytes).is_ok_and(|decoder| decoder.has_animation())
        }
        _ => false,
    }
}

/// Decodes a picture (the first of several) and applies its orientation.
pub(super) fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, PictureError> {
    let Header { orientation, .. } = header(bytes, format)?;
    let mut picture = reader(bytes, format).decode().map_err(error)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// The colour profile.
pub(super) fn colour_profile(bytes: &[u8], format: ImageFormat) -> Option<Vec<u8>> {
    let mut decoder = reader(bytes, format).into_decoder().ok()?;
    decoder.icc_profile().ok()?
}

/// Encodes a picture that was turned: without a loss, but as JPEG.
pub(super) fn encode(
    picture: &DynamicImage,
    format: ImageFormat,
    colour_profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    match format {
        ImageFormat::Png => {
            let encoder = codecs::png::PngEncoder::new(&mut bytes);
            write(picture, encoder, colour_profile)?;
        }
        ImageFormat::WebP => {
            let encoder = codecs::webp::WebPEncoder::new_lossless(&mut bytes);
            write(picture, encoder, colour_profile)?;
        }
        _ => return encode_jpeg(picture, QUALITY, colour_profile),
    }
    Ok(bytes)
}

fn write(
    picture: &DynamicImage,
    mut encoder: impl ImageEncoder,
    colour_profile: Option<Vec<u8>>,
) -> Result<(), PictureError> {
    if let Some(profile) = colour_profile {
        // A profile that cannot be kept is left out.
        let _ = encoder.set_icc_profile(profile);
    }
    picture.write_with_encoder(encoder).map_err(error)
}

/// Encodes a picture as JPEG, without transparency.
pub(super) fn encode_jpeg(
    picture: &DynamicImage,
    quality: u8,
    colour_profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let mut encoder = codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
    if let Some(profile) = colour_profile {
        // A profile that cannot be kept is left out.
        let _ = encoder.set_icc_profile(profile);
    }
    let encoded = match picture {
        DynamicImage::ImageLuma8(grey) => encoder.encode_image(grey),
        DynamicImage::ImageRgb8(colours) => encoder.encode_image(colours),
        other => encoder.encode_image(&other.to_rgb8()),
    };
    encoded.map_err(error)?;
    Ok(bytes)
}

fn reader(bytes: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATION);
    reader.limits(limits);
    reader
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn error(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooManyPixels,
        _ => PictureError::Malformed,
    }
}
