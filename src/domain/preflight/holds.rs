//! Holds that can be seen coming (np-api.md §4.4). Only signs that are almost never wrong: a warning that cries wolf is
//! not read.

use super::{Violation, names};
use crate::domain::chars::{to_half_width, unsafe_chars};
use crate::domain::field::{Field, PartyField};
use crate::domain::order::{Contents, Party};
use crate::domain::yen::Yen;

/// What NP would probably hold if the contents were sent as they are. Nothing here forbids sending.
pub fn predicted_holds(contents: &Contents) -> Vec<Violation> {
    let mut holds = Vec::new();
    check_party(&contents.buyer, &BUYER, &mut holds);
    if let Some(destination) = &contents.destination {
        check_party(destination, &DESTINATION, &mut holds);
    }
    holds
}

/// What a purchaser may owe NP, over all shops (np-api.md §6). NP agrees on other limits with some shops: nothing to stop at.
const CREDIT_LIMIT: Yen = Yen(55_000);

/// That NP would probably refuse a registration or a change to so high a bill.
pub fn beyond_limit(contents: &Contents) -> Option<Violation> {
    let what = format!(
        "このまま送ると与信NGになる可能性があります。請求額が、NP後払いのご利用限度額（購入者ごとに累計{CREDIT_LIMIT}円、税込）を超えています。"
    );
    (contents.billed_amount > CREDIT_LIMIT).then(|| Violation::new("NG001", Field::BilledAmount, what))
}

struct Codes {
    field: fn(PartyField) -> Field,
    incomplete_name: &'static str,
    garbled_name: &'static str,
    company_name: &'static str,
    incomplete_address: &'static str,
    workplace: &'static str,
}

static BUYER: Codes = Codes {
    field: Field::Buyer,
    incomplete_name: "RE001",
    garbled_name: "RE003",
    company_name: "RE004",
    incomplete_address: "RE009",
    workplace: "RE014",
};

static DESTINATION: Codes = Codes {
    field: Field::Destination,
    incomplete_name: "RE005",
    garbled_name: "RE007",
    company_name: "RE008",
    incomplete_address: "RE015",
    workplace: "RE020",
};

fn hold(code: &str, field: Field, what: &str) -> Violation {
    Violation::new(code, field, format!("このまま送ると保留になる可能性があります。{what}"))
}

fn check_party(party: &Party, codes: &Codes, holds: &mut Vec<Violation>) {
    let name_field = (codes.field)(PartyField::Name);
    let label = name_field.label();
    let letters: Vec<char> = party.name.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(named) = names(&garbled(&party.name)) {
        let what = format!("{label}に、文字化けした文字か機種依存文字があります：{named}。標準の文字に直してください。");
        holds.push(hold(codes.garbled_name, name_field, &what));
    }
    // With a company beside it, a surname alone is enough.
    if !letters.is_empty() && party.company.trim().is_empty() {
        if let Some(word) = company_word(&party.name) {
            let what = format!("{label}に「{word}」とあります。会社名は会社名欄に、氏名欄にはご担当者のフルネームを入力してください。");
            holds.push(hold(codes.company_name, name_field, &what));
        } else if letters.len() == 1 {
            holds.push(hold(codes.incomplete_name, name_field, &format!("{label}が1文字です。フルネームを入力してください。")));
        } else if !letters.iter().any(|c| is_japanese(*c)) {
            let what = format!("{label}に漢字もカナもありません。漢字のフルネームを入力してください。");
            holds.push(hold(codes.incomplete_name, name_field, &what));
        }
    }
    let address_field = (codes.field)(PartyField::Address);
    if !party.address.trim().is_empty() && !has_house_number(&party.address) {
        let what = format!("{}に番地がありません。番地まで入力してください。", address_field.label());
        holds.push(hold(codes.incomplete_address, address_field, &what));
    }
    holds.extend(check_place(party, codes));
}

/// No places that keep post for somebody, and no lodgings: neither the parcel nor the invoice may go there.
fn check_place(party: &Party, codes: &Codes) -> Option<Violation> {
    let field = (codes.field)(PartyField::Address);
    let texts = [&party.name, &party.address, &party.company, &party.department].map(|text| plain(text));
    let found = |words: &[&'static str]| words.iter().copied().find(|word| texts.iter().any(|text| text.contains(word)));
    if let Some(word) = found(&["私書箱", "私書函"]) {
        let what = format!("「{word}」はご利用いただけません。ご自宅か勤務先の住所を確認してください。");
        return Some(hold("RE026", field, &what));
    }
    if let Some(word) = found(&["コンビニ受取", "コンビニ受け取", "コンビニ留", "局留め", "郵便局留", "局止め"])
    {
        let what = format!("「{word}」はご利用いただけません。ご自宅か勤務先の住所を確認してください。");
        return Some(hold(codes.workplace, field, &what));
    }
    let works_there = found(&["職員", "従業員", "経営者", "社員", "スタッフ"]).is_some();
    let lodging = LODGINGS.iter().find(|word| plain(&party.address).contains(**word)).filter(|_| !works_there)?;
    let what = format!(
        "{}に「{lodging}」とあります。一時滞在先にはお届けできません。勤務先であれば、住所の末尾か部署名に「職員」「従業員」「経営者」などを書き足してください。",
        field.label()
    );
    Some(hold(codes.workplace, field, &what))
}

const LODGINGS: [&str; 3] = ["ホテル", "旅館", "ゲストハウス"];

fn plain(text: &str) -> String {
    to_half_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Not safe to send, or what is left of such a character after an earlier system garbled it.
fn garbled(name: &str) -> Vec<char> {
    let mut found = unsafe_chars(name);
    found.extend(['?', '？', '〓'].into_iter().filter(|c| name.contains(*c)));
    found
}

fn company_word(name: &str) -> Option<&'static str> {
    const WORDS: [&str; 9] = ["株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "法人", "(株)", "(有)", "㈱"];
    let name = plain(name);
    WORDS.into_iter().find(|word| name.contains(word))
}

const fn is_japanese(c: char) -> bool {
    matches!(c, '々' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | 'ｦ'..='ﾟ' | '\u{20000}'..='\u{3FFFF}')
}

/// A digit, or the words that go with a number written in kanji. Kanji digits alone do not count at the start and in the
/// middle (三重県, 八王子市), only at the end (一ノ二).
fn has_house_number(address: &str) -> bool {
    let address = plain(address);
    address.chars().any(|c| c.is_ascii_digit())
        || ["丁目", "番", "号"].iter().any(|word| address.contains(word))
        || address.ends_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '〇'])
}
