//! Time: unix milliseconds in the store, Japanese wall clock on the screen.

use crate::domain::order::Day;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, UtcOffset};

/// Japan has no daylight saving time.
const JAPAN: UtcOffset = offset!(+9);

/// Now, unix milliseconds.
pub fn now_ms() -> i64 {
    i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).expect("the year is before 292 million")
}

/// Today in Japan.
pub fn today() -> Day {
    Day(OffsetDateTime::now_utc().to_offset(JAPAN).date())
}

/// `2026-11-24 09:56` in Japan.
pub fn minutes(at_ms: i64) -> String {
    in_japan(at_ms).format(format_description!("[year]-[month]-[day] [hour]:[minute]")).unwrap_or_default()
}

/// `11-24 09:56:30` in Japan.
pub fn seconds(at_ms: i64) -> String {
    in_japan(at_ms).format(format_description!("[month]-[day] [hour]:[minute]:[second]")).unwrap_or_default()
}

/// `2026-11-24 09:56:30` in Japan.
pub fn to_the_second(at_ms: i64) -> String {
    in_japan(at_ms).format(format_description!("[year]-[month]-[day] [hour]:[minute]:[second]")).unwrap_or_default()
}

/// Whole days in Japan between then and now.
pub fn days_since(at_ms: i64) -> i64 {
    (today().0 - in_japan(at_ms).date()).whole_days()
}

/// The day in Japan.
pub fn day(at_ms: i64) -> Day {
    Day(in_japan(at_ms).date())
}

/// When a day begins in Japan.
pub fn start_of(day: Day) -> i64 {
    day.0.midnight().assume_offset(JAPAN).unix_timestamp() * 1000
}

/// When a day ends in Japan: the first moment of the next.
pub fn end_of(day: Day) -> i64 {
    start_of(day) + 24 * 60 * 60 * 1000
}

fn in_japan(at_ms: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at_ms) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(JAPAN)
}

/// Reads `2026/11/24 9:56:30`, `2026-11-24T09:56`, or a day alone (midnight), as Japanese time.
pub fn parse(text: &str) -> Option<i64> {
    let plain = crate::domain::chars::to_half_width(text.trim());
    let day = Day::parse(&plain)?;
    let time = match plain.split_once([' ', 'T']) {
        None => time::Time::MIDNIGHT,
        Some((_, time)) => {
            let mut parts = time.trim().split(':');
            let mut part = || parts.next().map_or(Some(0), |text| text.parse::<u8>().ok());
            time::Time::from_hms(part()?, part()?, part()?).ok()?
        }
    };
    i64::try_from(OffsetDateTime::new_in_offset(day.0, time, JAPAN).unix_timestamp_nanos() / 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use super::{minutes, parse};

    #[test]
    fn japanese_times_survive_a_round_trip() {
        assert_eq!(minutes(parse("2016/08/20 09:56:30").unwrap()), "2016-08-20 09:56");
        assert_eq!(minutes(parse("2026-11-24").unwrap()), "2026-11-24 00:00");
        assert_eq!(parse("2026-11-24 25:00"), None);
        assert_eq!(parse("昨日"), None);
    }
}
