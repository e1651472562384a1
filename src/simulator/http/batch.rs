//! One request's elements, each read on its own and then applied under one lock.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Mutex;

use serde_json::Value;

use crate::simulator::answer::{Answer, Element};
use crate::simulator::endpoint::Endpoint;
use crate::simulator::in_flight::Subject;
use crate::simulator::ledger::{Ledger, Merchant, Occasion};
use crate::simulator::locked;
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::draft::read_change;
use crate::simulator::rules::fields::Object;
use crate::simulator::rules::np_id::NpId;
use crate::simulator::rules::registration::{Registration, read_registration, read_remainder};
use crate::simulator::rules::shipment::read_parcel;

const SHOP_ID: &str = "shop_transaction_id";
const NP_ID: &str = "np_transaction_id";
const BASE_ID: &str = "base_np_transaction_id";

/// The transactions a request is about, as far as they can be made out.
pub(crate) fn subjects(endpoint: Endpoint, merchant: Merchant, elements: &[Object]) -> HashSet<Subject> {
    let subject = |element: &Object| {
        let text = element.get(id_member(endpoint)).and_then(Value::as_str)?;
        match endpoint {
            Endpoint::Register => Some(Subject::registration(merchant, text)),
            Endpoint::Update
            | Endpoint::Cancel
            | Endpoint::FindReview
            | Endpoint::ReportShipment
            | Endpoint::FindPayment
            | Endpoint::Reregister => NpId::parse(text).ok().map(Subject::Transaction),
        }
    };
    elements.iter().filter_map(subject).collect()
}

/// The member that names an element in `errors[].id`.
fn id_member(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Register => SHOP_ID,
        Endpoint::Reregister => BASE_ID,
        Endpoint::Update | Endpoint::Cancel | Endpoint::FindReview | Endpoint::ReportShipment | Endpoint::FindPayment => NP_ID,
    }
}

/// Does what a request asks.
pub(crate) fn perform(endpoint: Endpoint, elements: &[Object], ledger: &Mutex<Ledger>, occasion: Occasion) -> Answer {
    let contract = occasion.contract;
    let today = occasion.now.date();
    let batch = Batch { endpoint, elements, ledger, occasion };
    match endpoint {
        Endpoint::Register => batch.registrations(),
        Endpoint::Update => batch
            .by_id(|element, found| Some(read_change(element, contract, found)), |ledger, id, draft| ledger.update(id, draft, occasion)),
        Endpoint::Cancel => batch.by_id(|_, _| Some(()), |ledger, id, ()| ledger.cancel(id, occasion)),
        Endpoint::FindReview => batch.by_id(|_, _| Some(()), |ledger, id, ()| ledger.find_review(id, occasion)),
        Endpoint::ReportShipment => {
            batch.by_id(|element, found| Some(read_parcel(element, found)), |ledger, id, parcel| ledger.ship(id, parcel, occasion))
        }
        Endpoint::FindPayment => batch.by_id(|_, _| Some(()), |ledger, id, ()| ledger.find_payment(id, occasion)),
        Endpoint::Reregister => batch.by_id(
            |element, found| read_remainder(element, contract, today).map_err(|codes| found.append(codes)).ok(),
            |ledger, id, kept| ledger.reregister(id, kept, occasion),
        ),
    }
}

struct Batch<'a> {
    endpoint: Endpoint,
    elements: &'a [Object],
    ledger: &'a Mutex<Ledger>,
    occasion: Occasion,
}

impl Batch<'_> {
    fn registrations(&self) -> Answer {
        let read = |element| read_registration(element, self.occasion.contract, self.occasion.now.date());
        let orders: Vec<Result<Registration, Codes>> = self.elements.iter().map(read).collect();
        let pairs = counted(orders.iter().flatten().map(|order| (order.shop_id.clone(), order.amount)));
        self.apply(orders, |ledger, order| {
            if pairs.get(&(order.shop_id.clone(), order.amount)).is_some_and(|times| *times > 1) {
                return Err(Codes::from("EPRO0104"));
            }
            ledger.register(order, self.occasion)
        })
    }

    /// Elements about registered transactions. The same one may not come twice; if it does, no element of it is applied
    /// (`EPRO0106`), for which of them the merchant meant cannot be known.
    fn by_id<T>(
        &self,
        read: impl Fn(&Object, &mut Codes) -> Option<T>,
        mut act: impl FnMut(&mut Ledger, NpId, T) -> Result<Element, Codes>,
    ) -> Answer {
        let read = |element: &Object| {
            let mut found = Codes::default();
            let id = NpId::read(element, id_member(self.endpoint), &mut found);
            let said = read(element, &mut found);
            match (id, said) {
                (Some(id), Some(said)) if found.is_empty() => Ok((id, said)),
                _ => Err(found),
            }
        };
        let said: Vec<Result<(NpId, T), Codes>> = self.elements.iter().map(read).collect();
        let ids = counted(said.iter().flatten().map(|(id, _)| *id));
        self.apply(said, |ledger, (id, said)| {
            if ids.get(&id).is_some_and(|times| *times > 1) {
                return Err(Codes::from("EPRO0106"));
            }
            act(ledger, id, said)
        })
    }

    fn apply<T>(&self, elements: Vec<Result<T, Codes>>, mut act: impl FnMut(&mut Ledger, T) -> Result<Element, Codes>) -> Answer {
        let mut answer = Answer::default();
        let mut ledger = locked(self.ledger);
        ledger.advance(self.occasion.now);
        for (element, read) in self.elements.iter().zip(elements) {
            let id = element.get(id_member(self.endpoint)).and_then(Value::as_str);
            answer.add(id, read.and_then(|sound| act(&mut ledger, sound)));
        }
        answer
    }
}

fn counted<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, u32> {
    let mut times = HashMap::new();
    for key in keys {
        *times.entry(key).or_default() += 1;
    }
    times
}
