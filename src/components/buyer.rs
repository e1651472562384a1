//! One buyer: what is stored about somebody is found, handed out, blanked.

use super::confirm::{Confirm, Question};
use super::notice::Notices;
use crate::api::privacy::{BuyerQuery, BuyersOrder, EXPORT, Erased, erase_buyer, find_buyer};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What was asked for, and what was found.
#[derive(Clone)]
struct Found {
    query: BuyerQuery,
    orders: Vec<BuyersOrder>,
}

/// The search, and what can be done with what it finds.
#[component]
pub fn OneBuyer() -> impl IntoView {
    let texts = [RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new())];
    let found: RwSignal<Option<Found>> = RwSignal::new(None);
    let done: RwSignal<Option<Erased>> = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let notices = Notices::here();
    let search = move |query: BuyerQuery| {
        busy.set(true);
        spawn_local(async move {
            match find_buyer(query.clone()).await {
                Ok(orders) => drop(found.try_set(Some(Found { query, orders }))),
                Err(error) => {
                    found.try_set(None);
                    notices.error(&error);
                }
            }
            busy.try_set(false);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        done.set(None);
        let [name, tel, email] = texts.map(|text| text.get_untracked());
        search(BuyerQuery { name, tel, email });
    };
    let field = |label: &'static str, kind: &'static str, text: RwSignal<String>| {
        view! {
            <label class="field">
                {label}
                <input type=kind autocomplete="off" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
            </label>
        }
    };
    view! {
        <section class="card">
            <h2>"購入者1人のデータ"</h2>
            <p>"開示や消去の請求を受けたときに使います。電話番号かメールアドレスで探します（注文者の登録どおりに一致したもの）。氏名も入力すると、さらに絞り込みます。"</p>
            <form class="privacy-form" on:submit=submit>
                {field("電話番号", "tel", texts[1])}
                {field("メールアドレス", "text", texts[2])}
                {field("氏名", "text", texts[0])}
                <button type="submit" class="primary" disabled=move || busy.get()>"探す"</button>
            </form>
            <div class="buyer-orders" aria-live="polite">
                {move || done.get().map(|done| view! { <Done done/> })}
                {move || found.get().map(|found| view! { <FoundOrders found done busy again=Callback::new(search)/> })}
            </div>
        </section>
    }
}

#[component]
fn FoundOrders(found: Found, done: RwSignal<Option<Erased>>, busy: RwSignal<bool>, again: Callback<BuyerQuery>) -> impl IntoView {
    if found.orders.is_empty() {
        return view! { <p class="quiet-text">"該当する受注はありません。"</p> }.into_any();
    }
    let (confirm, notices): (Confirm, _) = (expect_context(), Notices::here());
    let Found { query, orders } = found;
    let possible = orders.iter().filter(|order| order.still_needed.is_none()).count();
    // All of them: those that are still needed come back with the reason.
    let ids: Vec<i64> = orders.iter().map(|order| order.id).collect();
    let all = orders.len();
    let asked = query.clone();
    let erase = move |_| {
        let (query, ids) = (asked.clone(), ids.clone());
        let answer = Arc::new(move |_| {
            let (query, ids) = (query.clone(), ids.clone());
            busy.set(true);
            spawn_local(async move {
                match erase_buyer(query.clone(), ids).await {
                    Ok(erased) => {
                        done.try_set(Some(erased));
                        again.try_run(query);
                    }
                    Err(error) => {
                        notices.error(&error);
                        busy.try_set(false);
                    }
                }
            });
        });
        confirm.ask(Question {
            title: format!("受注 {possible}件の個人情報を消去しますか？"),
            text: "消去した情報は元に戻せません。作成済みのバックアップには残ります。".to_owned(),
            button: "消去する",
            is_dangerous: true,
            input: None,
            answer,
        });
    };
    let parts = [("name", query.name), ("tel", query.tel), ("email", query.email)];
    let hidden = parts.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <p class="buyer-found">{format!("受注 {all}件が見つかりました。そのうち {possible}件を消去できます。")}</p>
        <div class="table-scroll">
            <table class="table">
                <thead><tr><th>"受注番号"</th><th>"店舗"</th><th>"注文日時"</th><th>"注文者"</th><th class="num">"請求額"</th><th>"状態"</th><th>"消去"</th></tr></thead>
                <tbody>{orders.into_iter().map(order_row).collect_view()}</tbody>
            </table>
        </div>
        <form method="post" action=EXPORT class="privacy-buttons">
            {hidden}
            <button type="submit" name="format" value="json">"JSONで書き出す"</button>
            <button type="submit" name="format" value="csv">"CSVで書き出す"</button>
            <button type="button" class="primary danger" disabled=move || busy.get() || possible == 0 on:click=erase>
                {format!("{possible}件の個人情報を消去")}
            </button>
        </form>
    }
    .into_any()
}

fn order_row(order: BuyersOrder) -> impl IntoView {
    let number = order.order_number.clone();
    view! {
        <tr data-buyers-order=number>
            <td><a href=format!("/?open={}", order.id)>{order.order_number}</a></td>
            <td>{order.shop}</td>
            <td class="when">{order.ordered_at}</td>
            <td>{order.buyer_name}</td>
            <td class="num">{order.billed_amount}</td>
            <td>{order.state}</td>
            <td>{order.still_needed.unwrap_or_else(|| "できます".to_owned())}</td>
        </tr>
    }
}

#[component]
fn Done(done: Erased) -> impl IntoView {
    let left_out = done.left_out.into_iter().map(|(number, why)| view! { <li><b>{number}</b>" "{why}</li> }).collect_view();
    view! {
        <p class="buyer-erased">{format!("受注 {}件の個人情報を消去しました。{}", done.order_numbers.len(), done.order_numbers.join("、"))}</p>
        <ul>{left_out}</ul>
    }
}
