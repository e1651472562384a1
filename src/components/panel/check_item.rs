//! チェック項目

use super::choose::Chooser;
use crate::domain::bulk::Bulk;
use crate::domain::edit::Edit;
use leptos::prelude::*;

pub(super) fn form(chooser: Chooser) -> AnyView {
    let typed = chooser.typed;
    let ask = move |on: bool| chooser.preview(Bulk::Edit(Edit::CheckItem { name: typed.get_untracked(), on }));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask(true);
    };
    let known = move || chooser.choices.with(|choices| choices.check_items.clone());
    view! {
        <form class="panel-row" on:submit=submit>
            <label>
                "チェック項目"
                <input type="text" list="panel-check-items" autocomplete="off" required prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/>
                "を"
            </label>
            <datalist id="panel-check-items">{move || known().into_iter().map(|value| view! { <option value=value></option> }).collect_view()}</datalist>
            <button type="submit" class="primary" disabled=move || chooser.is_busy()>"付ける"</button>
            <button type="button" disabled=move || chooser.is_busy() on:click=move |_| ask(false)>"外す"</button>
            <small>"20文字まで。お客様の名前などは入れないでください。"</small>
        </form>
    }
    .into_any()
}
