//! 一括入力: a value into a field, 追記 or 上書き.

use super::choose::Chooser;
use crate::components::live::Live;
use crate::domain::bulk::Bulk;
use crate::domain::edit::{Edit, TextField};
use leptos::prelude::*;

pub(super) fn form(chooser: Chooser) -> AnyView {
    let live = Live::here();
    let may = move |field: &TextField| live.may(Edit::Text { field: *field, text: String::new(), appends: false }.right());
    let offered: Vec<TextField> = TextField::ALL.iter().copied().filter(may).collect();
    let (field, text) = (chooser.field, chooser.typed);
    if !offered.contains(&field.get_untracked()) {
        field.set(offered[0]);
    }
    let ask = move |appends| chooser.preview(Bulk::Edit(Edit::Text { field: field.get_untracked(), text: text.get_untracked(), appends }));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask(false);
    };
    let choose = move |event| {
        if let Some(chosen) = TextField::from_code(&event_target_value(&event)) {
            field.set(chosen);
        }
    };
    let chosen = field.get_untracked();
    let options = offered
        .into_iter()
        .map(|field| view! { <option value=field.code() selected=field == chosen>{field.label()}</option> })
        .collect_view();
    view! {
        <form class="panel-row" on:submit=submit>
            <label><select aria-label="入力する項目" on:change=choose>{options}</select>"に"</label>
            <label>
                <input
                    type="text"
                    class="panel-text"
                    aria-label="入力する内容"
                    autocomplete="off"
                    placeholder=move || if field.get().is_day() { "2026-11-24" } else { "" }
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                "を"
            </label>
            <button type="submit" class="primary" disabled=move || chooser.is_busy()>"上書き"</button>
            <Show when=move || field.get() == TextField::Note>
                <button type="button" disabled=move || chooser.is_busy() on:click=move |_| ask(true)>"追記"</button>
            </Show>
            <small>"半角スペースで空白"</small>
        </form>
    }
    .into_any()
}
