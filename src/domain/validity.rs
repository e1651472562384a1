//! How long a credit OK stays valid (np-api.md §7.3): 80 days from the registration, unless it is reported as shipped.

use super::lamp::{Credit, Lamps, Shipment};

/// The last day on which an OK may be reported, counted from the registration.
pub const VALID_DAYS: i64 = 80;
/// From this day on somebody should know.
pub const WARN_FROM: i64 = 60;

/// Whether NP still waits for this order's shipment report.
pub const fn awaits_report(lamps: &Lamps) -> bool {
    match lamps.shipment {
        Shipment::Synced => false,
        Shipment::None | Shipment::Ready | Shipment::Sending | Shipment::Failed | Shipment::Unknown => matches!(lamps.credit, Credit::Ok),
    }
}

/// What to say about an OK that is `days` old and not reported; `None` while it is young.
pub fn warning(days: i64) -> Option<String> {
    match VALID_DAYS - days {
        left if left < 0 => Some(format!(
            "与信から{days}日: {VALID_DAYS}日を過ぎ、NPで失効しているおそれがあります。発送前に再与信が必要か確かめてください。"
        )),
        left if days >= WARN_FROM => Some(format!("与信から{days}日: あと{left}日で失効します。出荷報告を急いでください。")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::warning;

    #[test]
    fn warns_from_day_60_to_the_last_day_and_says_so_when_it_is_over() {
        assert_eq!(warning(59), None);
        assert!(warning(60).unwrap().contains("あと20日"));
        assert!(warning(80).unwrap().contains("あと0日"));
        assert!(warning(81).unwrap().contains("失効しているおそれ"));
    }
}
