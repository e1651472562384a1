//! A row of the grid, as the server sends it and the browser shows it.

use super::sheet::{Parcel, Wishes};
use crate::domain::act::RefusedAct;
use crate::domain::lamp::Lamps;
use crate::domain::reason::{self, Advice, Code};
use crate::domain::sparse::is_default;
use crate::domain::yen::Yen;
use serde::{Deserialize, Serialize};

/// What the grid shows of one order. Several facts per cell, as in the manual. What most orders have not is left out of
/// the JSON where it is not there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
    /// Key.
    pub id: i64,
    /// Newer replaces older, never the other way round. How the order stands may be newer than its version tells.
    pub version: i64,
    /// Counts the edits of the contents alone: lamps may move while somebody types.
    pub contents_version: i64,
    /// 受注番号
    pub order_number: String,
    /// 注文日時 in Japan, `2026-11-24 09:56`
    pub ordered_at: String,
    /// 受注ステータス
    pub status: String,
    /// 注文者氏名
    pub buyer_name: String,
    /// リピーター
    #[serde(default, skip_serializing_if = "is_default")]
    pub repeat_customer: bool,
    /// 備考・注意
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// チェック項目
    #[serde(default, skip_serializing_if = "is_default")]
    pub check_items: Vec<String>,
    /// 利用端末
    #[serde(default, skip_serializing_if = "is_default")]
    pub device: String,
    /// お支払い方法
    pub payment_method: String,
    /// What acts change of it.
    pub standing: Standing,
    /// 合計金額
    pub total_amount: Yen,
    /// 請求額
    pub billed_amount: Yen,
    /// 店舗
    pub shop: String,
    /// 送付先
    pub receiver_name: String,
    /// 送付先の電話番号
    pub receiver_tel: String,
    /// 配送業者, as the file names it
    pub carrier: String,
    /// 冷凍
    #[serde(default, skip_serializing_if = "is_default")]
    pub cool: bool,
    /// コンビニ受取
    #[serde(default, skip_serializing_if = "is_default")]
    pub pickup: bool,
    /// n個口
    pub parcels: i64,
    /// お届け日
    #[serde(default, skip_serializing_if = "is_default")]
    pub deliver_on: String,
    /// 時刻
    #[serde(default, skip_serializing_if = "is_default")]
    pub deliver_time: String,
    /// 出荷日
    #[serde(default, skip_serializing_if = "is_default")]
    pub shipped_on: String,
    /// 伝票番号
    #[serde(default, skip_serializing_if = "is_default")]
    pub slip_number: Option<String>,
}

/// Buyers' data stays out of logs: only the key and the version are printed.
impl std::fmt::Debug for OrderRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OrderRow").field("id", &self.id).field("version", &self.version).finish_non_exhaustive()
    }
}

/// How an order stands: what an act changes of its row, and nothing else does.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The three lamps and what they allow.
    pub lamps: Lamps,
    /// Why the lamps stand so: NP's codes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reasons: Vec<Code>,
    /// What was refused since, and left the lamps as they are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refused: Option<RefusedAct>,
    /// What else somebody should know: why the desk did not do by itself what the shop's switches say, an OK that grows old.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: Vec<String>,
}

impl Standing {
    /// Of an order that has just come in.
    pub const fn fresh(by_np: bool) -> Self {
        Self { lamps: Lamps::fresh(by_np), reasons: Vec::new(), refused: None, notes: Vec::new() }
    }

    /// Whether there is nothing that a person could do about it: NP is still deciding.
    pub fn only_waits(&self) -> bool {
        !self.reasons.is_empty() && self.reasons.iter().all(|code| reason::explain(code).advice == Advice::Wait)
    }
}

impl OrderRow {
    /// What is written about the order, with the line ends that a browser types.
    pub fn wishes(&self) -> Wishes {
        Wishes { deliver_on: self.deliver_on.clone(), deliver_time: self.deliver_time.clone(), note: self.note.replace("\r\n", "\n") }
    }

    /// The parcel as it stands.
    pub fn parcel(&self) -> Parcel {
        Parcel {
            slip_number: self.slip_number.clone().unwrap_or_default(),
            carrier: self.carrier.clone(),
            shipped_on: self.shipped_on.clone(),
        }
    }

    /// What the cells beside お支払い方法 show: equal as long as none of them has to be drawn anew.
    #[must_use]
    pub fn without_credit(&self) -> Self {
        Self { version: 0, contents_version: 0, standing: Standing::fresh(true), ..self.clone() }
    }
}

/// One page of a view, newest order first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Orders in the whole view, where that is known at once; not of a page beside an order, where it would tell nothing, and
    /// not of the first page of a search, which [`super::orders::load_count`] follows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub total: Option<i64>,
    /// Position of the first row in the view.
    pub offset: i64,
    /// The order before the first row, when there is one.
    pub before: Option<i64>,
    /// The rows.
    pub rows: Vec<OrderRow>,
    /// The order after the last row, when there is one.
    pub after: Option<i64>,
    /// What the first row is sorted by, as the database writes it.
    pub first: Option<String>,
    /// The same of the last row.
    pub last: Option<String>,
    /// Outbox position the page is at least as new as; the live stream continues there.
    pub seq: i64,
}

/// Rows of one page request. A power of ten, so that positions are easy to read in a log.
pub const PAGE_ROWS: i64 = 100;

/// Rows that are read at once by their keys.
pub const ROWS_AT_ONCE: usize = 100;

/// Rows the server paints before the browser's half is there, for a screen it does not know.
pub const FIRST_ROWS: i64 = 30;

/// The cookie in which a browser says how many rows its screen shows. Rows below it would cost the first paint time.
pub const SCREEN_COOKIE: &str = "desk-rows";

/// An order where it stood when its page was read: what it is sorted by may have been changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Key of the order.
    pub id: i64,
    /// What it was sorted by, as its page told.
    pub sorted_by: String,
}

impl Page {
    /// The first order, to ask for what stands above it.
    pub fn top(&self) -> Option<Edge> {
        Some(Edge { id: self.rows.first()?.id, sorted_by: self.first.clone()? })
    }

    /// The last order, to ask for what stands below it.
    pub fn bottom(&self) -> Option<Edge> {
        Some(Edge { id: self.rows.last()?.id, sorted_by: self.last.clone()? })
    }
}

/// Where a page is to begin or end: orders come and go while somebody scrolls, and positions with them, but what stands
/// beside an order that is on hand is none that was skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Beside {
    /// After this order.
    After(Edge),
    /// Before this order; where fewer than a page are left there, the page at the position is better.
    Before(Edge),
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{OrderRow, Standing};
    use crate::domain::lamp::Credit;
    use crate::domain::yen::Yen;

    pub fn row() -> OrderRow {
        OrderRow {
            id: 7,
            version: 3,
            contents_version: 1,
            order_number: "A 1".to_owned(),
            ordered_at: String::new(),
            status: "新規受付".to_owned(),
            buyer_name: "見本　花子".to_owned(),
            repeat_customer: false,
            note: "一行目\n二行目".to_owned(),
            check_items: Vec::new(),
            device: String::new(),
            payment_method: "NP後払い".to_owned(),
            standing: Standing::fresh(true),
            total_amount: Yen(1),
            billed_amount: Yen(1),
            shop: String::new(),
            receiver_name: String::new(),
            receiver_tel: String::new(),
            carrier: String::new(),
            cool: false,
            pickup: false,
            parcels: 1,
            deliver_on: String::new(),
            deliver_time: String::new(),
            shipped_on: String::new(),
            slip_number: None,
        }
    }

    #[test]
    fn what_a_verdict_changes_is_all_in_one_cell() {
        let mut after = row();
        after.version += 1;
        after.standing.lamps.credit = Credit::Ok;
        after.standing.notes.push("与信から61日".to_owned());
        assert!(after.without_credit() == row().without_credit());
        after.slip_number = Some("1".to_owned());
        assert!(after.without_credit() != row().without_credit());
    }
}
