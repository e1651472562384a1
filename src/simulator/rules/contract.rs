//! The merchant's contract, as far as the rules ask.

use time::Date;

use super::codes::Codes;
use crate::simulator::clock::months_before;

/// What applies to the elements of one request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contract {
    /// Whether 決済方法 03 may be chosen (`E0100142`).
    pub(crate) wiz_allowed: bool,
    /// Whether every purchaser needs an e-mail address (`E0100068`).
    pub(crate) email_required: bool,
    /// How many months old an order may be when it is registered. NP's number is not public.
    pub(crate) order_date_months: u8,
}

impl Contract {
    /// 登録日−Nヶ月 ＜ 加盟店注文日 ≦ 登録日 (`E0100007`).
    pub(crate) fn check_window(self, ordered: Date, registered: Date, found: &mut Codes) {
        if ordered > registered || ordered <= months_before(registered, self.order_date_months) {
            found.push("E0100007");
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::{Codes, Contract};

    #[test]
    fn the_window_ends_with_the_day_of_registration_and_leaves_out_its_first_day() {
        let contract = Contract { wiz_allowed: true, email_required: false, order_date_months: 3 };
        let registered = date!(2025 - 05 - 31);
        for (ordered, fits) in
            [(date!(2025 - 06 - 01), false), (date!(2025 - 05 - 31), true), (date!(2025 - 03 - 01), true), (date!(2025 - 02 - 28), false)]
        {
            let mut found = Codes::default();
            contract.check_window(ordered, registered, &mut found);
            assert_eq!(found.is_empty(), fits, "{ordered}");
        }
    }
}
