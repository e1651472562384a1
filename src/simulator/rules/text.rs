//! Characters NP takes, and lengths as NP counts them.

use std::borrow::Cow;

use encoding_rs::SHIFT_JIS;

/// What one text amounts to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Measure {
    /// Unicode code points.
    pub(crate) chars: usize,
    /// Bytes in `Shift_JIS`; a character it cannot hold counts as two, like any full-width one.
    pub(crate) bytes: usize,
    /// Whether some character is outside the accepted set.
    pub(crate) prohibited: bool,
}

/// Measures a text.
///
/// NP's list of 利用禁止文字 is not public. Accepted here: printable ASCII, half-width kana, and JIS X 0208 levels 1
/// and 2 (np-api.md §6). So ①, ㈱, 髙, 﨑, emoji, tabs and line breaks are refused, as the hold texts about
/// 機種依存文字 suggest.
pub(crate) fn measure(text: &str) -> Measure {
    if text.is_ascii() {
        return Measure { chars: text.len(), bytes: text.len(), prohibited: text.bytes().any(|byte| byte.is_ascii_control()) };
    }
    let chars = text.chars().count();
    let (encoded, _, lossy) = SHIFT_JIS.encode(text);
    if !lossy {
        return Measure { chars, bytes: encoded.len(), prohibited: !all_accepted(&encoded) };
    }
    let mut bytes = 0;
    let mut prohibited = false;
    for character in text.chars() {
        let (width, accepted) = measure_char(customary(character));
        bytes += width;
        prohibited |= !accepted;
    }
    Measure { chars, bytes, prohibited }
}

fn measure_char(character: char) -> (usize, bool) {
    let mut buffer = [0; 4];
    let (encoded, _, lossy): (Cow<'_, [u8]>, _, _) = SHIFT_JIS.encode(character.encode_utf8(&mut buffer));
    if lossy { (2, false) } else { (encoded.len(), all_accepted(&encoded)) }
}

/// Some signs of JIS X 0208 have two customary code points, depending on who made the table (wave dash, parallel,
/// dash, currency signs). The encoder knows one of each; both are the same character to NP.
fn customary(character: char) -> char {
    match character {
        '\u{301c}' => '\u{ff5e}',
        '\u{2014}' => '\u{2015}',
        '\u{2016}' => '\u{2225}',
        '\u{a2}' => '\u{ffe0}',
        '\u{a3}' => '\u{ffe1}',
        '\u{ac}' => '\u{ffe2}',
        other => other,
    }
}

/// Whether encoded bytes are all within the accepted set. The encoder also knows NEC's and IBM's extensions, which
/// are recognised by the rows they live in.
fn all_accepted(encoded: &[u8]) -> bool {
    let mut bytes = encoded.iter().copied();
    while let Some(lead) = bytes.next() {
        let accepted = match lead {
            0x20..=0x7e | 0xa1..=0xdf => true,
            0x81..=0x84 | 0x89..=0x9f | 0xe0..=0xe9 => bytes.next().is_some(),
            // Row 16, where level 1 begins, is the second half of this lead byte; row 84 ends at 熙.
            0x88 => bytes.next().is_some_and(|trail| trail >= 0x9f),
            0xea => bytes.next().is_some_and(|trail| trail <= 0xa4),
            _ => false,
        };
        if !accepted {
            return false;
        }
    }
    true
}

/// Full-width ASCII and the ideographic space as half-width, everything else unchanged: shops widen addresses and
/// goods names before they send them (np-api.md §6).
pub(crate) fn narrow(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '！'..='～' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::measure;

    #[test]
    fn full_width_characters_count_one_character_and_two_bytes() {
        let size = measure("東京A１ｱ");
        assert_eq!((size.chars, size.bytes, size.prohibited), (5, 8, false));
    }

    #[test]
    fn both_forms_of_the_wave_dash_and_the_minus_sign_are_taken() {
        for text in ["１〜２", "１～２", "１−２", "１－２", "１—２"] {
            assert!(!measure(text).prohibited, "{text}");
            assert_eq!(measure(text).bytes, 6, "{text}");
        }
    }

    #[test]
    fn characters_outside_jis_x_0208_are_prohibited() {
        for text in ["①", "㈱", "髙橋", "山﨑", "𠮷野家", "🍎", "東京\n都", "a\tb", "한국"] {
            assert!(measure(text).prohibited, "{text}");
        }
    }

    #[test]
    fn the_first_and_last_kanji_of_both_levels_are_taken() {
        for text in ["亜", "腕", "弌", "熙", "瑤", "々", "ヶ", "│"] {
            assert!(!measure(text).prohibited, "{text}");
        }
    }
}
