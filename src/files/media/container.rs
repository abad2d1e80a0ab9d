//! What the container of a video or a sound tells.

/// The longest duration that is believed: 100 days.
pub(super) const MAX_DURATION_MS: u64 = 100 * 24 * 60 * 60 * 1_000;
/// The longest side that is believed, in pixels.
const MAX_SIDE: u64 = 65_535;

/// What is known of a video or a sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::files) struct Media {
    pub(in crate::files) duration_ms: Option<u64>,
    /// Width and height in pixels, as it is shown.
    pub(in crate::files) dimensions: Option<(u32, u32)>,
    /// Whether it has pictures besides sounds.
    pub(in crate::files) has_video: bool,
}

/// A number of units of time in milliseconds.
pub(super) fn milliseconds(units: u64, units_a_second: u64) -> Option<u64> {
    let milliseconds = (u128::from(units) * 1_000).checked_div(u128::from(units_a_second))?;
    let milliseconds = u64::try_from(milliseconds).ok()?;
    (milliseconds <= MAX_DURATION_MS).then_some(milliseconds)
}

/// The dimensions that a file tells, if they are believed.
pub(super) fn dimensions(width: u64, height: u64) -> Option<(u32, u32)> {
    let side = |side: u64| match side {
        1..=MAX_SIDE => u32::try_from(side).ok(),
        _ => None,
    };
    side(width).zip(side(height))
}
