//! The orders behind a bar, and what automation left alone.

use crate::api::radar::{AtRisk, Skipped};
use crate::domain::radar::Bar;
use leptos::prelude::*;

#[component]
pub(super) fn Listed(bar: Bar, orders: Vec<AtRisk>) -> impl IntoView {
    let none = orders.is_empty();
    let ages = bar.from_day().is_some();
    let row = |order: AtRisk| {
        let number = order.order_number.clone();
        view! {
            <tr data-at-risk=number>
                <td><a href=format!("/?open={}", order.order_id)>{order.order_number}</a></td>
                <td>{order.shop}</td>
                <td>{order.credit}</td>
                <td>{order.shipment}</td>
                <td>{order.slip_number.unwrap_or_else(|| "なし".to_owned())}</td>
                <td class="num">{order.days}</td>
                <td class="num">{if ages { order.expires_on } else { String::new() }}</td>
                <td class="num">{order.billed_amount.to_string()}</td>
            </tr>
        }
    };
    let table = || {
        view! {
            <div class="table-scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th>"受注番号"</th>
                            <th>"店舗"</th>
                            <th>"与信"</th>
                            <th>"出荷報告"</th>
                            <th>"伝票番号"</th>
                            <th class="num">"日数"</th>
                            <th class="num">"報告の期限"</th>
                            <th class="num">"請求額"</th>
                        </tr>
                    </thead>
                    <tbody>{orders.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <p class="quiet-text">"古い順に200件までを表示します。"</p>
        }
    };
    view! {
        <section class="card radar-list">
            <h2>{bar.label()}</h2>
            {if none { view! { <p class="quiet-text">"あてはまる受注はありません。"</p> }.into_any() } else { table().into_any() }}
        </section>
    }
}

#[component]
pub(super) fn SkippedOrders(skipped: Vec<Skipped>, total: i64) -> impl IntoView {
    let row = |order: Skipped| {
        view! { <li><a href=format!("/?open={}", order.order_id)>{order.order_number}</a>" "{order.why}</li> }
    };
    (total > 0).then(|| {
        view! {
            <section class="card radar-skipped">
                <h2>{format!("自動処理が止まっている受注 {total}件")}</h2>
                <ul>{skipped.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}
