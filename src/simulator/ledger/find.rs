//! `POST /authorizations/find` and `POST /transactions/payments/find`: asking, which changes nothing.

use super::book::Ledger;
use super::register::Occasion;
use crate::simulator::answer::Element;
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::heading::date_text;
use crate::simulator::rules::np_id::NpId;

impl Ledger {
    /// 与信結果照会. A cancelled transaction still has the result it had; no source lists a code for it here.
    pub(crate) fn find_review(&mut self, id: NpId, occasion: Occasion) -> Result<Element, Codes> {
        let place = self.place(occasion.merchant, id)?;
        let record = &mut self.records[place];
        record.calls.find_review += 1;
        let mut element = Element::about(id);
        record.review.tell(occasion.now, &mut element);
        Ok(element)
    }

    /// 支払状況照会 (np-api.md §3.6). Not shipped, or cancelled, is not paid.
    pub(crate) fn find_payment(&mut self, id: NpId, occasion: Occasion) -> Result<Element, Codes> {
        let place = self.place(occasion.merchant, id)?;
        let record = &mut self.records[place];
        record.calls.find_payment += 1;
        let mut element = Element::about(id);
        if record.shipment.is_some() && record.marks().undisclosed {
            element.payment_status = Some("30");
        } else if let Some(at) = record.paid_at {
            element.payment_status = Some("20");
            element.customer_payment_date = Some(date_text(at.date()));
        } else {
            element.payment_status = Some("10");
        }
        Ok(element)
    }
}
