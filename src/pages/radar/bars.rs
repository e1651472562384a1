//! The picture: a bar for each age, as long as its yen; each leads to its orders.

use super::Asked;
use crate::api::radar::BarSum;
use crate::domain::radar::Bar;
use crate::domain::yen::Yen;
use leptos::prelude::*;

/// Steps in which the longest bar is drawn.
const WIDTH: i64 = 1_000;

#[component]
pub(super) fn Bars(bars: Vec<BarSum>, asked: Asked) -> impl IntoView {
    let longest = bars.iter().map(|bar| bar.shipped_yen.0 + bar.waiting_yen.0).max().unwrap_or_default().max(1);
    let bar = |sum: BarSum| {
        let (orders, yen) = (sum.shipped + sum.waiting, Yen(sum.shipped_yen.0 + sum.waiting_yen.0));
        let width = |yen: Yen| yen.0 * WIDTH / longest;
        let is_open = asked.bar == Some(sum.bar);
        // Pressed again, it closes.
        let href = Asked { bar: (!is_open).then_some(sum.bar), ..asked.clone() }.href();
        let parts = match sum.bar {
            Bar::NotOk => String::new(),
            _ => format!("伝票番号あり {}件、なし {}件", sum.shipped, sum.waiting),
        };
        view! {
            <li>
                <a class="radar-bar" data-bar=sum.bar.code() href=href aria-current=is_open.then_some("true")>
                    <span>{sum.bar.label()}</span>
                    <svg viewBox=format!("0 0 {WIDTH} 20") preserveAspectRatio="none" aria-hidden="true">
                        <rect class="radar-shipped" height="20" width=width(sum.shipped_yen).to_string()></rect>
                        <rect class="radar-waiting" height="20" x=width(sum.shipped_yen).to_string() width=width(sum.waiting_yen).to_string()></rect>
                    </svg>
                    <b class="num">{format!("{orders}件")}</b>
                    <b class="num">{format!("{yen}円")}</b>
                    <small>{parts}</small>
                </a>
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>"与信OK・未報告の日数と金額"</h2>
            <p class="radar-key" aria-hidden="true"><i class="radar-shipped"></i>"伝票番号あり" <i class="radar-waiting"></i>"伝票番号なし"</p>
            <ul class="radar-bars">{bars.into_iter().map(bar).collect_view()}</ul>
        </section>
    }
}
