//! A parcel as somebody types it, while colleagues may change it, too.

use super::SheetDoor;
use super::door::Form;
use super::draft::Draft;
use crate::api::row::OrderRow;
use crate::api::sheet::{Parcel, Sheet};
use crate::domain::carrier::{CarrierBook, ShippedBy};
use crate::domain::id::SlipNumber;
use crate::domain::order::Day;
use crate::domain::parcel;
use leptos::prelude::*;

/// What is typed, and what was shown.
#[derive(Clone, Copy)]
pub struct ParcelText {
    /// 配送業者
    pub carrier: RwSignal<String>,
    /// 伝票番号
    pub slip_number: RwSignal<String>,
    /// 出荷日; today as soon as a parcel without a day gets its slip number.
    pub shipped_on: RwSignal<String>,
    /// What was shown, and what came in between.
    pub draft: Draft<Parcel>,
    today: Day,
}

impl ParcelText {
    /// Of an open sheet.
    pub fn new(sheet: &Sheet) -> Self {
        let text = || RwSignal::new(String::new());
        let text =
            Self { carrier: text(), slip_number: text(), shipped_on: text(), draft: Draft::new(sheet.row.parcel()), today: sheet.today };
        text.fill(&sheet.row.parcel());
        text
    }

    /// What would be saved.
    pub fn read(self) -> Parcel {
        Parcel {
            carrier: self.carrier.get_untracked(),
            slip_number: self.slip_number.get_untracked(),
            shipped_on: self.shipped_on.get_untracked(),
        }
    }

    /// Takes what is typed as 伝票番号. A new parcel leaves today, unless another day is planned; one that was entered without
    /// a day has none.
    pub fn type_slip_number(self, text: String) {
        let is_new = self.draft.shown.with_untracked(|shown| shown.slip_number.is_empty() && shown.shipped_on.is_empty());
        let today = self.today.to_string();
        let (from, to) = if text.trim().is_empty() { (today, String::new()) } else { (String::new(), today) };
        if is_new && self.shipped_on.with_untracked(|day| *day == from) {
            self.shipped_on.set(to);
        }
        self.slip_number.set(text);
    }

    /// Follows the order, as long as nothing is typed, and keeps what is typed from being left without a question.
    pub fn follow(self, row: &ArcRwSignal<OrderRow>) {
        let row = row.clone();
        let parcel = Memo::new(move |_| row.with(OrderRow::parcel));
        let is_typed = Memo::new(move |_| {
            let typed = Parcel { carrier: self.carrier.get(), slip_number: self.slip_number.get(), shipped_on: self.shipped_on.get() };
            self.draft.shown.with(|shown| typed != *shown)
        });
        let door: SheetDoor = expect_context();
        self.draft.follow(parcel, is_typed, move || self.read(), move |parcel| self.fill(parcel), door.unsaved(Form::Parcel));
    }

    /// What should be looked at again before NP is told of the parcel, or before it leaves.
    pub fn doubts(self, book: StoredValue<CarrierBook>, ordered_on: Day, row: &ArcRwSignal<OrderRow>) -> Memo<Vec<String>> {
        let row = row.clone();
        let listed = move || book.with_value(|book| book.find(&self.carrier.get())).and_then(ShippedBy::listed);
        Memo::new(move |_| {
            // What is none is told beside the field.
            let Ok(slip_number) = SlipNumber::parse(&self.slip_number.get()) else { return Vec::new() };
            let mut doubts = parcel::doubts(listed(), &slip_number, Day::parse(&self.shipped_on.get()), ordered_on, self.today);
            if self.carrier.with(|carrier| carrier.trim().is_empty()) {
                doubts.push("配送業者が入力されていません。".to_owned());
            }
            doubts.extend(row.with(|row| parcel::not_yet(&row.standing.lamps)));
            doubts
        })
    }

    /// Shows what was saved: the server writes it in its own way. The sheet may be gone by then.
    pub fn show(self, saved: &Parcel) {
        self.draft.shown.try_set(saved.clone());
        self.fill(saved);
    }

    fn fill(self, parcel: &Parcel) {
        self.carrier.try_set(parcel.carrier.clone());
        self.slip_number.try_set(parcel.slip_number.clone());
        self.shipped_on.try_set(parcel.shipped_on.clone());
    }
}

/// What a save would replace.
pub fn overtaken(parcel: &Parcel) -> String {
    let or_none = |text: &str| if text.is_empty() { "なし".to_owned() } else { text.to_owned() };
    format!(
        "ほかの人が配送を変更しました（配送業者 {}、伝票番号 {}、出荷日 {}）。このまま保存すると、ここに入力した内容に置き換わります。",
        or_none(&parcel.carrier),
        or_none(&parcel.slip_number),
        or_none(&parcel.shipped_on)
    )
}
