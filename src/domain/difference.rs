//! What of an order's contents has changed since NP saw them.

use super::field::{Field, LineField, PartyField};
use super::order::{Contents, Line, Party};

/// One field that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// Which goods line, counted from 0.
    pub line: Option<usize>,
    /// As NP got it; empty for what was not there.
    pub sent: String,
    /// As it is now.
    pub now: String,
}

/// Every field of `now` that is not as it was `sent`. The shop's own goods codes do not travel, and are not compared.
pub fn differences(sent: &Contents, now: &Contents) -> Vec<Difference> {
    let mut found = Vec::new();
    differ(&mut found, Field::OrderedOn, None, &sent.ordered_on.to_string(), &now.ordered_on.to_string());
    parties(&mut found, Field::Buyer, Some(&sent.buyer), Some(&now.buyer));
    parties(&mut found, Field::Destination, sent.destination.as_ref(), now.destination.as_ref());
    for nth in 0..sent.lines.len().max(now.lines.len()) {
        let (sent, now) = (line(sent.lines.get(nth)), line(now.lines.get(nth)));
        for (field, (sent, now)) in [LineField::Name, LineField::Price, LineField::Quantity].into_iter().zip(sent.iter().zip(&now)) {
            differ(&mut found, Field::Line(field), Some(nth), sent, now);
        }
    }
    differ(&mut found, Field::BilledAmount, None, &sent.billed_amount.to_string(), &now.billed_amount.to_string());
    found
}

fn parties(found: &mut Vec<Difference>, field: fn(PartyField) -> Field, sent: Option<&Party>, now: Option<&Party>) {
    let (sent, now) = (party(sent), party(now));
    for ((part, sent), (_, now)) in sent.into_iter().zip(now) {
        differ(found, field(part), None, sent, now);
    }
}

fn differ(found: &mut Vec<Difference>, field: Field, line: Option<usize>, sent: &str, now: &str) {
    if sent != now {
        found.push(Difference { field, line, sent: sent.to_owned(), now: now.to_owned() });
    }
}

fn party(party: Option<&Party>) -> [(PartyField, &str); 8] {
    let text = |of: fn(&Party) -> &String| party.map_or("", |party| of(party).as_str());
    [
        (PartyField::Name, text(|party| &party.name)),
        (PartyField::Kana, text(|party| &party.kana)),
        (PartyField::Company, text(|party| &party.company)),
        (PartyField::Department, text(|party| &party.department)),
        (PartyField::Zip, text(|party| &party.zip)),
        (PartyField::Address, text(|party| &party.address)),
        (PartyField::Tel, text(|party| &party.tel)),
        (PartyField::Email, text(|party| &party.email)),
    ]
}

fn line(line: Option<&Line>) -> [String; 3] {
    line.map_or_else(Default::default, |line| [line.name.clone(), line.price.to_string(), line.quantity.to_string()])
}

#[cfg(test)]
mod tests {
    use super::{Difference, differences};
    use crate::domain::field::{Field, LineField, PartyField};
    use crate::domain::order::{Contents, Day, Line, Party};
    use crate::domain::yen::Yen;

    fn contents() -> Contents {
        let line = |name: &str| Line { name: name.to_owned(), code: "C-1".to_owned(), price: Yen(1_000), quantity: 1 };
        let buyer = Party { name: "見本　花子".to_owned(), address: "東京都港区赤坂".to_owned(), ..Party::default() };
        let ordered_on = Day::parse("2026-11-24").unwrap();
        Contents { ordered_on, buyer, destination: None, lines: vec![line("りんご"), line("送料")], billed_amount: Yen(2_000) }
    }

    #[test]
    fn the_same_contents_have_none_whatever_the_shops_own_codes_are() {
        let mut other = contents();
        other.lines[0].code = "C-2".to_owned();
        assert_eq!(differences(&contents(), &other), []);
    }

    #[test]
    fn every_changed_field_is_named_with_what_was_sent_and_what_is_there_now() {
        let mut now = contents();
        now.buyer.address.push_str("9-9-9");
        now.destination = Some(Party { name: "配送　次郎".to_owned(), ..Party::default() });
        now.lines.pop();
        now.lines[0].price = Yen(2_000);
        let difference = |field, line, sent: &str, now: &str| Difference { field, line, sent: sent.to_owned(), now: now.to_owned() };
        assert_eq!(
            differences(&contents(), &now),
            [
                difference(Field::Buyer(PartyField::Address), None, "東京都港区赤坂", "東京都港区赤坂9-9-9"),
                difference(Field::Destination(PartyField::Name), None, "", "配送　次郎"),
                difference(Field::Line(LineField::Price), Some(0), "1,000", "2,000"),
                difference(Field::Line(LineField::Name), Some(1), "送料", ""),
                difference(Field::Line(LineField::Price), Some(1), "1,000", ""),
                difference(Field::Line(LineField::Quantity), Some(1), "1", ""),
            ]
        );
    }
}
