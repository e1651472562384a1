mod holds;
mod properties;

use super::{Violation, months_before, predicted_holds, registration, shipment, update};
use crate::domain::carrier::{Carrier, CarrierBook, OwnName, ShippedBy};
use crate::domain::field::{Field, LineField, PartyField};
use crate::domain::order::{Contents, Day, Line, Party};
use crate::domain::yen::Yen;
use time::macros::date;

const TODAY: Day = Day(date!(2026 - 11 - 24));

fn party() -> Party {
    Party {
        name: "見本　花子".into(),
        kana: "ミホン　ハナコ".into(),
        company: String::new(),
        department: String::new(),
        zip: "107-0052".into(),
        address: "東京都港区赤坂９－９－９　みほんビル２０１".into(),
        tel: "090-0000-0000".into(),
        email: "hanako@example.jp".into(),
    }
}

fn line(name: &str, price: i64, quantity: i64) -> Line {
    Line { name: name.into(), code: "A-1".into(), price: Yen(price), quantity }
}

/// The order of np-api.md §10.1.
fn clean() -> Contents {
    Contents {
        ordered_on: Day(date!(2026 - 11 - 20)),
        buyer: party(),
        destination: None,
        lines: vec![line("りんご５ｋｇ", 2_890, 2), line("送料", 600, 1), line("割引", -530, 1)],
        billed_amount: Yen(5_850),
    }
}

fn codes(violations: &[Violation]) -> Vec<&str> {
    violations.iter().map(|violation| violation.code.as_str()).collect()
}

/// The violations of the clean order after one change.
fn after(change: impl FnOnce(&mut Contents)) -> Vec<Violation> {
    let mut contents = clean();
    change(&mut contents);
    registration("OD-1", &contents, TODAY)
}

#[test]
fn a_clean_order_has_nothing_to_say() {
    assert_eq!(registration("OD-20261120-0012", &clean(), TODAY), []);
    assert_eq!(update(&clean(), TODAY), []);
    assert_eq!(predicted_holds(&clean()), []);
    let elsewhere = after(|order| order.destination = Some(Party { email: String::new(), ..party() }));
    assert_eq!(elsewhere, []);
}

#[test]
fn every_rule_of_a_party_answers_with_nps_code_for_each_side() {
    type Change = fn(&mut Party);
    let rules: [(&str, &str, PartyField, Change); 25] = [
        ("E0100048", "E0100072", PartyField::Name, |p| p.name = "　".into()),
        ("E0100049", "E0100073", PartyField::Name, |p| p.name = "髙橋　花子".into()),
        ("E0100050", "E0100074", PartyField::Name, |p| p.name = "あ".repeat(22)),
        ("E0100051", "E0100075", PartyField::Kana, |p| p.kana = "ア".repeat(26)),
        ("E0100052", "E0100076", PartyField::Kana, |p| p.kana = "ミホン①".into()),
        ("E0100053", "E0100077", PartyField::Company, |p| p.company = "あ".repeat(31)),
        ("E0100054", "E0100078", PartyField::Company, |p| p.company = "㈱みほん".into()),
        ("E0100055", "E0100079", PartyField::Department, |p| p.department = "あ".repeat(31)),
        ("E0100056", "E0100080", PartyField::Department, |p| p.department = "営業Ⅱ部".into()),
        ("E0100057", "E0100081", PartyField::Zip, |p| p.zip = String::new()),
        ("E0100058", "E0100082", PartyField::Zip, |p| p.zip = "〒107-0052".into()),
        ("E0100136", "E0100137", PartyField::Zip, |p| p.zip = "107-005".into()),
        ("E0100136", "E0100137", PartyField::Zip, |p| p.zip = "1070-052".into()),
        ("E0100059", "E0100083", PartyField::Address, |p| p.address = "港区赤坂９－９－９".into()),
        ("E0100060", "E0100084", PartyField::Address, |p| p.address = String::new()),
        ("E0100061", "E0100085", PartyField::Address, |p| p.address = "東京都港区赤坂①".into()),
        ("E0100062", "E0100086", PartyField::Address, |p| p.address = format!("東京都{}", "９".repeat(53))),
        ("E0100063", "E0100087", PartyField::Tel, |p| p.tel = String::new()),
        ("E0100064", "E0100088", PartyField::Tel, |p| p.tel = "03(0000)0000".into()),
        ("E0100065", "E0100089", PartyField::Tel, |p| p.tel = "3-0000-0000".into()),
        ("E0100065", "E0100089", PartyField::Tel, |p| p.tel = "03--00000000".into()),
        ("E0100066", "E0100090", PartyField::Tel, |p| p.tel = "090-0000-000".into()),
        ("E0100066", "E0100090", PartyField::Tel, |p| p.tel = "05000000000000".into()),
        ("E0100067", "E0100091", PartyField::Tel, |p| p.tel = "03-0000-00000".into()),
        ("E0100067", "E0100091", PartyField::Tel, |p| p.tel = "06-6000-00000".into()),
    ];
    for (buyer, destination, field, change) in rules {
        let found = after(|order| change(&mut order.buyer));
        assert_eq!(codes(&found), [buyer]);
        assert_eq!(found[0].field, Field::Buyer(field), "{buyer}");
        let found = after(|order| change(order.destination.insert(party())));
        assert_eq!(codes(&found), [destination]);
        assert_eq!(found[0].field, Field::Destination(field), "{destination}");
        assert!(found[0].message.contains("配送先"), "{}", found[0].message);
    }
}

#[test]
fn telephone_numbers_of_every_usual_form_pass() {
    for tel in ["0300000000", "03-0000-0000", "０３ー００００ー００００", "08000000000", "0800-000-0000", "0120-000-000", "050-0000-0000"]
    {
        assert_eq!(after(|order| order.buyer.tel = tel.into()), [], "{tel}");
    }
    for zip in ["1070052", "107-0052", "１０７－００５２", " 107-0052 "] {
        assert_eq!(after(|order| order.buyer.zip = zip.into()), [], "{zip}");
    }
}

#[test]
fn mail_addresses_are_optional_and_the_purchasers_alone() {
    for email in ["", "a@example.co.jp", "a..b.@docomo.example", "a+b@x-y.example"] {
        assert_eq!(after(|order| order.buyer.email = email.into()), [], "{email}");
    }
    for (email, code) in [
        ("花子@example.jp", "E0100069"),
        ("a b@example.jp", "E0100069"),
        ("example.jp", "E0100071"),
        ("@example.jp", "E0100071"),
        ("a@example", "E0100071"),
        ("a@example..jp", "E0100071"),
        ("a@b@example.jp", "E0100071"),
    ] {
        assert_eq!(codes(&after(|order| order.buyer.email = email.into())), [code], "{email}");
    }
    let long = format!("{}@example.jp", "a".repeat(90));
    assert_eq!(codes(&after(|order| order.buyer.email = long)), ["E0100070"]);
    assert_eq!(after(|order| order.destination = Some(Party { email: "×".into(), ..party() })), []);
}

#[test]
fn ids_are_half_width_and_short() {
    let of = |id: &str| registration(id, &clean(), TODAY);
    assert_eq!(codes(&of("")), ["EPRO0103"]);
    assert_eq!(codes(&of("受注1")), ["E0100009"]);
    assert_eq!(codes(&of(&"9".repeat(41))), ["E0100010"]);
    assert_eq!(codes(&of(&"受".repeat(41))), ["E0100010", "E0100009"]);
}

#[test]
fn the_order_date_lies_within_three_months() {
    for (day, fits) in
        [(date!(2026 - 11 - 24), true), (date!(2026 - 11 - 25), false), (date!(2026 - 08 - 25), true), (date!(2026 - 08 - 24), false)]
    {
        let found = after(|order| order.ordered_on = Day(day));
        assert_eq!(codes(&found), if fits { vec![] } else { vec!["E0100007"] }, "{day}");
    }
    let mut old = clean();
    old.ordered_on = Day(date!(2026 - 01 - 01));
    assert_eq!(update(&old, TODAY), [], "the window of a change begins at its registration");
    assert_eq!(months_before(date!(2026 - 05 - 31), 3), date!(2026 - 02 - 28));
    assert_eq!(months_before(date!(2026 - 01 - 15), 3), date!(2025 - 10 - 15));
    assert_eq!(months_before(time::Date::MIN, 3), time::Date::MIN);
}

#[test]
fn amounts_and_sums_follow_nps_rule_in_both_directions() {
    let billed = |amount: i64, total: i64| {
        after(|order| {
            order.billed_amount = Yen(amount);
            order.lines = vec![line("りんご", total, 1)];
        })
    };
    assert_eq!(billed(1, 1), []);
    assert_eq!(billed(999_999, 999_999), []);
    assert_eq!(billed(1_000, 4_000), []);
    assert_eq!(codes(&billed(1_000, 4_001)), ["E0102004"]);
    assert_eq!(codes(&billed(1_001, 1_000)), ["E0102005"]);
    assert_eq!(codes(&billed(-1, 0)), ["E0100015"]);
    assert_eq!(codes(&billed(1_000_000, 999_999)), ["E0100015", "E0102005"]);
    let free = billed(0, 0);
    assert_eq!(codes(&free), ["E0100015"]);
    assert_eq!(free[0].message, "最終請求金額が0円のため、与信できません。");
}

#[test]
fn every_goods_line_is_judged_and_named() {
    let found = after(|order| {
        order.lines.push(line("", 0, 0));
        order.lines.push(line("りんご🍎", -100_000, -1_000));
        order.lines.push(line(&"あ".repeat(151), 1_000_000, 10_000));
    });
    let told: Vec<_> = found.iter().map(|violation| (violation.line, violation.code.as_str())).collect();
    let expected = [
        (Some(3), "E0100096"),
        (Some(3), "E0100104"),
        (Some(4), "E0100097"),
        (Some(4), "E0100101"),
        (Some(4), "E0100104"),
        (Some(5), "E0100098"),
        (Some(5), "E0100101"),
        (Some(5), "E0100104"),
        (None, "E0102004"),
    ];
    assert_eq!(told, expected);
    assert_eq!(found[0].message, "商品明細4行目：商品名が入力されていません。商品名を入力してください。");
    let none = after(|order| order.lines.clear());
    assert_eq!(codes(&none), ["E0100096"]);
    assert_eq!(none[0].field, Field::Line(LineField::Name));
}

#[test]
fn messages_name_the_limit_the_length_and_the_characters() {
    let found = after(|order| order.buyer.address = format!("東京都{}", "９".repeat(59)));
    assert_eq!(found[0].message, "購入者の住所は全角55文字以内です（いま62文字）。");
    let found = after(|order| order.buyer.name = "髙橋\u{200D}﨑髙".into());
    assert_eq!(found[0].message, "購入者の氏名に、NPで利用できない文字があります：「髙」「U+200D」「﨑」。標準の文字に直してください。");
    let found = after(|order| order.buyer.tel = "+81 90 0000 0000".into());
    assert_eq!(found[0].message, "購入者の電話番号に、数字と「-」以外の文字があります：「半角スペース」「+」。");
}

#[test]
fn a_shipment_needs_a_carrier_that_np_knows() {
    let mut book = CarrierBook::default();
    let (carrier, slip) = shipment(&book, "ヤマト", "１２３４－５６７８－９０１２").unwrap();
    assert_eq!((carrier, slip.as_str()), (ShippedBy::Listed(Carrier::Yamato), "1234-5678-9012"));
    assert_eq!(codes(&shipment(&book, " ", "").unwrap_err()), ["E0100105", "E0100109"]);
    book.own.push(OwnName { name: "赤帽".to_owned(), by: ShippedBy::Contracted });
    let outside = shipment(&book, "赤帽", "1234").unwrap_err();
    assert!(codes(&outside) == ["E0100108"] && outside[0].message.contains("対象外の配送業者を「利用する」"), "{}", outside[0].message);
    book.takes_contracted = true;
    assert_eq!(shipment(&book, "赤帽", "1234").unwrap().0, ShippedBy::Contracted);
    let unmapped = shipment(&book, "クロネコゆうパケット", "12_34").unwrap_err();
    assert_eq!(codes(&unmapped), ["E0100108", "E0100110"]);
    assert!(unmapped[0].message.contains("「クロネコゆうパケット」"), "{}", unmapped[0].message);
}
