//! The simulator's time: Japan's, and able to run ahead.

use std::sync::Mutex;
use std::time::Duration;

use time::macros::offset;
use time::{Date, OffsetDateTime, UtcOffset};

use super::locked;

/// NP works in Japan standard time: ids, dates and result times are all in it.
const JST: UtcOffset = offset!(+9);

/// The machine's clock plus all time skipped.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    skipped: Mutex<Duration>,
}

impl Clock {
    /// What time it is at NP.
    pub(crate) fn now(&self) -> OffsetDateTime {
        let skipped = *locked(&self.skipped);
        OffsetDateTime::now_utc().to_offset(JST).saturating_add(to_signed(skipped))
    }

    /// Lets time pass at once.
    pub(crate) fn skip(&self, duration: Duration) {
        let mut skipped = locked(&self.skipped);
        *skipped = skipped.saturating_add(duration);
    }
}

/// The standard library's duration in the form that dates are computed with; beyond its range, the longest there is.
pub(crate) fn to_signed(duration: Duration) -> time::Duration {
    time::Duration::try_from(duration).unwrap_or(time::Duration::MAX)
}

/// The same day of the month some months earlier, or that month's last day.
pub(crate) fn months_before(day: Date, months: u8) -> Date {
    let mut year = day.year();
    let mut month = day.month();
    for _ in 0..months {
        if month == time::Month::January {
            year -= 1;
        }
        month = month.previous();
    }
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.day().min(last)).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::months_before;

    #[test]
    fn a_month_before_the_31st_is_the_last_day_of_the_month_before() {
        assert_eq!(months_before(date!(2025 - 03 - 31), 1), date!(2025 - 02 - 28));
        assert_eq!(months_before(date!(2024 - 03 - 31), 1), date!(2024 - 02 - 29));
        assert_eq!(months_before(date!(2025 - 01 - 15), 3), date!(2024 - 10 - 15));
    }
}
