//! Whether an act may be recorded: what the order's lamps allow, and what the settings allow.

use crate::domain::act::ActKind;
use crate::domain::table::Refusal;
use crate::server::payment_methods;
use crate::server::store::StoreError;
use crate::server::store::order_state::OrderState;
use crate::server::store::shops::Shop;
use sqlx::AnyConnection;

/// What the settings of the desk say about acts.
pub(in crate::server) struct Gate {
    np_is_offered: bool,
}

impl Gate {
    /// As the settings are now.
    pub(in crate::server) async fn read(conn: &mut AnyConnection) -> Result<Self, StoreError> {
        Ok(Self { np_is_offered: payment_methods::load(conn).await?.np })
    }

    /// Whether this act may be recorded for an order of this shop.
    pub(in crate::server) fn may(&self, shop: &Shop, order: &OrderState, kind: ActKind) -> Result<(), Refusal> {
        order.lamps.may(kind)?;
        if !self.np_is_offered {
            return Err(Refusal::NotOffered);
        }
        shop.is_ready()?;
        // A new registration begins at the shop's environment; everything else is about the one that is there.
        let elsewhere = kind != ActKind::Register && order.registered_in != Some(shop.environment);
        if elsewhere { Err(Refusal::OtherEnvironment) } else { Ok(()) }
    }
}
