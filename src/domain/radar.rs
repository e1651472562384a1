//! 出荷報告レーダー: how long money has been waiting for its shipment report.

use super::coded::coded;
use super::validity::{VALID_DAYS, WARN_FROM};

coded! {
    /// A bar of the picture: OKs that are not reported, by their age; and what was shipped without an OK.
    pub enum Bar {
        /// 0 to 3 days
        Fresh = "d3", "0〜3日";
        /// 4 to 7 days
        Week = "d7", "4〜7日";
        /// 8 to 14 days
        Fortnight = "d14", "8〜14日";
        /// 15 to 30 days
        Month = "d30", "15〜30日";
        /// 31 to 59 days
        Old = "d59", "31〜59日";
        /// 60 to 80 days
        Expiring = "d80", "60〜80日・失効間近";
        /// More than 80 days
        Expired = "over", "81日以上・失効のおそれ";
        /// A slip number, and no OK.
        NotOk = "not_ok", "与信OKでない出荷";
    }
}

impl Bar {
    /// The youngest age that is in the bar, in days since the registration; `None` for the bar that is not about age.
    pub const fn from_day(self) -> Option<i64> {
        match self {
            Self::Fresh => Some(0),
            Self::Week => Some(4),
            Self::Fortnight => Some(8),
            Self::Month => Some(15),
            Self::Old => Some(31),
            Self::Expiring => Some(WARN_FROM),
            Self::Expired => Some(VALID_DAYS + 1),
            Self::NotOk => None,
        }
    }

    /// The bar of an age. A clock that was put back makes nobody's money disappear.
    pub fn of_age(days: i64) -> Self {
        let reached = |bar: &&Self| bar.from_day().is_some_and(|from| from <= days);
        Self::ALL.iter().rev().find(reached).copied().unwrap_or(Self::Fresh)
    }
}

/// The middle of some values; the mean of the two middle ones when there is no single one.
pub fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(lower + (upper - lower) / 2)
}

#[cfg(test)]
mod tests {
    use super::{Bar, median};

    #[test]
    fn every_age_has_one_bar_and_the_bars_follow_each_other() {
        for (days, bar) in [
            (-1, Bar::Fresh),
            (0, Bar::Fresh),
            (3, Bar::Fresh),
            (4, Bar::Week),
            (8, Bar::Fortnight),
            (30, Bar::Month),
            (59, Bar::Old),
            (60, Bar::Expiring),
            (80, Bar::Expiring),
            (81, Bar::Expired),
            (9_999, Bar::Expired),
        ] {
            assert_eq!(Bar::of_age(days), bar, "{days}");
        }
    }

    #[test]
    fn the_middle_of_values() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![7]), Some(7));
        assert_eq!(median(vec![9, 1, 4]), Some(4));
        assert_eq!(median(vec![2, 8, 4, 100]), Some(6));
    }
}
