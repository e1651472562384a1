//! An order's contents: what NP is asked about.

use super::fee::is_fee;
use super::yen::Yen;
use serde::{Deserialize, Serialize};
use time::Date;

/// A purchaser or a destination. Empty text means "not given".
///
/// Masked in `Debug`: buyers' data must not reach a log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// 氏名（漢字）, surname and given name in one
    pub name: String,
    /// 氏名（カナ）
    pub kana: String,
    /// 会社名
    pub company: String,
    /// 部署名
    pub department: String,
    /// 郵便番号, with or without hyphen
    pub zip: String,
    /// 住所, prefecture first
    pub address: String,
    /// 電話番号, with or without hyphens
    pub tel: String,
    /// メールアドレス; a destination has none
    pub email: String,
}

impl Party {
    /// As it is sent: no spaces around, and half width where NP reads digits and addresses of mail.
    #[must_use]
    pub fn normalised(self) -> Self {
        let half_width = |text: &str| super::chars::to_half_width(text.trim());
        let trimmed = |text: &str| text.trim().to_owned();
        Self {
            name: trimmed(&self.name),
            kana: trimmed(&self.kana),
            company: trimmed(&self.company),
            department: trimmed(&self.department),
            zip: half_width(&self.zip),
            address: trimmed(&self.address),
            tel: half_width(&self.tel),
            email: half_width(&self.email),
        }
    }
}

impl std::fmt::Debug for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Party(***)")
    }
}

/// One line of goods, shipping, fee or discount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// 商品名
    pub name: String,
    /// 商品コード, the shop's own; NP does not see it
    pub code: String,
    /// 商品単価, tax included, negative for discounts
    pub price: Yen,
    /// 注文数
    pub quantity: i64,
}

/// Lines of a bill that are no goods and have no code, as imports name them; the fee of the payment [has names of its own](super::fee::is_fee).
pub const BESIDE_GOODS: [&str; 4] = ["消費税", "送料", "その他費用", "ポイント利用"];

/// What NP is asked about, and what a person may edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// 注文日 in Japan
    pub ordered_on: Day,
    /// 購入者
    pub buyer: Party,
    /// 配送先, where it differs from the purchaser
    pub destination: Option<Party>,
    /// 商品明細, shipping and fees included
    pub lines: Vec<Line>,
    /// 請求額
    pub billed_amount: Yen,
}

impl Contents {
    /// Σ price × quantity, `None` when it leaves the range of yen.
    pub fn lines_total(&self) -> Option<Yen> {
        self.lines.iter().try_fold(Yen(0), |sum, line| Yen::sum([sum, line.price.times(line.quantity)?]))
    }

    /// 合計金額: Σ of what is bought, without fees and what else [stands beside the goods](BESIDE_GOODS); `None` as
    /// [`Contents::lines_total`].
    pub fn goods_total(&self) -> Option<Yen> {
        let stands_beside = |line: &Line| line.code.is_empty() && BESIDE_GOODS.contains(&line.name.as_str()) || is_fee(line);
        self.lines
            .iter()
            .filter(|line| !stands_beside(line))
            .try_fold(Yen(0), |sum, line| Yen::sum([sum, line.price.times(line.quantity)?]))
    }

    /// With both parties as they are sent.
    #[must_use]
    pub fn normalised(self) -> Self {
        Self { buyer: self.buyer.normalised(), destination: self.destination.map(Party::normalised), ..self }
    }

    /// Where the parcel goes.
    pub fn receiver(&self) -> &Party {
        self.destination.as_ref().unwrap_or(&self.buyer)
    }
}

/// A calendar day, written `2026-11-24` wherever it is stored or sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub Date);

impl Day {
    /// Reads `2026-11-24` or `2026/11/24`, also with single digits and with a time behind, which is left out.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = super::chars::to_half_width(text.trim());
        let date = plain.split([' ', 'T']).next()?;
        let mut parts = date.split(['-', '/']);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
        Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok().map(Self)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl TryFrom<String> for Day {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("日付は「2026-11-24」の形で入力してください。")
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// Whether a 支払方法 as malls and carts write it means NP後払い.
///
/// Rakuten's own 後払い決済 and other companies' services are not NP's (order-files.md §2).
pub fn is_np_payment(method: &str) -> bool {
    let upper = plain(method);
    upper.contains("NP後払") || upper.contains("NPコネクト") || upper == "後払い" || upper == "後払い(NP)"
}

/// Whether an NP後払い order was placed as 「NP後払いwiz」: its invoice would lie in the parcel.
pub fn is_enclosed(method: &str) -> bool {
    is_np_payment(method) && plain(method).contains("WIZ")
}

fn plain(method: &str) -> String {
    super::chars::to_half_width(method).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::{Day, is_enclosed, is_np_payment};

    #[test]
    fn days_are_read_with_slashes_and_times() {
        for text in ["2026-11-24", "2026/11/24", "2026/11/24 09:56:30", "２０２６－１１－２４"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), "2026-11-24", "{text}");
        }
        assert_eq!(Day::parse("2026/1/2").unwrap().to_string(), "2026-01-02");
        for wrong in ["", "2026-02-30", "26-1-1", "20261124", "2026-1-2-3"] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_np_deferred_payment_is_ours() {
        for ours in ["NP後払い", "ＮＰ後払い", "NP後払いwiz", "後払い", "コンビニ・郵便局・銀行 (NP後払い)"] {
            assert!(is_np_payment(ours), "{ours}");
        }
        assert_eq!(["ＮＰ後払いＷｉｚ", "NP後払い", "wiz"].map(is_enclosed), [true, false, false]);
        for other in ["後払い決済", "クレジットカード", "後払い.com", "クロネコ代金後払い", "代金引換", ""] {
            assert!(!is_np_payment(other), "{other}");
        }
    }
}
