//! The columns of the grid, in the manual's order.

use super::coded::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// A column that a person may move, hide and widen. The tick box is none: it always comes first.
    pub enum Column {
        /// 受注番号, 注文日時, 受注ステータス
        Order = "order", "受注番号";
        /// 注文者, リピーター
        Buyer = "buyer", "注文者";
        /// 備考・注意
        Note = "note", "備考・注意";
        /// 利用端末
        Device = "device", "利用端末";
        /// お支払い方法: lamps and buttons
        Payment = "pay", "お支払い方法";
        /// 合計金額
        Total = "total", "合計金額";
        /// 請求額
        Billed = "billed", "請求額";
        /// 店舗
        Shop = "shop", "店舗";
        /// 送付先, its phone
        Destination = "dest", "送付先";
        /// 配送業者 with marks
        Carrier = "carrier", "配送業者";
        /// お届け日
        DeliverOn = "day", "お届け日";
        /// 時刻
        DeliverTime = "time", "時刻";
        /// 出荷日, 伝票番号
        Shipping = "ship", "出荷日・伝票番号";
    }
}

impl Column {
    /// The narrowest that it can be read at, in pixels.
    pub const fn narrowest(self) -> u16 {
        match self {
            Self::Payment => 180,
            Self::Order => 130,
            Self::Shipping => 100,
            Self::Buyer | Self::Note | Self::Destination | Self::Carrier | Self::DeliverOn => 72,
            Self::Device | Self::Total | Self::Billed | Self::Shop | Self::DeliverTime => *WIDTHS.start(),
        }
    }
}

/// How one person wants the grid. It is stored and travels as a short text: `tall order buyer=120 -note …`, the columns
/// from left to right, with their width and with a minus when they are hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Layout {
    /// The columns from left to right, each once.
    columns: Vec<Placed>,
    /// ゆったり instead of 標準.
    pub tall: bool,
}

/// A column in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub column: Column,
    /// Whether it is shown.
    pub shown: bool,
    /// Its width in pixels, where somebody has set one.
    pub width: Option<u16>,
}

/// The narrowest and the widest column.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 48..=600;

impl Default for Layout {
    fn default() -> Self {
        let place = |column: &Column| Placed { column: *column, shown: true, width: None };
        Self { columns: Column::ALL.iter().map(place).collect(), tall: false }
    }
}

impl Layout {
    /// Every column in its place.
    pub fn columns(&self) -> &[Placed] {
        &self.columns
    }

    /// The columns that are shown.
    pub fn shown(&self) -> impl Iterator<Item = Placed> {
        self.columns.iter().filter(|placed| placed.shown).copied()
    }

    /// Shows or hides a column. 受注番号 and お支払い方法 stay: without them nobody can work.
    pub fn show(&mut self, column: Column, shown: bool) {
        let stays = matches!(column, Column::Order | Column::Payment);
        self.change(column, |placed| placed.shown = shown || stays);
    }

    /// Sets a column's width; `None` leaves it to the browser.
    pub fn widen(&mut self, column: Column, width: Option<u16>) {
        self.change(column, |placed| placed.width = width.map(|width| width.clamp(column.narrowest(), *WIDTHS.end())));
    }

    /// Moves a column by so many places, as far as there are places.
    pub fn shift(&mut self, column: Column, by: isize) {
        let Some(from) = self.columns.iter().position(|placed| placed.column == column) else { return };
        let placed = self.columns.remove(from);
        let to = from.saturating_add_signed(by).min(self.columns.len());
        self.columns.insert(to, placed);
    }

    fn change(&mut self, column: Column, change: impl FnOnce(&mut Placed)) {
        if let Some(placed) = self.columns.iter_mut().find(|placed| placed.column == column) {
            change(placed);
        }
    }
}

impl From<Layout> for String {
    fn from(layout: Layout) -> Self {
        let column = |placed: Placed| {
            let hidden = if placed.shown { "" } else { "-" };
            let width = placed.width.map(|width| format!("={width}")).unwrap_or_default();
            format!("{hidden}{}{width}", placed.column.code())
        };
        let tall = layout.tall.then(|| "tall".to_owned());
        tall.into_iter().chain(layout.columns.into_iter().map(column)).collect::<Vec<_>>().join(" ")
    }
}

impl From<String> for Layout {
    /// Whatever the text says, every column is there once: what it does not name comes last, and what cannot be read is
    /// left out.
    fn from(text: String) -> Self {
        let mut layout = Self { columns: Vec::new(), tall: false };
        for word in text.split(' ') {
            let (name, width) = word.split_once('=').unwrap_or((word, ""));
            let (shown, code) = name.strip_prefix('-').map_or((true, name), |code| (false, code));
            layout.tall |= word == "tall";
            let Some(column) = Column::from_code(code) else { continue };
            if layout.columns.iter().all(|placed| placed.column != column) {
                layout.columns.push(Placed { column, shown: true, width: None });
                layout.show(column, shown);
                if let Ok(width) = width.parse() {
                    layout.widen(column, Some(width));
                }
            }
        }
        for placed in Self::default().columns {
            if layout.columns.iter().all(|known| known.column != placed.column) {
                layout.columns.push(placed);
            }
        }
        layout
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Layout};

    #[test]
    fn columns_are_moved_hidden_and_widened_within_limits() {
        let mut layout = Layout::default();
        layout.shift(Column::Buyer, -5);
        layout.shift(Column::Order, 1);
        layout.show(Column::Note, false);
        layout.show(Column::Payment, false);
        layout.widen(Column::Note, Some(9_999));
        layout.widen(Column::Order, Some(5));
        let shown: Vec<Column> = layout.shown().map(|placed| placed.column).collect();
        assert_eq!(shown[..4], [Column::Buyer, Column::Order, Column::Device, Column::Payment]);
        assert_eq!(layout.columns().iter().find(|placed| placed.column == Column::Note).unwrap().width, Some(600));
        assert_eq!(layout.columns()[2].width, Some(130), "the number stays to be read");
    }

    #[test]
    fn whatever_was_stored_every_column_stands_there_once() {
        let layout = Layout::from("tall shop=7 -shop nonsense -order -note=x".to_owned());
        assert_eq!(layout.columns().len(), Column::ALL.len());
        assert_eq!(
            layout.columns()[..2].iter().map(|placed| (placed.column, placed.shown, placed.width)).collect::<Vec<_>>(),
            [(Column::Shop, true, Some(48)), (Column::Order, true, None)]
        );
        assert!(layout.tall && !layout.columns()[2].shown);
        assert!(String::from(layout.clone()).starts_with("tall shop=48 order -note buyer"), "{layout:?}");
        assert_eq!(Layout::from(String::from(layout.clone())), layout);
    }
}
