//! 配送業者: who brings the parcel, as the shop names it. Fixed once NP knows the parcel.

use super::{Editable, Edited, Left};
use crate::domain::lamp::Shipment;

pub(super) fn apply(order: &Editable, carrier: &str) -> Result<Edited, Left> {
    order.lamps.may_change_slip()?;
    let mut after = Editable { carrier: carrier.to_owned(), ..order.clone() };
    // What was refused for its carrier may be reported again.
    after.lamps.shipment = if order.has_slip { Shipment::Ready } else { Shipment::None };
    Ok((after, format!("配送業者を変更（{} → {carrier}）", order.carrier)))
}
