//! The day of an order that a range of days is about.

use super::coded::coded;

coded! {
    /// Which of an order's days.
    #[derive(Default)]
    pub enum Dated {
        /// When it was ordered.
        #[default]
        Ordered = "ordered", "注文日";
        /// When it should arrive.
        Deliver = "deliver", "お届け日";
        /// When it left.
        Shipped = "shipped", "出荷日";
    }
}
