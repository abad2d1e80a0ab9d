//! Removing what a picture tells besides its pixels.

use bytes::Bytes;
use image::ImageFormat;
use image::metadata::Orientation;
use img_parts::ImageEXIF as _;
use img_parts::png::Png;
use img_parts::webp::{CHUNK_XMP, WebP};

use super::{DecodingPermit, PictureError, decode, jpeg};

/// Of pictures that are encoded again to be turned.
const QUALITY: u8 = 92;
/// Chunks of a PNG that show its pixels (PNG 3, section 11), the animated ones included. All others
/// are removed: texts, times, EXIF.
const PNG_CHUNKS: &[[u8; 4]] = &[
    *b"IHDR", *b"PLTE", *b"IDAT", *b"IEND", *b"tRNS", *b"cHRM", *b"gAMA", *b"iCCP", *b"sBIT",
    *b"sRGB", *b"cICP", *b"bKGD", *b"pHYs", *b"acTL", *b"fcTL", *b"fdAT",
];
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
pub async fn clean(
    permit: &DecodingPermit,
    bytes: Bytes,
    mime: &str,
) -> Result<Cleaned, PictureError> {
    let format = decode::format(mime).ok_or(PictureError::Malformed)?;
    permit.run(move || clean_now(bytes, format)).await
}

fn clean_now(bytes: Bytes, format: ImageFormat) -> Result<Cleaned, PictureError> {
    let header = decode::header(&bytes, format)?;
    let cleaned = match format {
        ImageFormat::Jpeg => jpeg(&bytes, &header)?,
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

fn jpeg(bytes: &Bytes, header: &decode::Header) -> Result<Bytes, PictureError> {
    let pixels = u64::from(header.width) * u64::from(header.height);
    let cleaned = jpeg::without_metadata(bytes, pixels)?;
    if header.orientation == Orientation::NoTransforms {
        return Ok(cleaned.into());
    }
    let turned = decode::decode(bytes, ImageFormat::Jpeg)?;
    let profile = decode::colour_profile(bytes, ImageFormat::Jpeg);
    Ok(decode::encode_jpeg(&turned, QUALITY, profile)?.into())
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
    use img_parts::jpeg::Jpeg;
    use proptest::prelude::*;

    use super::*;
    use crate::attachments::pictures::preview::preview;

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
            photo.slice(..photo.len() - 2),
        ] {
            let refused = clean_now(damaged, ImageFormat::Jpeg);
            assert_eq!(refused, Err(PictureError::Malformed));
        }
    }

    #[test]
    fn jpeg_of_many_scans_is_refused() {
        let photo = jpeg_with(6);
        let end = photo.len() - 2;
        let at = photo.windows(2).position(|pair| pair == [0xff, 0xda]);
        let scan = &photo[at.unwrap()..end];
        let bomb = [&photo[..end], &scan.repeat(100), &photo[end..]].concat();
        let refused = clean_now(bomb.into(), ImageFormat::Jpeg);
        assert_eq!(refused, Err(PictureError::TooManyScans));
    }

    #[test]
    fn scans_are_limited_by_the_pixels() {
        let photo = jpeg_with(1);
        let end = photo.len() - 2;
        let at = photo.windows(2).position(|pair| pair == [0xff, 0xda]);
        let scan = &photo[at.unwrap()..end];
        let scans = |more: usize| [&photo[..end], &scan.repeat(more), &photo[end..]].concat();
        let largest = decode::MAX_PIXELS;
        assert!(jpeg::without_metadata(&scans(19), largest).is_ok());
        let refused = jpeg::without_metadata(&scans(20), largest);
        assert_eq!(refused, Err(PictureError::TooManyScans));
        assert!(jpeg::without_metadata(&scans(20), largest / 2).is_ok());
    }

    #[test]
    fn data_after_the_end_is_removed() {
        let mut png = Vec::new();
        let mut webp = Vec::new();
        let picture = picture();
        let colours = image::ExtendedColorType::Rgb8;
        image::codecs::png::PngEncoder::new(&mut png)
            .write_image(&picture, 64, 32, colours)
            .unwrap();
        image::codecs::webp::WebPEncoder::new_lossless(&mut webp)
            .write_image(&picture, 64, 32, colours)
            .unwrap();
        for (format, bytes) in [
            (ImageFormat::Jpeg, jpeg_with(1)),
            (ImageFormat::Png, png.into()),
            (ImageFormat::WebP, webp.into()),
        ] {
            // As phones append a film or a second picture.
            let appended = [&bytes[..], b"\xff\xd8 55.7558 N"].concat();
            assert!(has_place(&appended));
            let cleaned = clean_now(appended.into(), format).unwrap();
            assert!(!has_place(&cleaned.bytes), "{format:?}");
            decoded(&cleaned, format);
        }
    }

    #[test]
    fn segments_between_scans_are_removed() {
        let photo = jpeg_with(1);
        let end = photo.len() - 2;
        let comment = b"\xff\xfe\0\x0b 55.7558 ";
        let commented = [&photo[..end], comment, &photo[end..]].concat();
        let cleaned = clean_now(commented.into(), ImageFormat::Jpeg).unwrap();
        assert!(!has_place(&cleaned.bytes));
        decoded(&cleaned, ImageFormat::Jpeg);
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

    /// A picture of each format.
    fn samples() -> [(ImageFormat, Bytes); 4] {
        let picture = image::DynamicImage::ImageRgb8(picture());
        let encoded = |format| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            picture.write_to(&mut bytes, format).unwrap();
            (format, bytes.into_inner().into())
        };
        [
            (ImageFormat::Jpeg, jpeg_with(6)),
            encoded(ImageFormat::Png),
            encoded(ImageFormat::WebP),
            encoded(ImageFormat::Gif),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn damaged_pictures_never_panic(
            sample in 0..4_usize,
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
            length in any::<prop::sample::Index>(),
            is_cut in any::<bool>(),
        ) {
            let (format, bytes) = samples()[sample].clone();
            let mut bytes = bytes.to_vec();
            for (place, value) in changes {
                let place = place.index(bytes.len());
                bytes[place] = value;
            }
            if is_cut {
                bytes.truncate(length.index(bytes.len()));
            }
            if let Ok(cleaned) = clean_now(bytes.into(), format) {
                let pixels = u64::from(cleaned.width) * u64::from(cleaned.height);
                prop_assert!(pixels <= decode::MAX_PIXELS);
                let _ = preview(&cleaned.bytes, format.to_mime_type());
            }
        }
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
