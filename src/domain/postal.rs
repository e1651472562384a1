//! 郵便番号 and the municipalities that it belongs to.

use super::chars::to_half_width;
use serde::{Deserialize, Serialize};

/// A municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// 都道府県
    pub prefecture: String,
    /// 市区町村, with its 郡 or 政令市
    pub city: String,
}

/// What the postal table says of a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZipEntry {
    /// Where the code belongs; nowhere when the table does not have it.
    pub places: Vec<Place>,
    /// How old the table is: 2024年12月
    pub month: String,
}

/// The seven digits of a code; `None` for what is none.
pub fn digits(zip: &str) -> Option<String> {
    let digits: String = to_half_width(zip.trim()).chars().filter(|c| *c != '-').collect();
    (digits.len() == 7 && digits.bytes().all(|digit| digit.is_ascii_digit())).then_some(digits)
}

impl Place {
    /// Whether an address begins with it. A 郡 may be left out, as many do, and ヶ is ケ.
    pub fn begins(&self, address: &str) -> bool {
        let (address, prefecture, city) = (folded(address), folded(&self.prefecture), folded(&self.city));
        let without_county = city.split_once('郡').map(|(_, town)| town).filter(|town| town.ends_with(['町', '村']));
        address
            .strip_prefix(&prefecture)
            .is_some_and(|rest| rest.starts_with(&city) || without_county.is_some_and(|town| rest.starts_with(town)))
    }
}

/// The spellings of a municipality's name that people mix.
fn folded(text: &str) -> String {
    let fold = |c: char| match c {
        'ヶ' | 'ｹ' => 'ケ',
        '竜' => '龍',
        '桧' => '檜',
        '釜' => '竈',
        '篭' => '籠',
        other => other,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::{Place, digits};

    #[test]
    fn a_code_is_seven_digits_however_they_are_written() {
        for zip in ["1070052", "107-0052", " １０７－００５２ "] {
            assert_eq!(digits(zip).as_deref(), Some("1070052"), "{zip}");
        }
        for none in ["", "107-005", "107-00525", "107-005a", "〒107-0052"] {
            assert_eq!(digits(none), None, "{none}");
        }
    }

    #[test]
    fn an_address_begins_with_its_municipality_in_the_spellings_that_people_use() {
        let place = |prefecture: &str, city: &str| Place { prefecture: prefecture.to_owned(), city: city.to_owned() };
        for (prefecture, city, address, begins) in [
            ("東京都", "港区", "東京都港区赤坂1-1", true),
            ("東京都", "港区", "東京都　港区　赤坂1-1", true),
            ("東京都", "港区", "東京都中央区銀座1-1", false),
            ("東京都", "港区", "大阪府大阪市港区築港1-1", false),
            ("東京都", "港区", "港区赤坂1-1", false),
            ("東京都", "西多摩郡瑞穂町", "東京都瑞穂町箱根ケ崎1", true),
            ("東京都", "西多摩郡瑞穂町", "東京都西多摩郡瑞穂町箱根ケ崎1", true),
            ("茨城県", "龍ケ崎市", "茨城県竜ヶ崎市3710", true),
            ("福島県", "郡山市", "福島県山市1", false),
            ("北海道", "札幌市北区", "北海道札幌市南区1", false),
        ] {
            assert_eq!(place(prefecture, city).begins(address), begins, "{address}");
        }
    }
}
