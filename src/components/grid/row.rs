//! One row: several facts per cell, in the manual's order.

use super::Ticked;
use crate::api::row::OrderRow;
use crate::api::view::View;
use crate::components::buttons::Buttons;
use crate::components::lamps::{CreditLamp, FollowingLamps};
use crate::domain::act::RefusedAct;
use crate::domain::reason;
use leptos::prelude::*;

/// A loaded row. Its cells follow its own signal and nothing else.
#[component]
pub fn RowView(
    /// The order.
    row: ArcRwSignal<OrderRow>,
    /// Its position in the view.
    position: i64,
    /// The view, for the address of the sheet.
    view: Memo<View>,
    /// Which rows are ticked.
    ticked: Ticked,
) -> impl IntoView {
    let (id, order_number) = row.with_untracked(|row| (row.id, row.order_number.clone()));
    let href = Memo::new(move |_| view.with(|view| view.href_with_sheet(id)));
    let is_ticked = move || ticked.with(|ticked| ticked.contains(&id));
    let toggle = move |_| {
        ticked.update(|ticked| {
            if !ticked.remove(&id) {
                ticked.insert(id);
            }
        });
    };
    let tick_label = format!("{order_number}をチェック");
    let lamps = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| row.lamps))
    };
    view! {
        <div
            class="row"
            role="row"
            aria-rowindex=position + 2
            data-order=order_number
            data-credit=move || lamps.get().credit.code()
            data-shipment=move || lamps.get().shipment.code()
            data-payment=move || lamps.get().payment.code()
            class:row-ticked=is_ticked
        >
            <div class="c-tick" role="gridcell">
                <label class="tick"><input type="checkbox" aria-label=tick_label prop:checked=is_ticked on:change=toggle/></label>
            </div>
            {move || cells(&row.get(), href, row.clone())}
        </div>
    }
}

fn cells(row: &OrderRow, href: Memo<String>, signal: ArcRwSignal<OrderRow>) -> impl IntoView + use<> {
    let reason = row.reasons.iter().map(|code| reason::explain(code).text).collect::<Vec<_>>().join(" ");
    let short = row.reasons.iter().map(|code| reason::short(code).into_owned()).collect::<Vec<_>>().join("、");
    let by_csv = row.lamps.origin == crate::domain::lamp::CreditOrigin::Csv;
    let marks = [
        row.cool.then(|| "冷凍".to_owned()),
        row.pickup.then(|| "コンビニ受取".to_owned()),
        row.slip_number.is_some().then(|| "伝票入力済".to_owned()),
        (row.parcels > 1).then(|| format!("{}個口", row.parcels)),
    ];
    let marks = marks.into_iter().flatten().map(|mark| view! { <span class="mark">{mark}</span> }).collect_view();
    view! {
        <div class="c-order" role="gridcell">
            <a class="order-number" href=move || href.get() title=row.order_number.clone()>{row.order_number.clone()}</a>
            <small class="num">{row.ordered_at.clone()}</small>
            <small><span class="status">{row.status.clone()}</span></small>
        </div>
        <div class="c-buyer" role="gridcell">
            <span class="clip">{row.buyer_name.clone()}</span>
            {row.repeat_customer.then(|| view! { <small><span class="mark mark-repeat">"リピーター"</span></small> })}
        </div>
        <div class="c-note" role="gridcell"><span class="clip3" title=row.note.clone()>{row.note.clone()}</span></div>
        <div class="c-device" role="gridcell"><small>{row.device.clone()}</small></div>
        <div class="c-pay" role="gridcell">
            <div class="lamps">
                {if row.lamps.by_np {
                    view! { <CreditLamp credit=row.lamps.credit/> <FollowingLamps lamps=row.lamps/> }.into_any()
                } else {
                    view! { <span class="other-payment">{row.payment_method.clone()}</span> }.into_any()
                }}
                {row.edited.then(|| view! { <span class="mark mark-edited">"修正あり・未送信"</span> })}
                {by_csv.then(|| view! { <span class="mark" title="CSVファイルで取り込んだ与信結果のため、APIの処理はご利用できません。">"CSVの与信結果"</span> })}
                {row.notes.iter().map(|note| view! { <span class="reason" title=note.clone()>{note.clone()}</span> }).collect_view()}
                {row.refused.as_ref().map(|act| view! { <span class="reason">{refusal(act)}</span> })}
                {(!short.is_empty()).then(|| view! { <span class="reason" title=reason>{short}</span> })}
            </div>
            <Buttons row=signal/>
        </div>
        <div class="c-yen num" role="gridcell">{row.total_amount.to_string()}</div>
        <div class="c-yen num strong" role="gridcell">{row.billed_amount.to_string()}</div>
        <div class="c-shop" role="gridcell"><span class="clip2">{row.shop.clone()}</span></div>
        <div class="c-dest" role="gridcell">
            <span class="clip">{row.receiver_name.clone()}</span>
            <small class="num">{row.receiver_tel.clone()}</small>
        </div>
        <div class="c-carrier" role="gridcell"><span class="clip">{row.carrier.clone()}</span><div class="marks">{marks}</div></div>
        <div class="c-day num" role="gridcell">{row.deliver_on.clone()}</div>
        <div class="c-time" role="gridcell"><small>{row.deliver_time.clone()}</small></div>
        <div class="c-ship num" role="gridcell">
            <span>{row.shipped_on.clone()}</span>
            <small class="clip">{row.slip_number.clone()}</small>
        </div>
    }
}

/// What was refused, and why in a few words.
fn refusal(act: &RefusedAct) -> String {
    let why = act.codes.iter().map(|code| reason::short(code).into_owned()).collect::<Vec<_>>().join("、");
    format!("{}できません: {why}", act.kind.label())
}

/// A place whose row is on its way.
#[component]
pub fn LoadingRow(
    /// Its position in the view.
    position: i64,
) -> impl IntoView {
    view! { <div class="row row-loading" role="row" aria-rowindex=position + 2><div role="gridcell">"読み込み中…"</div></div> }
}
