//! A QR code as a drawing: authenticator apps read their secret from it.

use qrcodegen::{QrCode, QrCodeEcc};

/// Empty squares around the code, which readers need (ISO/IEC 18004).
const BORDER: i32 = 4;

/// A square drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawing {
    /// Its width and height in squares, the border included.
    pub(super) size: i32,
    /// The dark squares, as an SVG path.
    pub(super) path: String,
}

/// The QR code of a text; none when the text is too long for any.
pub(super) fn draw(text: &str) -> Option<Drawing> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let squares = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let dark = squares.filter(|(x, y)| code.get_module(*x, *y));
    let path = dark.map(|(x, y)| format!("M{} {}h1v1h-1z", x + BORDER, y + BORDER));
    Some(Drawing {
        size: code.size() + 2 * BORDER,
        path: path.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_has_the_three_corners_by_which_readers_find_it() {
        let Drawing { size, path } = draw("otpauth://totp/x").unwrap();
        let dark = |x: i32, y: i32| path.contains(&format!("M{x} {y}h1v1h-1z"));
        let far = size - BORDER - 7;
        for (left, top) in [(BORDER, BORDER), (far, BORDER), (BORDER, far)] {
            for step in 0..7 {
                assert!(
                    dark(left + step, top) && dark(left, top + step),
                    "{left} {top}"
                );
            }
            assert!(!dark(left + 1, top + 1), "{left} {top}");
        }
        assert!(!dark(BORDER - 1, BORDER), "the border is empty");
        assert_eq!(draw(&"x".repeat(5000)), None);
    }
}
