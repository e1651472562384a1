use super::{TODAY, clean};
use crate::domain::carrier::CarrierBook;
use crate::domain::chars::to_half_width;
use crate::domain::field::Field;
use crate::domain::order::{Contents, Day, Line, Party};
use crate::domain::preflight::{predicted_holds, registration, shipment, update};
use crate::domain::reason::{Advice, explain};
use crate::domain::yen::Yen;
use proptest::collection::vec;
use proptest::prelude::*;

// Boxed: strategies nested by value outgrow a test thread's stack.
fn text() -> BoxedStrategy<String> {
    prop_oneof![
        Just(String::new()),
        "\\PC{0,70}",
        "[ぁ-んァ-ヶ亜-熙０-９－ 　0-9@.-]{0,70}",
        "東京都[亜-熙]{1,20}[0-9-]{1,9}",
        "0[0-9０-９-]{8,13}",
        "[0-9]{3}-?[0-9]{4}"
    ]
    .boxed()
}

fn any_day() -> impl Strategy<Value = Day> {
    (time::Date::MIN.to_julian_day()..=time::Date::MAX.to_julian_day()).prop_map(|day| Day(time::Date::from_julian_day(day).unwrap()))
}

fn any_party() -> impl Strategy<Value = Party> {
    let texts = (text(), text(), text(), text(), text(), text(), text(), text());
    texts.prop_map(|(name, kana, company, department, zip, address, tel, email)| Party {
        name,
        kana,
        company,
        department,
        zip,
        address,
        tel,
        email,
    })
}

fn any_contents() -> impl Strategy<Value = Contents> {
    let lines = vec(
        (text(), any::<i64>(), any::<i64>()).prop_map(|(name, price, quantity)| Line {
            name,
            code: String::new(),
            price: Yen(price),
            quantity,
        }),
        0..4,
    );
    (any_day(), any_party(), proptest::option::of(any_party()), lines, any::<i64>()).prop_map(
        |(ordered_on, buyer, destination, lines, billed)| Contents { ordered_on, buyer, destination, lines, billed_amount: Yen(billed) },
    )
}

/// Texts that fit, as shops write them.
fn fitting_party() -> impl Strategy<Value = Party> {
    (
        "[東西南北港区赤坂見本花子山田]{1,5}[　 ]?[ぁ-ん]{1,10}",
        "[ァ-ヴ]{0,10}",
        "(|[東西南北港区赤坂見本花子山田]{1,20}店)",
        "[1-9][0-9]{2}-?[0-9]{4}",
        "(東京都|北海道|京都府)[東西南北港区赤坂見本花子山田]{1,20}[０-９0-9]{1,3}[－-][０-９0-9]{1,3}",
        "(0[1-4]-?[1-9][0-9]{3}-?[0-9]{4}|[０]９０[－ー]?[０-９]{4}[－-]?[０-９]{4}|0[5-9]0-?[0-9]{4}-?[0-9]{4})",
    )
        .prop_map(|(name, kana, company, zip, address, tel)| Party { name, kana, company, zip, address, tel, ..Party::default() })
}

proptest! {
    #[test]
    fn judging_never_panics_and_always_explains(contents in any_contents(), id in "\\PC{0,50}", today in any_day()) {
        let found = registration(&id, &contents, today);
        for violation in found.iter().chain(&predicted_holds(&contents)) {
            prop_assert!(!violation.message.is_empty());
            prop_assert_ne!(explain(&violation.code).advice, Advice::Unknown);
            let is_line = matches!(violation.field, Field::Line(_));
            prop_assert!(is_line || violation.line.is_none());
        }
        for violation in update(&contents, today) {
            prop_assert!(found.contains(&violation));
        }
        let _ = shipment(&CarrierBook::default(), &contents.buyer.name, &contents.buyer.tel);
    }

    #[test]
    fn a_clean_order_stays_clean_however_its_numbers_are_written(buyer in fitting_party(), other in proptest::option::of(fitting_party())) {
        let mut contents = Contents { buyer, destination: other, ..clean() };
        prop_assert_eq!(registration("OD-1", &contents, TODAY), vec![]);
        prop_assert_eq!(predicted_holds(&contents), vec![]);
        let parties = std::iter::once(&mut contents.buyer).chain(contents.destination.as_mut());
        for party in parties {
            party.tel = to_half_width(&party.tel).replace('-', "");
            party.zip = to_half_width(&party.zip);
        }
        prop_assert_eq!(registration("OD-1", &contents, TODAY), vec![]);
    }
}
