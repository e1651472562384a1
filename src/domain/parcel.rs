//! What about a parcel should be looked at again before NP is told of it: a report cannot be corrected.

use super::carrier::Carrier;
use super::id::SlipNumber;
use super::lamp::{Credit, CreditOrigin, Lamps};
use super::order::Day;
use std::ops::RangeInclusive;

/// Sentences about the slip number and the day of shipping; each is a doubt, not a rule of NP's.
pub fn doubts(by: Option<Carrier>, slip_number: &SlipNumber, shipped_on: Option<Day>, ordered_on: Day, today: Day) -> Vec<String> {
    let mut doubts: Vec<String> = by.and_then(|carrier| number_doubt(carrier, slip_number)).into_iter().collect();
    match shipped_on {
        Some(day) if day < ordered_on => doubts.push(format!("出荷日が注文日（{ordered_on}）より前です。")),
        Some(day) if day > today => doubts.push("出荷日が先の日付です。".to_owned()),
        Some(_) => {}
        None => doubts.push("出荷日が入力されていません。".to_owned()),
    }
    doubts
}

/// Why the number can be none of this carrier's: it has signs that the carrier's numbers never have.
pub fn has_letters(carrier: Carrier, slip_number: &SlipNumber) -> Option<String> {
    digits_of(carrier)?;
    let is_digits = slip_number.as_str().chars().all(|c| c == '-' || c.is_ascii_digit());
    (!is_digits).then(|| format!("{}の伝票番号は数字だけです。伝票のバーコードを読み取り直してください。", carrier.label()))
}

/// What looks wrong in a carrier's number.
pub fn number_doubt(carrier: Carrier, slip_number: &SlipNumber) -> Option<String> {
    let digits = digits_of(carrier)?;
    let written: Vec<char> = slip_number.as_str().chars().filter(|c| *c != '-').collect();
    if !digits.contains(&written.len()) || !written.iter().all(char::is_ascii_digit) {
        let wanted =
            if digits.start() == digits.end() { digits.start().to_string() } else { format!("{}から{}", digits.start(), digits.end()) };
        let text = format!("{}の伝票番号は数字{wanted}桁です（いま{}文字）。伝票を確かめてください。", carrier.label(), written.len());
        return Some(text);
    }
    (!has_check_digit(carrier, &written))
        .then(|| format!("{}の伝票番号の最後の数字（チェックデジット）が合いません。伝票を確かめてください。", carrier.label()))
}

/// The last digit is what the others leave over when they are divided by seven.
fn has_check_digit(carrier: Carrier, written: &[char]) -> bool {
    if !matches!(carrier, Carrier::Sagawa | Carrier::Yamato) {
        return true;
    }
    let mut digits: Vec<u32> = written.iter().filter_map(|c| c.to_digit(10)).collect();
    let last = digits.pop();
    Some(digits.iter().fold(0, |rest, digit| (rest * 10 + digit) % 7)) == last
}

/// How many digits the carrier's numbers have, where that is published and the same for all its parcels.
const fn digits_of(carrier: Carrier) -> Option<RangeInclusive<usize>> {
    match carrier {
        Carrier::Sagawa | Carrier::Yamato => Some(12..=12),
        Carrier::YuPack => Some(11..=12),
        Carrier::Seino => Some(10..=10),
        Carrier::JapanPost
        | Carrier::RegisteredMail
        | Carrier::EcoHai
        | Carrier::SeinoSuperExpress
        | Carrier::Fukuyama
        | Carrier::NipponExpress
        | Carrier::Niigata
        | Carrier::Meitetsu
        | Carrier::ShinshuMeitetsu
        | Carrier::TollExpress
        | Carrier::Tonami => None,
    }
}

/// Why the parcel should not leave yet, in one sentence.
pub fn not_yet(lamps: &Lamps) -> Option<String> {
    let is_for_us = lamps.by_np && lamps.origin == CreditOrigin::Api && lamps.credit != Credit::Ok;
    is_for_us.then(|| format!("与信OKではありません（いま「{}」）。与信OKになるまで発送しないでください。", lamps.credit.label()))
}

#[cfg(test)]
mod tests {
    use super::{Carrier, Credit, CreditOrigin, Day, Lamps, SlipNumber, doubts, not_yet};

    #[test]
    fn numbers_of_another_length_and_impossible_days_are_doubted() {
        let day = |text| Day::parse(text).unwrap();
        let (ordered, today) = (day("2026-11-20"), day("2026-11-24"));
        let count =
            |carrier, slip: &str, shipped| doubts(carrier, &SlipNumber::parse(slip).unwrap(), Some(day(shipped)), ordered, today).len();
        let cases = [
            (Some(Carrier::Yamato), "1234-5678-9013", "2026-11-24", 0),
            (Some(Carrier::Yamato), "1234-5678-9012", "2026-11-24", 1),
            (Some(Carrier::Sagawa), "1234-5678-9103", "2026-11-24", 1),
            (Some(Carrier::Yamato), "１２３４ ５６７８ ９０１３", "2026-11-24", 0),
            (Some(Carrier::Yamato), "123", "2026-11-24", 1),
            (Some(Carrier::Sagawa), "ABC-12", "2026-11-01", 2),
            (Some(Carrier::YuPack), "12345678901", "2026-11-20", 0),
            (Some(Carrier::Seino), "123-4567890", "2026-11-25", 1),
            (Some(Carrier::Fukuyama), "12", "2026-11-24", 0),
            (None, "12", "2027-11-24", 1),
        ];
        for (carrier, slip, shipped, doubted) in cases {
            assert_eq!(count(carrier, slip, shipped), doubted, "{carrier:?} {slip} {shipped}");
        }
        assert_eq!(
            doubts(Some(Carrier::Yamato), &SlipNumber::parse("123").unwrap(), None, ordered, today),
            ["ヤマト運輸の伝票番号は数字12桁です（いま3文字）。伝票を確かめてください。", "出荷日が入力されていません。"]
        );
    }

    #[test]
    fn a_parcel_waits_for_its_ok() {
        let with = |credit| Lamps { credit, ..Lamps::fresh(true) };
        assert!(not_yet(&with(Credit::Hold)).unwrap().contains("保留"));
        assert_eq!(not_yet(&with(Credit::Ok)), None);
        assert_eq!(not_yet(&Lamps { origin: CreditOrigin::Csv, ..with(Credit::None) }), None, "the verdict is elsewhere");
        assert_eq!(not_yet(&Lamps::fresh(false)), None);
    }
}
