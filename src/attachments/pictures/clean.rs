//! Removing what a picture tells besides its pixels.

use bytes::Bytes;
use image::ImageFormat;
use image::metadata::Orientation;
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::{CHUNK_XMP, WebP};
use img_parts::{ImageEXIF as _, ImageICC as _};

use super::{PictureError, decode, off_the_runtime};

/// Of pictures that are encoded again to be turned.
const QUALITY: u8 = 92;
/// Chunks of a PNG that show its pixels (PNG 3, section 11), the animated ones included. All others
/// are removed: texts, times, EXIF.
const PNG_CHUNKS: &[[u8; 4]] = &[
    *b"IHDR", *b"PLTE", *b"IDAT", *b"IEND", *b"tRNS", *b"cHRM", *b"gAMA", *b"iCCP", *b"sBIT",
    *b"sRGB", *b"cICP", *b"bKGD", *b"pHYs", *b"acTL", *b"fcTL", *b"fdAT",
];
/// The segment of a JPEG that says how its colours are transformed.
const APP14_ADOBE: u8 = 0xEE;

/// A picture without metadata.
#[derive(Debug, PartialEq, Eq)]
pub struct Cleaned {
    pub bytes: Bytes,
    /// In pixels, as it is shown.
    pub width: u32,
    pub height: u32,
}

/// Removes the metadata of a picture and applies its orientation. The pixels are encoded again only
/// if they have to be turned.
pub async fn clean(bytes: Bytes, mime: &str) -> Result<Cleaned, PictureError> {
    let format = decode::format(mime).ok_or(PictureError::Malformed)?;
    off_the_runtime(move || clean_now(bytes, format)).await
}

fn clean_now(bytes: Bytes, format: ImageFormat) -> Result<Cleaned, PictureError> {
    let header = decode::header(&bytes, format)?;
    let cleaned = match format {
        ImageFormat::Jpeg if header.orientation == Orientation::NoTransforms => jpeg(bytes)?,
        ImageFormat::Jpeg => {
            let turned = decode::decode(&bytes, format)?;
            let profile = decode::colour_profile(&bytes, format);
            decode::encode_jpeg(&turned, QUALITY, profile)?.into()
        }
        ImageFormat::Png => png(bytes)?,
        ImageFormat::WebP => webp(bytes)?,
        // A GIF has no place for EXIF.
        _ => bytes,
    };
    Ok(Cleaned {
        bytes: cleaned,
        width: header.width,
        height: header.height,
    })
}

/// Keeps the segments that decoders need: tables, frames, scans, the colour profile.
fn jpeg(bytes: Bytes) -> Result<Bytes, PictureError> {
    let mut jpeg = Jpeg::from_bytes(bytes).map_err(|_| PictureError::Malformed)?;
    let profile = jpeg.icc_profile();
    jpeg.segments_mut().retain(|segment| {
        let marker = segment.marker();
        let is_application = (markers::APP0..=markers::APP15).contains(&marker);
        marker != markers::COM
            && (!is_application || marker == markers::APP0 || marker == APP14_ADOBE)
    });
    jpeg.set_icc_profile(profile);
    Ok(jpeg.encoder().bytes())
}

fn png(bytes: Bytes) -> Result<Bytes, PictureError> {
    let mut png = Png::from_bytes(bytes).map_err(|_| PictureError::Malformed)?;
    png.chunks_mut()
        .retain(|chunk| PNG_CHUNKS.contains(&chunk.kind()));
    Ok(png.encoder().bytes())
}

fn webp(bytes: Bytes) -> Result<Bytes, PictureError> {
    let mut webp = WebP::from_bytes(bytes).map_err(|_| PictureError::Malformed)?;
    webp.set_exif(None);
    webp.remove_chunks_by_id(CHUNK_XMP);
    Ok(webp.encoder().bytes())
}

#[cfg(test)]
mod tests {
    use image::{ImageEncoder as _, RgbImage};

    use super::*;

    /// A red left half and a blue right half.
    fn picture() -> RgbImage {
        RgbImage::from_fn(64, 32, |x, _| {
            image::Rgb(if x < 32 { [250, 0, 0] } else { [0, 0, 250] })
        })
    }

    /// EXIF with an orientation and a place.
    fn exif(orientation: u8) -> Vec<u8> {
        let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
        exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        // GPSInfo, with the text that the tests look for.
        exif.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
        exif.extend([0, 0, 0, 0]);
        exif.extend(b"GPS 55.7558 N, 37.6173 E");
        exif
    }

    fn jpeg_with(orientation: u8) -> Bytes {
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
        encoder.encode_image(&picture()).unwrap();
        let mut jpeg = Jpeg::from_bytes(bytes.into()).unwrap();
        jpeg.set_exif(Some(exif(orientation).into()));
        jpeg.encoder().bytes()
    }

    fn has_place(bytes: &[u8]) -> bool {
        bytes.windows(7).any(|part| part == b"55.7558")
    }

    fn decoded(cleaned: &Cleaned, format: ImageFormat) -> RgbImage {
        decode::decode(&cleaned.bytes, format).unwrap().to_rgb8()
    }

    #[test]
    fn place_of_a_photo_is_removed_and_its_pixels_stay() {
        let photo = jpeg_with(1);
        assert!(has_place(&photo));
        let before = decode::decode(&photo, ImageFormat::Jpeg).unwrap();
        let cleaned = clean_now(photo, ImageFormat::Jpeg).unwrap();
        assert!(!has_place(&cleaned.bytes));
        assert_eq!((cleaned.width, cleaned.height), (64, 32));
        assert_eq!(decoded(&cleaned, ImageFormat::Jpeg), before.to_rgb8());
    }

    #[test]
    fn orientation_is_applied_to_the_pixels() {
        let cleaned = clean_now(jpeg_with(6), ImageFormat::Jpeg).unwrap();
        assert!(!has_place(&cleaned.bytes));
        assert_eq!((cleaned.width, cleaned.height), (32, 64));
        let header = decode::header(&cleaned.bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!(header.orientation, Orientation::NoTransforms);
        let turned = decoded(&cleaned, ImageFormat::Jpeg);
        // Turned clockwise, what was on the left is on top.
        assert!(turned.get_pixel(16, 4).0[0] > 200);
        assert!(turned.get_pixel(16, 60).0[2] > 200);
    }

    #[test]
    fn texts_of_png_and_webp_are_removed() {
        let mut png = Vec::new();
        let picture = picture();
        image::codecs::png::PngEncoder::new(&mut png)
            .write_image(&picture, 64, 32, image::ExtendedColorType::Rgb8)
            .unwrap();
        let mut png = Png::from_bytes(png.into()).unwrap();
        png.set_exif(Some(exif(1).into()));
        let cleaned = clean_now(png.encoder().bytes(), ImageFormat::Png).unwrap();
        assert!(!has_place(&cleaned.bytes));
        assert_eq!(decoded(&cleaned, ImageFormat::Png), picture);

        let mut webp = Vec::new();
        image::codecs::webp::WebPEncoder::new_lossless(&mut webp)
            .write_image(&picture, 64, 32, image::ExtendedColorType::Rgb8)
            .unwrap();
        let mut webp = WebP::from_bytes(webp.into()).unwrap();
        webp.set_exif(Some(exif(1).into()));
        let cleaned = clean_now(webp.encoder().bytes(), ImageFormat::WebP).unwrap();
        assert!(!has_place(&cleaned.bytes));
        assert_eq!(decoded(&cleaned, ImageFormat::WebP), picture);
    }

    #[test]
    fn damaged_pictures_are_refused() {
        let photo = jpeg_with(1);
        for damaged in [
            Bytes::from_static(b"\xff\xd8\xff\xe0"),
            Bytes::from_static(b"\xff\xd8\xff\xe0\0\x10JFIF\0 and nothing that follows"),
            photo.slice(..photo.len() / 2),
        ] {
            let refused = clean_now(damaged, ImageFormat::Jpeg);
            assert_eq!(refused, Err(PictureError::Malformed));
        }
    }

    #[test]
    fn picture_of_too_many_pixels_is_refused_by_its_header() {
        // 50,000 × 50,000 pixels, and no data.
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 2, 0, 0, 0]);
        png.extend([0; 4]);
        let length = png.len();
        let checksum = crc(&png[12..length - 4]).to_be_bytes();
        png[length - 4..].copy_from_slice(&checksum);
        png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
        let refused = clean_now(png.into(), ImageFormat::Png);
        assert_eq!(refused, Err(PictureError::TooManyPixels));
    }

    /// CRC-32 as PNG has it.
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }
            })
        };
        !bytes.iter().fold(!0, step)
    }
}
