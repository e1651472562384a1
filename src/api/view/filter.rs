//! 絞り込み: what the orders of a view have in common.

use crate::api::row::OrderRow;
use crate::domain::dated::Dated;
use crate::domain::order::Day;
use crate::domain::yen::Yen;

/// What orders have in common; every condition that is given holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// 受注ステータス
    pub status: Option<String>,
    /// お支払い方法
    pub payment: Option<String>,
    /// 配送業者, as the file names it
    pub carrier: Option<String>,
    /// Which day the next two are about
    pub dated: Dated,
    /// From this day
    pub from: Option<Day>,
    /// Until this day
    pub until: Option<Day>,
    /// 伝票番号 entered, or not
    pub slip: Option<bool>,
    /// 請求額 from
    pub least: Option<Yen>,
    /// 請求額 until
    pub most: Option<Yen>,
    /// A reason of NP's, by its code
    pub reason: Option<String>,
    /// チェック項目
    pub item: Option<String>,
    /// Only 修正あり・未送信
    pub unsent: bool,
}

impl Filter {
    /// Takes over every condition that another filter has changed.
    pub fn follow(&mut self, before: &Self, now: &Self) {
        fn follow<T: Clone + PartialEq>(mine: &mut T, before: &T, now: &T) {
            if before != now {
                mine.clone_from(now);
            }
        }
        follow(&mut self.status, &before.status, &now.status);
        follow(&mut self.payment, &before.payment, &now.payment);
        follow(&mut self.carrier, &before.carrier, &now.carrier);
        follow(&mut self.dated, &before.dated, &now.dated);
        follow(&mut self.from, &before.from, &now.from);
        follow(&mut self.until, &before.until, &now.until);
        follow(&mut self.slip, &before.slip, &now.slip);
        follow(&mut self.least, &before.least, &now.least);
        follow(&mut self.most, &before.most, &now.most);
        follow(&mut self.reason, &before.reason, &now.reason);
        follow(&mut self.item, &before.item, &now.item);
        follow(&mut self.unsent, &before.unsent, &now.unsent);
    }

    /// What the range is about, where there is one and it is not about 注文日.
    pub fn other_day(&self) -> Option<Dated> {
        (self.dated != Dated::Ordered && self.from.or(self.until).is_some()).then_some(self.dated)
    }

    /// Whether no order can fit, because an end lies before its beginning.
    pub fn is_contradictory(&self) -> bool {
        let days = self.from.zip(self.until).is_some_and(|(from, until)| from > until);
        days || self.least.zip(self.most).is_some_and(|(least, most)| least > most)
    }

    /// Whether an order that has just come is one of them.
    pub fn fits(&self, row: &OrderRow) -> bool {
        let is = |wanted: &Option<String>, text: &str| wanted.as_ref().is_none_or(|wanted| wanted == text);
        let day = Day::parse(match self.dated {
            Dated::Ordered => &row.ordered_at,
            Dated::Deliver => &row.deliver_on,
            Dated::Shipped => &row.shipped_on,
        });
        is(&self.status, &row.status)
            && is(&self.payment, &row.payment_method)
            && is(&self.carrier, &row.carrier)
            && self.from.is_none_or(|from| day.is_some_and(|day| day >= from))
            && self.until.is_none_or(|until| day.is_some_and(|day| day <= until))
            && self.slip.is_none_or(|slip| slip == row.slip_number.is_some())
            && self.least.is_none_or(|least| row.billed_amount >= least)
            && self.most.is_none_or(|most| row.billed_amount <= most)
            && self.reason.as_ref().is_none_or(|wanted| row.standing.reasons.iter().any(|code| code.as_str() == wanted))
            && self.item.as_ref().is_none_or(|wanted| row.check_items.contains(wanted))
            && (!self.unsent || row.standing.lamps.unsent)
    }

    /// How many conditions are given beside 受注ステータス, which has tabs.
    pub fn count(&self) -> usize {
        let texts = [&self.payment, &self.carrier, &self.reason, &self.item].into_iter().filter(|text| text.is_some()).count();
        let days = [self.from, self.until].into_iter().flatten().count();
        let signs = usize::from(self.slip.is_some()) + usize::from(self.unsent);
        texts + days + signs + [self.least, self.most].into_iter().flatten().count()
    }
}
