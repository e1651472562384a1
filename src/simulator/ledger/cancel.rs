//! `PATCH /transactions/cancel`: 取引キャンセル.

use super::book::Ledger;
use super::register::Occasion;
use super::state::Act;
use crate::simulator::answer::Element;
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::np_id::NpId;

impl Ledger {
    /// Cancels a transaction that is not paid, shipped or not.
    pub(crate) fn cancel(&mut self, id: NpId, occasion: Occasion) -> Result<Element, Codes> {
        let place = self.place(occasion.merchant, id)?;
        let record = &mut self.records[place];
        record.calls.cancel += 1;
        Codes::from(record.state(occasion.now).refusal(Act::Cancel)).into_result()?;
        Codes::forced(&record.marks().cancel_errors).into_result()?;
        self.close(place);
        Ok(Element::about(id))
    }
}
