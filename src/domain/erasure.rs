//! When the buyer's data of an order may be blanked.

use super::lamp::{Credit, Lamps, Payment, Shipment};

/// Why they are still needed. Its text is what the person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum StillNeeded {
    /// An act is open.
    #[error("別の処理が進行中です。終わってから消去してください。")]
    ActIsOpen,
    /// NP has not decided, or asks for a repair.
    #[error("与信の結果が確定していません。確定するか、与信キャンセルしてから消去してください。")]
    Undecided,
    /// NP refused what was sent last, and still has the registration before it.
    #[error("NPに登録された与信が残っています。与信キャンセルしてから消去してください。")]
    StillRegistered,
    /// The parcel is on its way or the invoice is open.
    #[error("出荷か入金が済んでいません。入金を確認するか、与信キャンセルしてから消去してください。")]
    NotPaid,
    /// There is nothing left to blank.
    #[error("消去済みです。")]
    AlreadyErased,
}

impl Lamps {
    /// Whether the buyer's data may be blanked now.
    ///
    /// # Errors
    /// The reason in one sentence.
    pub const fn may_erase(&self) -> Result<(), StillNeeded> {
        if self.erased {
            return Err(StillNeeded::AlreadyErased);
        }
        if self.open_act.is_some() {
            return Err(StillNeeded::ActIsOpen);
        }
        if !self.by_np {
            return Ok(());
        }
        match (self.credit, self.payment) {
            (_, Payment::Paid) => Ok(()),
            (Credit::Sending | Credit::Reviewing | Credit::Hold | Credit::Unknown, _) => Err(StillNeeded::Undecided),
            (Credit::Error, _) if self.registered => Err(StillNeeded::StillRegistered),
            (Credit::Ok, payment) => self.may_erase_after_ok(payment),
            (Credit::None | Credit::Ng | Credit::Error | Credit::Cancelled, _) => Ok(()),
        }
    }

    /// Where NP does not tell about the payment, the report of the parcel is the end.
    const fn may_erase_after_ok(&self, payment: Payment) -> Result<(), StillNeeded> {
        match (payment, self.shipment) {
            (Payment::Paid, _) | (Payment::Undisclosed, Shipment::Synced) => Ok(()),
            (Payment::None | Payment::Unpaid | Payment::Undisclosed, _) => Err(StillNeeded::NotPaid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StillNeeded::{ActIsOpen, AlreadyErased, NotPaid, StillRegistered, Undecided};
    use crate::domain::act::ActKind;
    use crate::domain::lamp::{Credit, Lamps, Payment, Shipment};

    #[test]
    fn only_what_nobody_works_on_any_more_may_be_blanked() {
        let fresh = Lamps::fresh(true);
        let with = |credit, payment, shipment| Lamps { credit, payment, shipment, registered: true, ..fresh };
        let (none, ready, synced) = (Shipment::None, Shipment::Ready, Shipment::Synced);
        for (what, lamps, expected) in [
            ("never asked for", fresh, Ok(())),
            ("paid in another way", Lamps::fresh(false), Ok(())),
            ("being sent", Lamps { open_act: Some(ActKind::Register), ..with(Credit::Sending, Payment::None, none) }, Err(ActIsOpen)),
            (
                "being asked about",
                Lamps { open_act: Some(ActKind::CheckPayment), ..with(Credit::Ok, Payment::Unpaid, synced) },
                Err(ActIsOpen),
            ),
            ("reviewed", with(Credit::Reviewing, Payment::None, none), Err(Undecided)),
            ("held", with(Credit::Hold, Payment::None, none), Err(Undecided)),
            ("lost", with(Credit::Unknown, Payment::None, none), Err(Undecided)),
            ("refused data, registered before", with(Credit::Error, Payment::None, none), Err(StillRegistered)),
            ("refused data", Lamps { registered: false, ..with(Credit::Error, Payment::None, none) }, Ok(())),
            ("refused", with(Credit::Ng, Payment::None, none), Ok(())),
            ("to be shipped", with(Credit::Ok, Payment::None, ready), Err(NotPaid)),
            ("shipped", with(Credit::Ok, Payment::Unpaid, synced), Err(NotPaid)),
            ("payment not told, not shipped", with(Credit::Ok, Payment::Undisclosed, ready), Err(NotPaid)),
            ("payment not told", with(Credit::Ok, Payment::Undisclosed, synced), Ok(())),
            ("paid", with(Credit::Ok, Payment::Paid, synced), Ok(())),
            ("cancelled", with(Credit::Cancelled, Payment::None, ready), Ok(())),
            ("blanked", Lamps { erased: true, ..with(Credit::Ok, Payment::Paid, synced) }, Err(AlreadyErased)),
        ] {
            assert_eq!(lamps.may_erase(), expected, "{what}");
        }
    }

    #[test]
    fn what_needs_the_buyers_data_is_refused_afterwards() {
        let cancelled = Lamps { credit: Credit::Cancelled, erased: true, ..Lamps::fresh(true) };
        assert!(cancelled.may(ActKind::Register).is_err() && cancelled.may_edit().is_err() && cancelled.buttons().is_empty());
        let ng = Lamps { credit: Credit::Ng, registered: true, erased: true, ..Lamps::fresh(true) };
        assert!(ng.may(ActKind::Update).is_err() && ng.may(ActKind::Cancel).is_ok());
        let shipped = Lamps { credit: Credit::Ok, shipment: Shipment::Synced, payment: Payment::Undisclosed, ..ng };
        assert!(shipped.may(ActKind::CheckPayment).is_ok());
    }
}
