//! Removing what a picture tells besides its pixels.

use bytes::Bytes;
use image::ImageFormat;
use image::metadata::Orientation;

use super::decode::Header;
use super::filter::filter;
use super::filtered::Filtered;
use super::{decode, jpeg};
use crate::files::error::Error;
use crate::files::pictures::decoding::DecodingPermit;
use crate::files::pictures::error::PictureError;

/// A picture without metadata.
#[derive(Debug, PartialEq, Eq)]
pub struct Cleaned {
    pub bytes: Bytes,
    /// In pixels, as it is shown.
    pub width: u32,
    pub height: u32,
}

/// Removes the metadata of a picture and applies its orientation. The pixels are encoded again only
/// if they have to be turned. An animation is never turned.
pub async fn clean(permit: &DecodingPermit, bytes: Bytes, mime: &str) -> Result<Cleaned, Error> {
    let format = decode::format(mime).ok_or(PictureError::Malformed)?;
    permit.charge(bytes.len() as u64);
    let charged = permit.clone();
    let cleaning = permit.run(move || {
        let picture = Picture::read(&bytes, format)?;
        charged.charge(picture.cost());
        picture.clean()
    });
    cleaning.await
}

/// A picture whose header is read.
struct Picture<'a> {
    bytes: &'a [u8],
    format: ImageFormat,
    header: Header,
    filtered: Filtered,
}

impl<'a> Picture<'a> {
    fn read(bytes: &'a [u8], format: ImageFormat) -> Result<Self, PictureError> {
        let header = decode::header(bytes, format)?;
        let filtered = filter(bytes, format);
        if !filtered.is_whole && !filtered.lacks_end {
            return Err(PictureError::Malformed);
        }
        if filtered.scans > jpeg::max_scans(header.pixels()) {
            return Err(PictureError::TooManyScans);
        }
        Ok(Self {
            bytes,
            format,
            header,
            filtered,
        })
    }

    fn is_turned(&self) -> bool {
        self.header.orientation != Orientation::NoTransforms
    }

    /// The pixels that cleaning goes through; each scan of a JPEG is a pass over all of them.
    fn cost(&self) -> u64 {
        let decoded = match (self.is_turned(), self.filtered.lacks_end) {
            (true, _) => decode::COST_OF_A_TURN,
            (false, true) => 1,
            (false, false) => return 0,
        };
        (decoded + self.filtered.scans.saturating_sub(1)) * self.header.pixels()
    }

    fn clean(self) -> Result<Cleaned, PictureError> {
        let (bytes, format) = (self.bytes, self.format);
        let cleaned = if self.is_turned() {
            drop(self.filtered);
            let turned = decode::decode(bytes, format)?;
            let profile = decode::colour_profile(bytes, format);
            decode::encode(&turned, format, profile)?
        } else {
            if self.filtered.lacks_end {
                decode::decode(&self.filtered.kept, format)?;
            }
            self.filtered.kept
        };
        Ok(Cleaned {
            bytes: cleaned.into(),
            width: self.header.width,
            height: self.header.height,
        })
    }
}

/// What can be kept of a picture that is not decoded.
pub struct Remains {
    pub bytes: Bytes,
    /// Whether it is all of the picture.
    pub is_whole: bool,
}

/// Removes the metadata of a picture of any size, and what cannot be read of a damaged one.
pub async fn remains(permit: &DecodingPermit, bytes: Bytes, mime: &str) -> Result<Remains, Error> {
    let format = decode::format(mime).ok_or(PictureError::Malformed)?;
    permit.charge(bytes.len() as u64);
    let filtered = permit.run(move || Ok(filter(&bytes, format))).await;
    let Filtered { kept, is_whole, .. } = filtered?;
    Ok(Remains {
        bytes: kept.into(),
        is_whole,
    })
}

#[cfg(test)]
mod tests {
    use image::RgbImage;
    use img_parts::png::Png;
    use img_parts::{DynImage, ImageEXIF as _};
    use proptest::prelude::*;

    use super::*;
    use crate::files::pictures::limits::MAX_PIXELS;
    use crate::files::pictures::preview::preview;

    fn clean_now(bytes: &[u8], format: ImageFormat) -> Result<Cleaned, PictureError> {
        Picture::read(bytes, format)?.clean()
    }

    /// A red left half and a blue right half.
    fn picture() -> RgbImage {
        RgbImage::from_fn(64, 32, |x, _| {
            image::Rgb(if x < 32 { [250, 0, 0] } else { [0, 0, 250] })
        })
    }

    /// EXIF with an orientation and a location.
    fn exif(orientation: u8) -> Vec<u8> {
        let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
        exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        // GPSInfo, with the text that the tests look for.
        exif.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
        exif.extend([0, 0, 0, 0]);
        exif.extend(b"GPS 55.7558 N, 37.6173 E");
        exif
    }

    fn encoded(format: ImageFormat) -> Bytes {
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture().write_to(&mut bytes, format).unwrap();
        bytes.into_inner().into()
    }

    fn with_exif(format: ImageFormat, orientation: u8) -> Bytes {
        let mut picture = DynImage::from_bytes(encoded(format)).unwrap().unwrap();
        picture.set_exif(Some(exif(orientation).into()));
        picture.encoder().bytes()
    }

    fn jpeg_with(orientation: u8) -> Bytes {
        with_exif(ImageFormat::Jpeg, orientation)
    }

    fn has_location(bytes: &[u8]) -> bool {
        bytes.windows(7).any(|part| part == b"55.7558")
    }

    fn decoded(cleaned: &Cleaned, format: ImageFormat) -> RgbImage {
        decode::decode(&cleaned.bytes, format).unwrap().to_rgb8()
    }

    #[test]
    fn location_of_a_photo_is_removed_and_its_pixels_stay() {
        let photo = jpeg_with(1);
        assert!(has_location(&photo));
        let before = decode::decode(&photo, ImageFormat::Jpeg).unwrap();
        let cleaned = clean_now(&photo, ImageFormat::Jpeg).unwrap();
        assert!(!has_location(&cleaned.bytes));
        assert_eq!((cleaned.width, cleaned.height), (64, 32));
        assert_eq!(decoded(&cleaned, ImageFormat::Jpeg), before.to_rgb8());
    }

    #[test]
    fn orientation_is_applied_to_the_pixels() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            // 6: turned clockwise, what was on the left is on top. 3: upside down.
            for (orientation, sides, red, blue) in [
                (6, (32, 64), (16, 4), (16, 60)),
                (3, (64, 32), (60, 16), (4, 16)),
            ] {
                let cleaned = clean_now(&with_exif(format, orientation), format).unwrap();
                assert!(!has_location(&cleaned.bytes));
                assert_eq!((cleaned.width, cleaned.height), sides, "{format:?}");
                let header = decode::header(&cleaned.bytes, format).unwrap();
                assert_eq!(header.orientation, Orientation::NoTransforms);
                let turned = decoded(&cleaned, format);
                assert_eq!(turned.dimensions(), sides);
                assert!(turned.get_pixel(red.0, red.1).0[0] > 200, "{format:?}");
                assert!(turned.get_pixel(blue.0, blue.1).0[2] > 200, "{format:?}");
            }
        }
    }

    #[test]
    fn animation_is_not_turned() {
        let still = with_exif(ImageFormat::Png, 6);
        let mut png = Png::from_bytes(still).unwrap();
        let control =
            img_parts::png::PngChunk::new(*b"acTL", Bytes::from_static(b"\0\0\0\x01\0\0\0\0"));
        png.chunks_mut().insert(1, control);
        let cleaned = clean_now(&png.encoder().bytes(), ImageFormat::Png).unwrap();
        assert!(!has_location(&cleaned.bytes));
        assert_eq!((cleaned.width, cleaned.height), (64, 32));
    }

    #[test]
    fn texts_of_png_and_webp_are_removed() {
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let cleaned = clean_now(&with_exif(format, 1), format).unwrap();
            assert!(!has_location(&cleaned.bytes));
            assert_eq!(decoded(&cleaned, format), picture());
        }
    }

    #[test]
    fn gif_keeps_its_images_alone() {
        let location = b"55.7558 N";
        let [.., (_, gif)] = samples();
        let before = decode::decode(&gif, ImageFormat::Gif).unwrap();
        let screen = 13 + 3 * (2 << (gif[10] & 7)) * usize::from(gif[10] >> 7);
        let (head, images) = gif.split_at(screen);
        let block = |start: &[u8]| [start, b"\x09", location, b"\0"].concat();
        let loops = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let more = [
            block(b"\x21\xfe"),
            block(b"\x21\xff\x0bXMP DataXMP"),
            block(b"\x21\x01"),
            loops.to_vec(),
        ];
        let told = [head, &more.concat(), images, location].concat();
        let cleaned = clean_now(&told, ImageFormat::Gif).unwrap();
        assert!(!has_location(&cleaned.bytes));
        assert!(cleaned.bytes.windows(loops.len()).any(|part| part == loops));
        assert_eq!(decoded(&cleaned, ImageFormat::Gif), before.to_rgb8());
        let open = clean_now(&gif.slice(..gif.len() - 1), ImageFormat::Gif).unwrap();
        assert_eq!(open.bytes, gif, "it gets the trailer that it lacks");
    }

    #[test]
    fn location_is_removed_from_pictures_that_are_not_decoded() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let photo = with_exif(format, 1);
            let whole = filter(&photo, format);
            assert!(whole.is_whole && !has_location(&whole.kept), "{format:?}");
            for length in 0..photo.len() {
                let cut = filter(&photo[..length], format);
                assert!(
                    !cut.is_whole && !has_location(&cut.kept),
                    "{format:?} {length}"
                );
            }
        }
    }

    #[test]
    fn damaged_pictures_are_refused() {
        let photo = jpeg_with(1);
        for damaged in [
            Bytes::from_static(b"\xff\xd8\xff\xe0"),
            Bytes::from_static(b"\xff\xd8\xff\xe0\0\x10JFIF\0 and nothing that follows"),
            photo.slice(..photo.len() / 2),
        ] {
            let refused = clean_now(&damaged, ImageFormat::Jpeg);
            assert_eq!(refused, Err(PictureError::Malformed));
        }
    }

    #[test]
    fn jpeg_without_its_end_is_a_picture_without_metadata() {
        for orientation in [1, 6] {
            let photo = jpeg_with(orientation);
            let whole = clean_now(&photo, ImageFormat::Jpeg).unwrap();
            let cut = photo.slice(..photo.len() - 2);
            for appended in [&b""[..], b"\xff", b"\0", b"\xff\xd8 55.7558 N \xff\xd9"] {
                let photo = [&cut[..], appended].concat();
                let cleaned = clean_now(&photo, ImageFormat::Jpeg).unwrap();
                assert!(!has_location(&cleaned.bytes));
                assert!(cleaned.bytes.ends_with(b"\xff\xd9"));
                assert_eq!((cleaned.width, cleaned.height), (whole.width, whole.height));
                let pixels = decoded(&cleaned, ImageFormat::Jpeg);
                assert_eq!(pixels, decoded(&whole, ImageFormat::Jpeg));
            }
        }
    }

    #[test]
    fn jpeg_of_many_scans_is_refused() {
        let photo = jpeg_with(6);
        let end = photo.len() - 2;
        let at = photo.windows(2).position(|pair| pair == [0xff, 0xda]);
        let scan = &photo[at.unwrap()..end];
        let bomb = [&photo[..end], &scan.repeat(100), &photo[end..]].concat();
        let refused = clean_now(&bomb, ImageFormat::Jpeg);
        assert_eq!(refused, Err(PictureError::TooManyScans));
    }

    #[test]
    fn scans_are_limited_by_the_pixels() {
        let photo = jpeg_with(1);
        let end = photo.len() - 2;
        let at = photo.windows(2).position(|pair| pair == [0xff, 0xda]);
        let scan = &photo[at.unwrap()..end];
        let scans = |more: usize| [&photo[..end], &scan.repeat(more), &photo[end..]].concat();
        let largest = MAX_PIXELS;
        let count = |more: usize| filter(&scans(more), ImageFormat::Jpeg).scans;
        assert!(count(19) <= jpeg::max_scans(largest));
        assert!(count(20) > jpeg::max_scans(largest));
        assert!(count(20) <= jpeg::max_scans(largest / 2));
    }

    #[test]
    fn data_after_the_end_is_removed() {
        for (format, bytes) in samples() {
            // As phones append a film or a second picture.
            let appended = [&bytes[..], b"\xff\xd8 55.7558 N"].concat();
            assert!(has_location(&appended));
            let cleaned = clean_now(&appended, format).unwrap();
            assert!(!has_location(&cleaned.bytes), "{format:?}");
            decoded(&cleaned, format);
        }
    }

    #[test]
    fn segments_between_scans_are_removed() {
        let photo = jpeg_with(1);
        let end = photo.len() - 2;
        let comment = b"\xff\xfe\0\x0b 55.7558 ";
        let commented = [&photo[..end], comment, &photo[end..]].concat();
        let cleaned = clean_now(&commented, ImageFormat::Jpeg).unwrap();
        assert!(!has_location(&cleaned.bytes));
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
        let refused = clean_now(&png, ImageFormat::Png);
        assert_eq!(refused, Err(PictureError::TooManyPixels));
    }

    #[test]
    fn turning_is_charged_by_pixels_and_scans() {
        let pixels = 64 * 32;
        let cost = |photo: &[u8], format| Picture::read(photo, format).unwrap().cost();
        assert_eq!(cost(&jpeg_with(1), ImageFormat::Jpeg), 0, "is not decoded");
        let turned = jpeg_with(6);
        assert_eq!(cost(&turned, ImageFormat::Jpeg), 3 * pixels);
        let png = with_exif(ImageFormat::Png, 6);
        assert_eq!(cost(&png, ImageFormat::Png), 3 * pixels);
        let (end, at) = (
            turned.len() - 2,
            turned.windows(2).position(|pair| pair == [0xff, 0xda]),
        );
        let scan = &turned[at.unwrap()..end];
        let more = [&turned[..end], &scan.repeat(9), &turned[end..]].concat();
        assert_eq!(cost(&more, ImageFormat::Jpeg), 12 * pixels);
    }

    /// A picture of each format.
    fn samples() -> [(ImageFormat, Bytes); 4] {
        [
            (ImageFormat::Jpeg, jpeg_with(6)),
            (ImageFormat::Png, encoded(ImageFormat::Png)),
            (ImageFormat::WebP, encoded(ImageFormat::WebP)),
            (ImageFormat::Gif, encoded(ImageFormat::Gif)),
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
            for (index, value) in changes {
                let index = index.index(bytes.len());
                bytes[index] = value;
            }
            if is_cut {
                bytes.truncate(length.index(bytes.len()));
            }
            if let Ok(cleaned) = clean_now(&bytes, format) {
                let pixels = u64::from(cleaned.width) * u64::from(cleaned.height);
                prop_assert!(pixels <= MAX_PIXELS);
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
