//! Business days in Japan: neither a weekend nor a public holiday.

use crate::domain::order::Day;
use jpholiday::chrono::NaiveDate;
use jpholiday::jpholiday::JPHoliday;
use time::Weekday;

/// The first business day after a day.
pub fn after(day: Day) -> Day {
    let calendar = JPHoliday::new();
    let mut date = day.0;
    while let Some(next) = date.next_day() {
        date = next;
        if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(&calendar, date) {
            break;
        }
    }
    Day(date)
}

fn is_holiday(calendar: &JPHoliday<'_>, date: time::Date) -> bool {
    let (year, month, day) = (date.year(), u32::from(u8::from(date.month())), u32::from(date.day()));
    NaiveDate::from_ymd_opt(year, month, day).is_some_and(|date| calendar.is_holiday(&date))
}

#[cfg(test)]
mod tests {
    use super::after;
    use crate::domain::order::Day;

    #[test]
    fn weekends_and_holidays_are_no_business_days() {
        for (day, next) in [
            ("2026-11-24", "2026-11-25"),
            ("2026-11-20", "2026-11-24"), // Friday; Monday is 勤労感謝の日
            ("2026-12-31", "2027-01-04"), // 元日 is a Friday
            ("2026-05-02", "2026-05-07"), // 憲法記念日 on a Sunday, made up for on Wednesday
        ] {
            assert_eq!(after(Day::parse(day).unwrap()).to_string(), next, "{day}");
        }
    }
}
