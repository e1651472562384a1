//! A row of the grid, as the server sends it and the browser shows it.

use crate::domain::act::RefusedAct;
use crate::domain::lamp::Lamps;
use crate::domain::reason::Code;
use crate::domain::yen::Yen;
use serde::{Deserialize, Serialize};

/// What the grid shows of one order. Several facts per cell, as in the manual.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own in the grid")]
pub struct OrderRow {
    /// Key.
    pub id: i64,
    /// Newer replaces older, never the other way round.
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
    pub repeat_customer: bool,
    /// 備考・注意
    pub note: String,
    /// チェック項目
    pub check_items: Vec<String>,
    /// 利用端末
    pub device: String,
    /// お支払い方法
    pub payment_method: String,
    /// The three lamps and what they allow.
    pub lamps: Lamps,
    /// Why the lamps stand so: NP's codes.
    pub reasons: Vec<Code>,
    /// What was refused since, and left the lamps as they are.
    pub refused: Option<RefusedAct>,
    /// Contents were changed here after NP last saw them.
    pub edited: bool,
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
    pub cool: bool,
    /// コンビニ受取
    pub pickup: bool,
    /// n個口
    pub parcels: i64,
    /// お届け日
    pub deliver_on: String,
    /// 時刻
    pub deliver_time: String,
    /// 出荷日
    pub shipped_on: String,
    /// 伝票番号
    pub slip_number: Option<String>,
    /// What else somebody should know: why the desk did not do by itself what the shop's switches say, an OK that grows old.
    pub notes: Vec<String>,
}

/// Buyers' data stays out of logs: only the key and the version are printed.
impl std::fmt::Debug for OrderRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OrderRow").field("id", &self.id).field("version", &self.version).finish_non_exhaustive()
    }
}

/// One page of a view, newest order first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Orders in the whole view.
    pub total: i64,
    /// Position of the first row in the view.
    pub offset: i64,
    /// The rows.
    pub rows: Vec<OrderRow>,
    /// Outbox position the page is at least as new as; the live stream continues there.
    pub seq: i64,
}

/// Rows of one page request. A power of ten, so that positions are easy to read in a log.
pub const PAGE_ROWS: i64 = 100;

/// Rows the server paints before the browser's half is there: a screenful and a little.
pub const FIRST_ROWS: i64 = 40;
