//! The cell お支払い方法: the lamps, what explains them, and the buttons.

use super::columns::{text, titled};
use crate::api::row::OrderRow;
use crate::components::buttons::Buttons;
use crate::components::lamps::{CreditLamp, FollowingLamps};
use crate::domain::act::RefusedAct;
use crate::domain::lamp::{Credit, CreditOrigin, Lamps};
use crate::domain::reason::{self, Code};
use leptos::prelude::*;

/// The cell's content, which follows the order by itself.
pub fn cell(row: &ArcRwSignal<OrderRow>) -> Vec<AnyView> {
    let credit = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| row.lamps.credit))
    };
    let marks = {
        let row = row.clone();
        Memo::new(move |_| row.with(Marks::of))
    };
    let lamps = view! { <div class="lamps">{move || marks.with(|marks| marks.draw(credit))}</div> };
    vec![lamps.into_any(), view! { <Buttons row=row.clone()/> }.into_any()]
}

/// What stands beside the credit lamp. Most verdicts leave it alone: then nothing of it is drawn anew.
#[derive(Clone, PartialEq)]
struct Marks {
    /// Without what the credit lamp shows.
    lamps: Lamps,
    payment_method: String,
    reasons: Vec<Code>,
    refused: Option<RefusedAct>,
    edited: bool,
    notes: Vec<String>,
}

impl Marks {
    fn of(row: &OrderRow) -> Self {
        let Lamps { shipment, payment, origin, by_np, .. } = row.lamps;
        Self {
            lamps: Lamps { shipment, payment, origin, ..Lamps::fresh(by_np) },
            payment_method: row.payment_method.clone(),
            reasons: row.reasons.clone(),
            refused: row.refused.clone(),
            edited: row.edited,
            notes: row.notes.clone(),
        }
    }

    fn draw(&self, credit: Memo<Credit>) -> Vec<AnyView> {
        let mut drawn = if self.lamps.by_np {
            vec![view! { <CreditLamp credit/> <FollowingLamps lamps=self.lamps/> }.into_any()]
        } else {
            vec![text("other-payment", &self.payment_method)]
        };
        if self.edited {
            drawn.push(text("mark mark-edited", "修正あり・未送信"));
        }
        if self.lamps.origin == CreditOrigin::Csv {
            drawn.push(titled("mark", "CSVの与信結果", "CSVファイルで取り込んだ与信結果のため、APIの処理はご利用できません。"));
        }
        drawn.extend(self.notes.iter().map(|note| text("reason", note)));
        drawn.extend(self.refused.iter().map(|act| text("reason", &refusal(act))));
        drawn.push(text("reason", &shorts(&self.reasons)));
        drawn
    }
}

/// What was refused, and why in a few words.
fn refusal(act: &RefusedAct) -> String {
    format!("{}できません: {}", act.kind.label(), shorts(&act.codes))
}

fn shorts(codes: &[Code]) -> String {
    codes.iter().map(|code| reason::short(code).into_owned()).collect::<Vec<_>>().join("、")
}
