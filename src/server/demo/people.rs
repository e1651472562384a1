//! Invented people at real postal codes, and the kinds of trouble they bring.

use crate::domain::order::Party;

/// What an order is there to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// NP says OK.
    Clean,
    /// NP takes its time.
    Slow,
    /// The address lacks its number: NP holds it.
    NoHouseNumber,
    /// The phone number lacks a digit: NP cannot take it.
    ShortPhone,
    /// Above the purchaser's limit: NP refuses.
    Expensive,
    /// Refused without a reason.
    Refused,
    /// A carrier that NP does not know.
    UnknownCarrier,
    /// Goes to a convenience store.
    Pickup,
    /// Not paid by NP後払い at all.
    OtherPayment,
}

impl Kind {
    /// The kind of the n-th order: six of ten are clean.
    pub const fn of(nth: i64) -> Self {
        match nth % 20 {
            3 | 13 => Self::NoHouseNumber,
            5 => Self::ShortPhone,
            7 => Self::Slow,
            9 => Self::Expensive,
            11 => Self::UnknownCarrier,
            15 => Self::Refused,
            17 => Self::OtherPayment,
            19 => Self::Pickup,
            _ => Self::Clean,
        }
    }

    /// 支払方法
    pub const fn payment_method(self) -> &'static str {
        match self {
            Self::OtherPayment => "クレジットカード",
            Self::Clean
            | Self::Slow
            | Self::NoHouseNumber
            | Self::ShortPhone
            | Self::Expensive
            | Self::Refused
            | Self::UnknownCarrier
            | Self::Pickup => "NP後払い",
        }
    }

    /// 配送業者
    pub const fn carrier(self, nth: i64) -> &'static str {
        match (self, nth % 3) {
            (Self::UnknownCarrier, _) => "赤帽",
            (_, 0) => "ヤマト運輸",
            (_, 1) => "佐川急便",
            (_, _) => "ゆうパック",
        }
    }

    /// The simulator reads marks; this one is put where the grid does not show it.
    const fn department(self) -> &'static str {
        match self {
            Self::Slow => "【審査中】",
            Self::Refused => "【NG999】",
            Self::Clean
            | Self::NoHouseNumber
            | Self::ShortPhone
            | Self::Expensive
            | Self::UnknownCarrier
            | Self::Pickup
            | Self::OtherPayment => "",
        }
    }
}

const FAMILY: [(&str, &str); 12] = [
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("高橋", "タカハシ"),
    ("田中", "タナカ"),
    ("伊藤", "イトウ"),
    ("渡辺", "ワタナベ"),
    ("山本", "ヤマモト"),
    ("中村", "ナカムラ"),
    ("小林", "コバヤシ"),
    ("加藤", "カトウ"),
    ("吉田", "ヨシダ"),
    ("山田", "ヤマダ"),
];
const GIVEN: [(&str, &str); 11] = [
    ("花子", "ハナコ"),
    ("太郎", "タロウ"),
    ("美咲", "ミサキ"),
    ("健一", "ケンイチ"),
    ("陽子", "ヨウコ"),
    ("大輔", "ダイスケ"),
    ("さくら", "サクラ"),
    ("翔太", "ショウタ"),
    ("恵子", "ケイコ"),
    ("直樹", "ナオキ"),
    ("由美", "ユミ"),
];
/// Postal code, town, building.
const PLACES: [(&str, &str, &str); 10] = [
    ("107-0052", "東京都港区赤坂", "みほんビル201"),
    ("530-0001", "大阪府大阪市北区梅田", ""),
    ("460-0008", "愛知県名古屋市中区栄", "メゾン栄305"),
    ("810-0001", "福岡県福岡市中央区天神", ""),
    ("060-0001", "北海道札幌市中央区北一条西", "北ハイツ102"),
    ("980-0811", "宮城県仙台市青葉区一番町", ""),
    ("730-0011", "広島県広島市中区基町", "基町コーポ7号"),
    ("220-0012", "神奈川県横浜市西区みなとみらい", ""),
    ("330-0853", "埼玉県さいたま市大宮区錦町", ""),
    ("900-0015", "沖縄県那覇市久茂地", "ハイム久茂地402"),
];
const NOTES: [&str; 8] = ["", "", "のし希望（御歳暮）", "", "不在時は宅配ボックスへ", "", "", "領収書を同封してください"];

/// The purchaser of the n-th order.
pub fn buyer(nth: i64, kind: Kind) -> Party {
    let tel = if kind == Kind::ShortPhone { format!("090-0000-{:03}", nth % 1000) } else { format!("090-0000-{:04}", nth % 10_000) };
    Party {
        tel,
        department: kind.department().to_owned(),
        email: format!("buyer{nth}@example.jp"),
        ..person(nth, kind == Kind::NoHouseNumber)
    }
}

/// Where it goes, when elsewhere.
pub fn destination(nth: i64, kind: Kind) -> Option<Party> {
    match kind {
        Kind::Pickup => Some(Party { address: format!("{} コンビニ受取", person(nth, false).address), ..person(nth, false) }),
        Kind::Clean if nth % 10 == 4 => Some(person(nth + 500, false)),
        Kind::Clean
        | Kind::Slow
        | Kind::NoHouseNumber
        | Kind::ShortPhone
        | Kind::Expensive
        | Kind::Refused
        | Kind::UnknownCarrier
        | Kind::OtherPayment => None,
    }
}

/// A remark for the packing table.
pub fn note(nth: i64) -> &'static str {
    pick::<&str>(&NOTES, nth)
}

fn person(nth: i64, without_number: bool) -> Party {
    let ((family, family_kana), (given, given_kana)) = (*pick(&FAMILY, nth), *pick(&GIVEN, nth));
    let (zip, town, building) = *pick(&PLACES, nth);
    let address = match (without_number, building) {
        (true, _) => town.to_owned(),
        (false, "") => format!("{town}{}-{}-{}", 1 + nth % 5, 1 + nth % 9, 1 + nth % 20),
        (false, building) => format!("{town}{}-{}-{}　{building}", 1 + nth % 5, 1 + nth % 9, 1 + nth % 20),
    };
    Party {
        name: format!("{family}　{given}"),
        kana: format!("{family_kana}　{given_kana}"),
        zip: zip.to_owned(),
        address,
        tel: format!("080-0000-{:04}", nth % 10_000),
        ..Party::default()
    }
}

fn pick<T>(list: &[T], nth: i64) -> &T {
    let length = i64::try_from(list.len()).unwrap_or(1);
    &list[usize::try_from(nth.rem_euclid(length)).unwrap_or_default()]
}
