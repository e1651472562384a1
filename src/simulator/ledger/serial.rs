//! NP取引ID numbers.

use time::{Date, OffsetDateTime};

use crate::simulator::rules::np_id::NpId;

/// The last number of a day; the serial has five digits.
const LAST: u32 = 99_999;

/// Hands out ids, each once.
#[derive(Debug, Default)]
pub(crate) struct Serials {
    last: Option<(Date, u32)>,
}

impl Serials {
    /// The next id of today. A day that runs out goes on with the numbers of the day after, which that day then
    /// continues: ids stay eleven digits and stay unique, even under a load test.
    pub(crate) fn next(&mut self, now: OffsetDateTime) -> NpId {
        let today = now.date();
        let (day, serial) = match self.last {
            Some((day, serial)) if day >= today && serial < LAST => (day, serial + 1),
            Some((day, _)) if day >= today => (day.next_day().unwrap_or(Date::MAX), 1),
            Some(_) | None => (today, 1),
        };
        self.last = Some((day, serial));
        NpId::new(day, serial)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use time::macros::datetime;

    use super::Serials;

    #[test]
    fn the_serial_begins_anew_each_day() {
        let mut serials = Serials::default();
        assert_eq!(serials.next(datetime!(2025-04-01 23:59 +9)).to_string(), "25040100001");
        assert_eq!(serials.next(datetime!(2025-04-01 23:59 +9)).to_string(), "25040100002");
        assert_eq!(serials.next(datetime!(2025-04-02 00:00 +9)).to_string(), "25040200001");
    }

    #[test]
    fn more_than_a_days_numbers_are_still_unique_and_eleven_digits() {
        let mut serials = Serials::default();
        let mut ids: Vec<String> = (0..150_000).map(|_| serials.next(datetime!(2025-12-31 12:00 +9)).to_string()).collect();
        ids.push(serials.next(datetime!(2026-01-01 12:00 +9)).to_string());
        assert!(ids.iter().all(|id| id.len() == 11 && id.bytes().all(|byte| byte.is_ascii_digit())));
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 150_001);
    }
}
