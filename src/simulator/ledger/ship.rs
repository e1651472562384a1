//! `POST /shipments`: 出荷報告.

use time::Date;

use super::book::Ledger;
use super::due::Due;
use super::record::{Record, Shipment};
use super::register::Occasion;
use super::state::Act;
use crate::simulator::answer::Element;
use crate::simulator::clock::to_signed;
use crate::simulator::rules::codes::Codes;
use crate::simulator::rules::heading::Settlement;
use crate::simulator::rules::np_id::NpId;
use crate::simulator::rules::shipment::Parcel;

/// The invoice date of a wiz order lies within so many days of the report (`E0100126`).
const INVOICE_DAYS: i64 = 10;

impl Ledger {
    /// Takes the shipment report of an OK transaction.
    pub(crate) fn ship(&mut self, id: NpId, parcel: Parcel, occasion: Occasion) -> Result<Element, Codes> {
        let place = self.place(occasion.merchant, id)?;
        let record = &mut self.records[place];
        record.calls.report_shipment += 1;
        Codes::from(record.state(occasion.now).refusal(Act::Ship)).into_result()?;
        check_invoice(record, parcel.bill_issued, occasion.now.date())?;
        let marks = record.marks();
        Codes::forced(&marks.shipment_errors).into_result()?;

        record.shipment = Some(Shipment { carrier: parcel.carrier, slip: parcel.slip });
        record.expires_at = None;
        self.expect_payment(place, occasion.now);
        Ok(Element::about(id))
    }

    /// Sets the time at which the customer pays, if a mark says so.
    pub(super) fn expect_payment(&mut self, place: usize, now: time::OffsetDateTime) {
        let record = &mut self.records[place];
        record.pays_at = record.marks().pays_after.map(|after| now.saturating_add(to_signed(after)));
        if let Some(at) = record.pays_at {
            self.reminders.add(at, place, Due::Payment);
        }
    }
}

/// NP issues the invoice of an 02 order itself. For wiz the merchant prints it, and its date is bound on both sides; the
/// day of registration stands for the day the print data was made.
fn check_invoice(record: &Record, issued: Option<Date>, today: Date) -> Result<(), Codes> {
    let mut found = Codes::default();
    match (record.settlement, issued) {
        (Settlement::Separate, None) => {}
        (Settlement::Separate, Some(_)) => found.push("E0100143"),
        (Settlement::Enclosed, None) => found.push("E0100111"),
        (Settlement::Enclosed, Some(issued)) => {
            if issued < record.registered_on() {
                found.push("E0100124");
            }
            if (issued - today).whole_days().abs() > INVOICE_DAYS {
                found.push("E0100126");
            }
        }
    }
    if record.settlement == Settlement::Enclosed && record.marks().not_printed {
        found.push("E0100121");
    }
    found.into_result()
}
