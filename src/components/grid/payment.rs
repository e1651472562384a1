//! The cell お支払い方法: the lamps, what explains them, and the buttons.

use super::columns::{text, titled};
use crate::api::row::{OrderRow, Standing};
use crate::components::buttons::Buttons;
use crate::components::lamps::{CreditLamp, FollowingLamps};
use crate::domain::act::RefusedAct;
use crate::domain::lamp::{Credit, CreditOrigin, Lamps, UNSENT};
use crate::domain::reason::{self, Code};
use leptos::prelude::*;

/// The cell's content, which follows the order by itself.
pub fn cell(row: &ArcRwSignal<OrderRow>) -> Vec<AnyView> {
    let credit = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| row.standing.lamps.credit))
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
    payment_method: String,
    /// Without what the credit lamp shows.
    standing: Standing,
}

impl Marks {
    fn of(row: &OrderRow) -> Self {
        let standing = row.standing.clone();
        let Lamps { shipment, payment, origin, by_np, unsent, .. } = standing.lamps;
        let lamps = Lamps { shipment, payment, origin, open_act: standing.lamps.lost_act(), unsent, ..Lamps::fresh(by_np) };
        Self { payment_method: row.payment_method.clone(), standing: Standing { lamps, ..standing } }
    }

    fn draw(&self, credit: Memo<Credit>) -> Vec<AnyView> {
        let Standing { lamps, reasons, refused, notes } = &self.standing;
        let mut drawn = if lamps.by_np {
            vec![view! { <CreditLamp credit/> <FollowingLamps lamps=*lamps/> }.into_any()]
        } else {
            vec![text("other-payment", &self.payment_method)]
        };
        drawn.extend(lamps.open_act.map(|act| text("reason", &act.lost())));
        if lamps.unsent {
            drawn.push(text("mark mark-edited", UNSENT));
        }
        if lamps.origin == CreditOrigin::Csv {
            drawn.push(titled("mark", "CSVの与信結果", "CSVファイルで取り込んだ与信結果のため、APIの処理はご利用できません。"));
        }
        drawn.extend(notes.iter().map(|note| text("reason", note)));
        drawn.extend(refused.iter().map(|act| text("reason", &refusal(act))));
        drawn.push(text("reason", &shorts(reasons)));
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
