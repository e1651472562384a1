//! Whatever is asked of the ledger in whatever order, its books agree with each other.

use std::collections::HashMap;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

use super::book::{Ledger, Terms};
use super::register::Occasion;
use super::state::State;
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::contract::Contract;
use crate::simulator::rules::draft::read_change;
use crate::simulator::rules::fields::Object;
use crate::simulator::rules::registration::{read_registration, read_remainder};
use crate::simulator::rules::shipment::read_parcel;

const LIMIT: u32 = 55_000;
const MARKS: [&str; 5] = ["", "【保留RE021】", "【NG999】", "【審査中】", "【入金3秒】"];

#[derive(Debug, Clone)]
enum Step {
    Register { shop: u8, purchaser: u8, yen: u32, mark: usize },
    Update { place: usize, purchaser: u8, yen: u32, mark: usize },
    Cancel { place: usize },
    Ship { place: usize },
    Pay { place: usize },
    Reregister { place: usize, yen: u32 },
    Wait { seconds: i64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (yen, mark, place) = (1_u32..60_000, 0..MARKS.len(), 0_usize..8);
    vec(
        prop_oneof![
            3 => (0_u8..6, 0_u8..3, yen.clone(), mark.clone())
                .prop_map(|(shop, purchaser, yen, mark)| Step::Register { shop, purchaser, yen, mark }),
            2 => (place.clone(), 0_u8..3, yen.clone(), mark)
                .prop_map(|(place, purchaser, yen, mark)| Step::Update { place, purchaser, yen, mark }),
            2 => place.clone().prop_map(|place| Step::Cancel { place }),
            3 => place.clone().prop_map(|place| Step::Ship { place }),
            1 => place.clone().prop_map(|place| Step::Pay { place }),
            1 => (place, 1_u32..3_000).prop_map(|(place, yen)| Step::Reregister { place, yen }),
            2 => prop_oneof![0_i64..10, 0_i64..40 * 86_400].prop_map(|seconds| Step::Wait { seconds }),
        ],
        1..60,
    )
}

fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

fn order(shop: &str, purchaser: u8, yen: u32, mark: &str, today: OffsetDateTime) -> Object {
    object(json!({
        "shop_transaction_id": shop,
        "shop_order_date": today.date().to_string(),
        "settlement_type": "02",
        "billed_amount": yen,
        "customer": {
            "customer_name": format!("見本{purchaser}{mark}"), "zip_code": "1070052", "address": "東京都港区１",
            "tel": "0300000000"
        },
        "goods": [{ "goods_name": "みかん", "goods_price": yen, "quantity": 1 }]
    }))
}

struct Shop {
    ledger: Ledger,
    occasion: Occasion,
}

impl Shop {
    fn take(&mut self, step: Step) -> Result<(), Codes> {
        let Self { ledger, occasion } = self;
        let (contract, now) = (occasion.contract, occasion.now);
        let id_at = |ledger: &Ledger, place: usize| ledger.records.get(place).map(|record| record.id);
        match step {
            Step::Register { shop, purchaser, yen, mark } => {
                let element = order(&format!("S-{shop}"), purchaser, yen, MARKS[mark], now);
                ledger.register(read_registration(&element, contract, now.date())?, *occasion)?;
            }
            Step::Update { place, purchaser, yen, mark } => {
                let Some(id) = id_at(ledger, place) else { return Ok(()) };
                let mut element = order("S-9", purchaser, yen, MARKS[mark], now);
                element.remove("shop_order_date");
                let mut found = Codes::default();
                let draft = read_change(&element, contract, &mut found);
                ledger.update(id, draft, *occasion)?;
            }
            Step::Cancel { place } => {
                let Some(id) = id_at(ledger, place) else { return Ok(()) };
                ledger.cancel(id, *occasion)?;
            }
            Step::Ship { place } => {
                let Some(id) = id_at(ledger, place) else { return Ok(()) };
                let report = object(json!({ "pd_company_code": "59010", "slip_no": "1" }));
                ledger.ship(id, read_parcel(&report, &mut Codes::default()), *occasion)?;
            }
            Step::Pay { place } => {
                let Some(id) = id_at(ledger, place) else { return Ok(()) };
                let _ = ledger.pay(id, now);
            }
            Step::Reregister { place, yen } => {
                let Some(id) = id_at(ledger, place) else { return Ok(()) };
                let element = order("S-8", 0, yen, "", now);
                ledger.reregister(id, read_remainder(&element, contract, now.date())?, *occasion)?;
            }
            Step::Wait { seconds } => {
                occasion.now = now + time::Duration::seconds(seconds);
                ledger.advance(occasion.now);
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let mut reserved: HashMap<u64, u32> = HashMap::new();
        for (place, record) in self.ledger.records.iter().enumerate() {
            let holds = match record.state(self.occasion.now) {
                State::Hold | State::Ok | State::Shipped => record.amount,
                State::Refused | State::Error | State::Paid | State::Cancelled => 0,
                State::BeforeReview | State::UnderReview => record.reserved,
            };
            prop_assert_eq!(record.reserved, holds, "{:?}", record);
            *reserved.entry(record.customer.purchaser).or_default() += holds;
            let pair = (record.merchant, record.shop_id.clone(), record.amount);
            let findable = self.ledger.places(&pair).contains(&place);
            prop_assert_eq!(findable, !record.cancelled, "{:?}", record);
            prop_assert_eq!(self.ledger.by_id.get(&record.id), Some(&place));
        }
        let open = self.ledger.records.iter().filter(|record| !record.cancelled).count();
        prop_assert_eq!(self.ledger.findable(), open);
        for (purchaser, unpaid) in reserved {
            prop_assert_eq!(self.ledger.credit.of(purchaser), unpaid);
        }
        Ok(())
    }

    /// Twins are never both open within a month unless an update made them so.
    fn registered_twins(&self) -> usize {
        let open = self.ledger.records.iter().filter(|record| !record.cancelled && record.calls.update == 0);
        let mut pairs = HashMap::new();
        for record in open.filter(|record| record.generation == 0) {
            *pairs.entry((record.shop_id.clone(), record.amount, record.registered_on())).or_insert(0) += 1;
        }
        pairs.values().filter(|times| **times > 1).count()
    }
}

proptest! {
    #[test]
    fn credit_and_shelves_agree_with_the_records_after_every_step(steps in steps()) {
        let terms = Terms {
            asynchronous: false, review: Duration::from_secs(8), credit_limit: Some(LIMIT), expiry_days: 90,
        };
        let contract = Contract { wiz_allowed: true, email_required: false, order_date_months: 3 };
        let now = datetime!(2025-04-01 12:00 +9);
        let mut shop = Shop {
            ledger: Ledger::new(terms),
            occasion: Occasion { merchant: 0, contract, now, unknown_hold: false },
        };
        for step in steps {
            let before = shop.ledger.records.len();
            let is_registration = matches!(step, Step::Register { .. } | Step::Reregister { .. });
            let outcome = shop.take(step);
            prop_assert!(shop.ledger.records.len() <= before + usize::from(is_registration && outcome.is_ok()));
            shop.check()?;
            prop_assert_eq!(shop.registered_twins(), 0);
        }
    }
}
