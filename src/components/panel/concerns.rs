//! What there is to know about some of the orders before an action is started, with the ways out beside it.

use super::choose::Chooser;
use crate::api::acts::Concern;
use crate::components::live::Live;
use crate::components::sheet::SheetDoor;
use crate::domain::bulk::Bulk;
use leptos::prelude::*;

/// Orders that are named, of those that are on screen: the others are one press away, too.
const NAMED: usize = 5;

#[component]
pub(super) fn Concerns(concerns: Vec<Concern>, action: Bulk, chooser: Chooser) -> impl IntoView {
    ask_anew_when_repaired(concerns.iter().flat_map(|concern| concern.order_ids.clone()).collect(), action, chooser);
    let of_a_kind = |concerns: &[Concern]| {
        let group = |concern: &Concern| view! { <Group short=concern.short.clone() ids=concern.order_ids.clone() chooser/> };
        view! {
            <div class="panel-concerns">
                <p>{concerns[0].kind.label()}</p>
                <ul>{concerns.iter().map(group).collect_view()}</ul>
            </div>
        }
    };
    concerns.chunk_by(|one, next| one.kind == next.kind).map(of_a_kind).collect_view()
}

/// An order that somebody repairs, here in the sheet or at another desk, may be nothing to warn of any more.
fn ask_anew_when_repaired(ids: Vec<i64>, action: Bulk, chooser: Chooser) {
    let book = Live::here().book;
    let contents = Memo::new(move |_| {
        let rows = ids.iter().filter_map(|id| book.row(*id));
        rows.map(|row| row.with(|row| row.contents_version)).collect::<Vec<_>>()
    });
    Effect::watch(move || contents.get(), move |_, _, _| chooser.preview(action.clone()), false);
}

/// The orders that have one thing in common.
#[component]
fn Group(short: String, ids: Vec<i64>, chooser: Chooser) -> impl IntoView {
    let book = Live::here().book;
    let door: SheetDoor = expect_context();
    let numbers = ids.iter().filter_map(|id| Some((*id, book.row(*id)?.with_untracked(|row| row.order_number.clone()))));
    let link = move |(id, number): (i64, String)| {
        view! { <button type="button" class="quiet" on:click=move |_| door.open(id, None)>{number}</button> }
    };
    let numbers: Vec<_> = numbers.take(NAMED).collect();
    let named = numbers.len();
    let links = numbers.into_iter().map(link).collect_view();
    let count = ids.len();
    let others = count.saturating_sub(named);
    let others = (others > 0).then(|| format!("ほか{others}件"));
    let label = format!("「{short}」の{count}件のチェックを外す");
    view! {
        <li>
            <b>{short}</b>
            <span class="num">{count}"件"</span>
            {links}
            {others}
            <button type="button" aria-label=label on:click=move |_| chooser.without(&ids)>{format!("{count}件を外す")}</button>
        </li>
    }
}
