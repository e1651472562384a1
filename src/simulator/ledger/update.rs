//! `PATCH /transactions/update`: 取引変更.

use super::book::Ledger;
use super::register::Occasion;
use super::review::Case;
use super::state::Act;
use crate::simulator::answer::Element;
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::draft::Draft;
use crate::simulator::rules::goods::check_sums;
use crate::simulator::rules::np_id::NpId;
use crate::simulator::rules::registration::check_one_party;

impl Ledger {
    /// Changes an unshipped transaction and reviews it anew. The new result replaces the old one, also when it is
    /// worse (np-api.md §7).
    pub(crate) fn update(&mut self, id: NpId, draft: Draft, occasion: Occasion) -> Result<Element, Codes> {
        let place = self.place(occasion.merchant, id)?;
        let record = &mut self.records[place];
        record.calls.update += 1;
        let state = record.state(occasion.now);

        let record = &self.records[place];
        let customer = draft.customer.unwrap_or_else(|| record.customer.clone());
        let goods = draft.goods.unwrap_or_else(|| record.goods.clone());
        let amount = draft.amount.unwrap_or(record.amount);
        let settlement = draft.settlement.unwrap_or(record.settlement);
        let destination = draft.destination.over(record.destination.clone());
        let mut found = Codes::default();
        if let Some(ordered) = draft.order_date {
            occasion.contract.check_window(ordered, record.registered_on(), &mut found);
        }
        check_one_party(settlement, &customer, destination.as_deref(), &mut found);
        check_sums(amount, goods.total, &mut found);
        found.into_result()?;
        Codes::from(state.refusal(Act::Update)).into_result()?;

        self.release(place);
        self.leave_pair(place);
        let case = Case {
            customer: &customer,
            destination: destination.as_deref(),
            goods: &goods,
            above_limit: self.credit.would_exceed(customer.purchaser, amount, self.terms.credit_limit),
            unknown_hold: occasion.unknown_hold,
        };
        let review = self.review(&case, occasion.now);
        let record = &mut self.records[place];
        record.review = review;
        record.customer = customer;
        record.destination = destination;
        record.goods = goods;
        record.amount = amount;
        record.settlement = settlement;
        if let Some(shop_id) = draft.shop_id {
            record.shop_id = shop_id;
        }
        self.enter_pair(place);
        self.commit_review(place);
        Ok(self.result(place, occasion.now))
    }
}
