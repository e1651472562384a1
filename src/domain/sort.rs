//! By what the grid is sorted.

use super::coded::coded;

coded! {
    /// A column of days or amounts.
    #[derive(Default)]
    pub enum SortBy {
        /// When it was ordered.
        #[default]
        OrderedAt = "ordered", "注文日時";
        /// Goods alone.
        Total = "total", "合計金額";
        /// What the customer pays.
        Billed = "billed", "請求額";
        /// When it should arrive.
        DeliverOn = "deliver", "お届け日";
        /// When it left.
        ShippedOn = "shipped", "出荷日";
    }
}

/// A column and a direction. Days that are not given come last either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub by: SortBy,
    /// The smallest, or the oldest, first.
    pub rising: bool,
}
