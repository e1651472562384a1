//! Characters: folding what people type, and knowing what NP can take.
//!
//! NP's list of prohibited characters (利用禁止文字) is not public. What is known is that 機種依存文字 arrive garbled and
//! put the order on hold (RE003), so the safe set is taken to be JIS X 0208 (np-api.md §6).

mod jis_x_0208;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Folds full-width letters, digits, signs and spaces to ASCII, and the look-alikes of the hyphen to `-`.
///
/// `ー` and the long dashes are hyphens only between two digits (`03ー1234`): in words they are part of the word.
pub fn to_half_width(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut after_digit = false;
    while let Some(c) = chars.next() {
        let before_digit = chars.peek().is_some_and(|next| fold_width(*next).is_ascii_digit());
        let half = if is_dash(c) && after_digit && before_digit { '-' } else { fold_width(c) };
        after_digit = half.is_ascii_digit();
        folded.push(half);
    }
    folded
}

fn fold_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '￥' => '¥',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        _ => c,
    }
}

/// The prolonged sound marks, and dashes that are also used as punctuation.
pub const fn is_dash(c: char) -> bool {
    matches!(c, 'ー' | 'ｰ' | '\u{2012}'..='\u{2015}' | '─')
}

/// The digits alone, in ASCII: two telephone numbers or postal codes are the same when these are.
pub fn digits(text: &str) -> String {
    text.chars().map(fold_width).filter(char::is_ascii_digit).collect()
}

/// Length in bytes as NP counts it: one for ASCII and half-width katakana, two for the rest (np-api.md §3).
pub fn shift_jis_bytes(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() || is_half_width_kana(c) { 1 } else { 2 }).sum()
}

const fn is_half_width_kana(c: char) -> bool {
    matches!(c, '｡'..='ﾟ')
}

/// Whether a character reaches NP unharmed: printable ASCII, half-width katakana, or JIS X 0208.
///
/// Seven signs of row 1 and 2 have one code point on Windows and another elsewhere (`～` and `〜`); a shop cannot know
/// which one its customer's telephone chose, so both are safe.
pub fn is_safe(c: char) -> bool {
    matches!(c, ' '..='~') || is_half_width_kana(c) || is_twin(c) || jis_x_0208::contains(c)
}

/// The code points that JIS's own mapping uses where Windows uses another: 〜 ‖ − ¢ £ ¬ —
const fn is_twin(c: char) -> bool {
    matches!(c, '\u{301C}' | '\u{2016}' | '\u{2212}' | '\u{A2}' | '\u{A3}' | '\u{AC}' | '\u{2014}')
}

/// The characters of a text that are not safe, each once, in their order.
pub fn unsafe_chars(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in text.chars().filter(|c| !is_safe(*c)) {
        if !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

/// A text as the search compares it: half width, lower case, all kana katakana in full width, without spaces and hyphens.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in to_half_width(text).chars() {
        match c {
            '-' => {}
            _ if c.is_whitespace() => {}
            'ﾞ' | '\u{3099}' | '゛' => voice(&mut key, VOICED, 'ﾞ'),
            'ﾟ' | '\u{309A}' | '゜' => voice(&mut key, HALF_VOICED, 'ﾟ'),
            'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => key.push(char::from_u32(u32::from(c) + 0x60).unwrap_or(c)),
            _ => match u32::from(c).checked_sub(u32::from('｡')).and_then(|i| HALF_WIDTH_KANA.chars().nth(i as usize)) {
                Some(kana) => key.push(kana),
                None => key.extend(c.to_lowercase()),
            },
        }
    }
    key
}

/// Puts a dakuten or handakuten on the last kana; keeps the sign where no kana takes it.
fn voice(key: &mut String, pairs: [&str; 2], sign: char) {
    let [plain, voiced] = pairs;
    let last = key.chars().next_back();
    match last.and_then(|last| plain.chars().zip(voiced.chars()).find(|(p, _)| *p == last)) {
        Some((_, voiced)) => {
            key.pop();
            key.push(voiced);
        }
        None => key.push(sign),
    }
}

/// U+FF61 to U+FF9D in full width.
const HALF_WIDTH_KANA: &str =
    "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
const VOICED: [&str; 2] = ["ウカキクケコサシスセソタチツテトハヒフヘホワヲヽ", "ヴガギグゲゴザジズゼゾダヂヅデドバビブベボヷヺヾ"];
const HALF_VOICED: [&str; 2] = ["ハヒフヘホ", "パピプペポ"];

/// For a part of an address: everything but the unreserved characters of RFC 3986 is percent-encoded.
pub fn percent_encoded(text: &str) -> String {
    const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(text, &RESERVED).to_string()
}

/// What [`percent_encoded`] encoded.
pub fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::{digits, is_safe, search_key, shift_jis_bytes, to_half_width, unsafe_chars};
    use proptest::prelude::*;

    #[test]
    fn full_width_is_folded_and_words_keep_their_long_vowels() {
        for (text, half) in [
            ("ＡＢＣ１２３（株）", "ABC123(株)"),
            ("０９０−１２３４‐５６７８", "090-1234-5678"),
            ("０３ー１２３４―５６７８", "03-1234-5678"),
            ("スーパー　タワー１０", "スーパー タワー10"),
            ("コーポ1ー2", "コーポ1-2"),
            ("￥１，０８０", "¥1,080"),
        ] {
            assert_eq!(to_half_width(text), half);
        }
    }

    #[test]
    fn numbers_compare_by_their_digits() {
        assert_eq!(digits("〒１０７－0052"), "1070052");
        assert_eq!(digits("03(1234)5678"), digits("０３ー１２３４ー５６７８"));
    }

    #[test]
    fn length_is_counted_in_shift_jis() {
        assert_eq!(shift_jis_bytes("りんご5kg"), 9);
        assert_eq!(shift_jis_bytes("ﾘﾝｺﾞ"), 4);
        assert_eq!(shift_jis_bytes(&"あ".repeat(150)), 300);
    }

    #[test]
    fn characters_that_arrive_garbled_are_named_once() {
        assert_eq!(unsafe_chars("髙橋　﨑子①髙😀"), vec!['髙', '﨑', '①', '😀']);
        assert!(unsafe_chars("東京都港区赤坂９－９－９　みほんビル〜201号室 ｱﾊﾟｰﾄ々〆ー").is_empty());
        assert!(!is_safe('\n') && !is_safe('\u{7F}') && !is_safe('㈱') && !is_safe('\u{FFFD}'));
    }

    /// `encoding_rs` writes JIS X 0208 in rows 1–8 and 16–84, the extensions in the others.
    #[cfg(feature = "ssr")]
    #[test]
    fn the_safe_set_is_jis_x_0208_for_every_code_point() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(&text);
            let in_standard = match (&*bytes, lossy) {
                ([lead, trail], false) => {
                    let pair = usize::from(*lead) - if *lead < 0xA0 { 0x81 } else { 0xC1 };
                    matches!(pair * 2 + 1 + usize::from(*trail >= 0x9F), 1..=8 | 16..=84)
                }
                ([byte], false) => matches!(byte, 0x20..=0x7E if c.is_ascii()) || (0xA1..=0xDF).contains(byte),
                _ => false,
            };
            assert_eq!(is_safe(c), in_standard || super::is_twin(c), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn a_search_finds_every_way_of_writing() {
        let key = search_key("ミホン　ガラパゴス");
        for text in ["みほん がらぱごす", "ﾐﾎﾝｶﾞﾗﾊﾟｺﾞｽ", "ミホン-ガラパゴス", "みほんか\u{3099}らは\u{309A}こ\u{3099}す"]
        {
            assert_eq!(search_key(text), key, "{text}");
        }
        assert_eq!(search_key("ＯＤ－２０２５"), "od2025");
        assert_eq!(search_key("090ー1234ー5678"), "09012345678");
        assert_eq!(search_key("スーパーﾀﾜｰ"), "スーパータワー");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}") {
            let half = to_half_width(&text);
            prop_assert_eq!(to_half_width(&half), half.clone());
            prop_assert_eq!(half.chars().count(), text.chars().count());
        }

        #[test]
        fn a_part_is_found_in_the_whole(head in "[ぁ-んァ-ヴｱ-ﾝ亜-熙a-zA-Z]{1,8}", tail in "[0-9a-zA-Z亜-熙 ]{0,8}") {
            let whole = search_key(&format!("{head}　{tail}"));
            prop_assert!(whole.contains(&search_key(&head)));
        }

        #[test]
        fn digits_are_digits(text in "\\PC{0,30}") {
            prop_assert!(digits(&text).bytes().all(|b| b.is_ascii_digit()));
        }
    }
}
