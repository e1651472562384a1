//! 受注ステータスの変更: the shop's own word for how far an order is. NP does not know it.

use super::{Editable, Edited};

pub(super) fn apply(order: &Editable, status: &str) -> Edited {
    let after = Editable { status: status.to_owned(), ..order.clone() };
    (after, format!("受注ステータスを変更（{} → {status}）", order.status))
}
