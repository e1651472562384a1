use super::{Advice, Code, entries, explain, parties, short};
use crate::domain::field::Field;
use std::collections::HashSet;

/// Every code that np-api.md §4.3, §4.4 and §4.5 list, in their order.
const REFERENCE: &str = "
    NG001 NG002 NG999
    RE001 RE002 RE003 RE004 RE005 RE006 RE007 RE008 RE009 RE010 RE011 RE012 RE013 RE014 RE015 RE016 RE017 RE018 RE019
    RE020 RE021 RE022 RE023 RE024 RE025 RE026 RE027 RE028 RE029 RE031
    EPRO0101 EPRO0102 EPRO0103 EPRO0104 EPRO0105 EPRO0106 EPRO0107 EPRO0108 EPRO0109
    E0100002 E0100003 E0100004 E0100007 E0100009 E0100010 E0100011 E0100012 E0100142 E0100013 E0100014 E0100015
    E0100016 E0100021 E0100022 E0100023 E0100024
    E0100048 E0100049 E0100050 E0100051 E0100052 E0100053 E0100054 E0100055 E0100056 E0100057 E0100058 E0100136
    E0100059 E0100060 E0100061 E0100062 E0100063 E0100064 E0100065 E0100066 E0100067 E0100068 E0100069 E0100070 E0100071
    E0100072 E0100073 E0100074 E0100075 E0100076 E0100077 E0100078 E0100079 E0100080 E0100081 E0100082 E0100137
    E0100083 E0100084 E0100085 E0100086 E0100087 E0100088 E0100089 E0100090 E0100091
    E0100096 E0100097 E0100098 E0100099 E0100100 E0100101 E0100102 E0100103 E0100104
    E0102003 E0102004 E0102005
    E0100105 E0100106 E0100107 E0100108 E0100109 E0100110 E0100111 E0100143 E0100124 E0100126 E0100120 E0100121
    E0109002 E0109003
    E0100113 E0100114 E0100115 E0100118 E0100131 E0100132 E0131006 E0131010 E0131011";

/// Ours: the guess for the plain duplicate.
const GUESSED: &str = "E0102002";

fn reference() -> impl Iterator<Item = Code> {
    REFERENCE.split_whitespace().map(Code::new)
}

#[test]
fn the_table_holds_exactly_the_codes_of_the_reference() {
    let listed: HashSet<_> = REFERENCE.split_whitespace().chain([GUESSED]).collect();
    let ours: Vec<_> = entries().map(|entry| entry.code).collect();
    assert_eq!(ours.iter().copied().collect::<HashSet<_>>(), listed);
    assert_eq!(ours.len(), listed.len(), "a code is there twice");
}

#[test]
fn every_text_is_a_complete_sentence_of_its_own() {
    let mut texts = HashSet::new();
    for entry in entries() {
        assert!(entry.text.ends_with('。') && entry.text.chars().count() > 12, "{}: {}", entry.code, entry.text);
        assert!(!entry.short.is_empty() && entry.short.chars().count() <= 20, "{}: {}", entry.code, entry.short);
        assert!(texts.insert(entry.text), "{}: {}", entry.code, entry.text);
    }
}

#[test]
fn every_reason_to_repair_points_at_its_field() {
    for entry in entries().filter(|entry| entry.advice == Advice::Repair && entry.code != "NG002") {
        assert!(entry.field.is_some(), "{}", entry.code);
    }
    let fields = |codes: [&str; 4]| codes.map(|code| explain(&Code::new(code)).field.map_or("", Field::input_id));
    assert_eq!(fields(["RE001", "RE009", "RE012", "RE021"]), ["buyer-name", "buyer-address", "buyer-company", "buyer-tel"]);
    assert_eq!(
        fields(["RE008", "RE015", "RE020", "RE023"]),
        ["destination-name", "destination-address", "destination-address", "destination-tel"]
    );
    assert_eq!(fields(["RE024", "RE025", "RE028", "RE031"]), ["buyer-email", "buyer-email", "buyer-tel", "buyer-tel"]);
    assert_eq!(fields(["E0100104", "E0100108", "E0100110", "E0102005"]), ["line-quantity", "carrier", "slip-number", "billed-amount"]);
}

#[test]
fn the_address_block_of_the_errors_points_at_a_party() {
    let is_party = |code: &Code| matches!(explain(code).field, Some(Field::Buyer(_) | Field::Destination(_)));
    let in_block = |code: &&Code| ("E0100048".."E0100096").contains(&code.as_str());
    assert_eq!(reference().collect::<Vec<_>>().iter().filter(in_block).filter(|code| is_party(code)).count(), 44);
}

#[test]
fn purchaser_and_destination_are_symmetric() {
    for [buyer, destination] in parties::ENTRIES {
        let (Some(Field::Buyer(ours)), Some(Field::Destination(theirs))) = (buyer.field, destination.field) else {
            panic!("{} / {}", buyer.code, destination.code)
        };
        assert_eq!(ours, theirs, "{}", buyer.code);
        assert_eq!(buyer.text.replace("購入者", "配送先"), destination.text);
    }
    // np-api.md §4.5: the purchaser's codes run 48–67, the destination's 72–91, and 136/137 stand apart.
    let number = |code: &str| code.strip_prefix("E0100").and_then(|digits| digits.parse::<u32>().ok());
    for [buyer, destination] in parties::ENTRIES {
        match (number(buyer.code), number(destination.code)) {
            (Some(136), destination) => assert_eq!(destination, Some(137)),
            (Some(buyer), destination) => assert_eq!(destination, Some(buyer + 24)),
            (None, destination) => assert_eq!(destination, None),
        }
    }
}

#[test]
fn holds_that_no_repair_helps_say_what_does() {
    let advice = |code: &str| explain(&Code::new(code)).advice;
    assert_eq!(advice("RE026"), Advice::Cancel);
    assert_eq!(advice("RE029"), Advice::Wait);
    assert!(explain(&Code::new("RE029")).text.contains("翌営業日の18:00"));
    for code in ["RE014", "RE020"] {
        assert_eq!(advice(code), Advice::AddWorkplaceWord);
        let text = explain(&Code::new(code)).text;
        assert!(["職員", "従業員", "経営者"].iter().all(|word| text.contains(word)), "{text}");
    }
    assert_eq!([advice("RE027"), advice("RE028")], [Advice::Confirm; 2]);
}

#[test]
fn an_unknown_code_is_shown_raw() {
    for raw in ["RE099", "RE030", "E0100001"] {
        let code = Code::new(raw);
        let explanation = explain(&code);
        assert_eq!(explanation.text, format!("不明なコード {raw} です。NPサポートデスクにお問い合わせください。"));
        assert_eq!((explanation.field, explanation.advice), (None, Advice::Unknown));
        assert_eq!(short(&code), raw);
    }
}

#[test]
fn only_the_duplicate_family_means_that_an_earlier_attempt_landed() {
    let family: Vec<_> = reference().chain([Code::new(GUESSED)]).filter(Code::is_duplicate_registration).collect();
    assert_eq!(family, [Code::new("E0102003"), Code::new(GUESSED)]);
}

#[test]
fn a_code_travels_as_plain_text() {
    assert_eq!(serde_json::to_string(&[Code::new("RE009")]).unwrap(), r#"["RE009"]"#);
    assert_eq!(short(&Code::new("RE009")), "住所_情報不足");
}
