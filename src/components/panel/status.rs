//! 受注ステータスの変更

use super::choose::Chooser;
use crate::domain::bulk::Bulk;
use crate::domain::edit::Edit;
use leptos::prelude::*;

pub(super) fn form(chooser: Chooser) -> AnyView {
    let typed = chooser.typed;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        chooser.preview(Bulk::Edit(Edit::Status(typed.get_untracked())));
    };
    let known = move || chooser.choices.with(|choices| choices.statuses.clone());
    view! {
        <form class="panel-row" on:submit=submit>
            <label>
                "受注ステータスを"
                <input type="text" list="panel-statuses" autocomplete="off" required prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/>
                "に"
            </label>
            <datalist id="panel-statuses">{move || known().into_iter().map(|value| view! { <option value=value></option> }).collect_view()}</datalist>
            <button type="submit" class="primary" disabled=move || chooser.is_busy()>"変更"</button>
        </form>
    }
    .into_any()
}
