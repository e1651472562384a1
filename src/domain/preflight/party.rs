//! The rules for a purchaser and a destination (np-api.md §3.1): the same, with two sets of codes.

use super::{Violation, names, unsafe_text};
use crate::domain::chars::to_half_width;
use crate::domain::field::{Field, PartyField};
use crate::domain::order::Party;

/// Which of the two parties is judged, and NP's codes for it.
pub(super) struct Rules {
    pub(super) field: fn(PartyField) -> Field,
    name: Text,
    kana: Text,
    company: Text,
    department: Text,
    pub(super) zip: Zip,
    address: Text,
    tel: Tel,
    /// NP takes an address for mail from the purchaser alone.
    has_email: bool,
}

/// A text with a limit in full-width characters; `missing` is empty where the field may be.
struct Text {
    field: PartyField,
    limit: usize,
    missing: &'static str,
    unsafe_chars: &'static str,
    too_long: &'static str,
}

pub(super) struct Zip {
    missing: &'static str,
    chars: &'static str,
    form: &'static str,
    pub(super) not_of_address: &'static str,
}

struct Tel {
    missing: &'static str,
    chars: &'static str,
    form: &'static str,
    eleven: &'static str,
    ten: &'static str,
}

pub(super) static BUYER: Rules = Rules {
    field: Field::Buyer,
    name: Text::new(PartyField::Name, 21, "E0100048", "E0100049", "E0100050"),
    kana: Text::new(PartyField::Kana, 25, "", "E0100052", "E0100051"),
    company: Text::new(PartyField::Company, 30, "", "E0100054", "E0100053"),
    department: Text::new(PartyField::Department, 30, "", "E0100056", "E0100055"),
    zip: Zip { missing: "E0100057", chars: "E0100058", form: "E0100136", not_of_address: "E0100059" },
    address: Text::new(PartyField::Address, 55, "E0100060", "E0100061", "E0100062"),
    tel: Tel { missing: "E0100063", chars: "E0100064", form: "E0100065", eleven: "E0100066", ten: "E0100067" },
    has_email: true,
};

pub(super) static DESTINATION: Rules = Rules {
    field: Field::Destination,
    name: Text::new(PartyField::Name, 21, "E0100072", "E0100073", "E0100074"),
    kana: Text::new(PartyField::Kana, 25, "", "E0100076", "E0100075"),
    company: Text::new(PartyField::Company, 30, "", "E0100078", "E0100077"),
    department: Text::new(PartyField::Department, 30, "", "E0100080", "E0100079"),
    zip: Zip { missing: "E0100081", chars: "E0100082", form: "E0100137", not_of_address: "E0100083" },
    address: Text::new(PartyField::Address, 55, "E0100084", "E0100085", "E0100086"),
    tel: Tel { missing: "E0100087", chars: "E0100088", form: "E0100089", eleven: "E0100090", ten: "E0100091" },
    has_email: false,
};

/// Every rule that the party breaks.
pub(super) fn check(party: &Party, rules: &Rules, violations: &mut Vec<Violation>) {
    for (text, rule) in
        [(&party.name, &rules.name), (&party.kana, &rules.kana), (&party.company, &rules.company), (&party.department, &rules.department)]
    {
        rule.check(text, (rules.field)(rule.field), violations);
    }
    violations.extend(rules.zip.check(&party.zip, (rules.field)(PartyField::Zip)));
    let address = (rules.field)(PartyField::Address);
    rules.address.check(&party.address, address, violations);
    if !party.address.trim().is_empty() && !begins_with_prefecture(&party.address) {
        // NP has no code of its own for it; it finds no such address for the postal code.
        let message = format!("{}は都道府県から入力してください。", address.label());
        violations.push(Violation::new(rules.zip.not_of_address, address, message));
    }
    violations.extend(rules.tel.check(&party.tel, (rules.field)(PartyField::Tel)));
    if rules.has_email {
        check_email(&party.email, (rules.field)(PartyField::Email), violations);
    }
}

impl Text {
    const fn new(field: PartyField, limit: usize, missing: &'static str, unsafe_chars: &'static str, too_long: &'static str) -> Self {
        Self { field, limit, missing, unsafe_chars, too_long }
    }

    fn check(&self, text: &str, field: Field, violations: &mut Vec<Violation>) {
        if text.trim().is_empty() && !self.missing.is_empty() {
            violations.push(Violation::plain(self.missing, field));
        }
        violations.extend(unsafe_text(self.unsafe_chars, field, text));
        let length = text.chars().count();
        if length > self.limit {
            violations.push(Violation::too_long(self.too_long, field, self.limit, length));
        }
    }
}

impl Zip {
    fn check(&self, text: &str, field: Field) -> Option<Violation> {
        let zip = to_half_width(text.trim());
        if zip.is_empty() {
            return Some(Violation::plain(self.missing, field));
        }
        if let Some(violation) = not_digits(self.chars, field, &zip) {
            return Some(violation);
        }
        let fits = match zip.split_once('-') {
            Some((head, tail)) => head.len() == 3 && tail.len() == 4 && !tail.contains('-'),
            None => zip.len() == 7,
        };
        (!fits).then(|| Violation::plain(self.form, field))
    }
}

impl Tel {
    fn check(&self, text: &str, field: Field) -> Option<Violation> {
        let tel = to_half_width(text.trim());
        if tel.is_empty() {
            return Some(Violation::plain(self.missing, field));
        }
        if let Some(violation) = not_digits(self.chars, field, &tel) {
            return Some(violation);
        }
        if !tel.starts_with('0') || tel.ends_with('-') || tel.contains("--") {
            return Some(Violation::plain(self.form, field));
        }
        let digits = tel.replace('-', "");
        let eleven = ["020", "050", "060", "070", "080", "090"].iter().any(|prefix| digits.starts_with(prefix));
        let (code, expected, kind) = if eleven {
            (self.eleven, 11, "020・050・060・070・080・090から始まる番号")
        } else {
            (self.ten, 10, "固定電話の番号（市外局番から）")
        };
        let message = format!("{}の桁数が正しくありません。{kind}は{expected}桁です（いま{}桁）。", field.label(), digits.len());
        (digits.len() != expected).then(|| Violation::new(code, field, message))
    }
}

fn not_digits(code: &str, field: Field, text: &str) -> Option<Violation> {
    let mut others: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit() && *c != '-').collect();
    others.sort_unstable();
    others.dedup();
    let message = format!("{}に、数字と「-」以外の文字があります：{}。", field.label(), names(&others)?);
    Some(Violation::new(code, field, message))
}

/// Empty is fine: whether the contract demands one is not known here (E0100068, RE024).
///
/// The part before `@` may be anything, since Japanese telephone companies have given out names like `a..b.@`.
fn check_email(email: &str, field: Field, violations: &mut Vec<Violation>) {
    if email.is_empty() {
        return;
    }
    if !email.chars().all(|c| c.is_ascii_graphic()) {
        violations.push(Violation::plain("E0100069", field));
        return;
    }
    if email.len() > 100 {
        let message = format!("{}は半角100文字以内です（いま{}文字）。", field.label(), email.len());
        violations.push(Violation::new("E0100070", field, message));
    }
    let has_form = email.split_once('@').is_some_and(|(local, domain)| {
        let labels_fit = domain.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        !local.is_empty() && domain.contains('.') && labels_fit
    });
    if !has_form {
        violations.push(Violation::plain("E0100071", field));
    }
}

/// NP looks an address up by its prefecture.
pub(super) fn begins_with_prefecture(address: &str) -> bool {
    let address = address.trim_start();
    PREFECTURES.iter().any(|prefecture| address.starts_with(prefecture))
}

#[rustfmt::skip]
const PREFECTURES: [&str; 47] = [
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県",
    "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
    "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県",
    "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
];
