//! 一括入力: a value into a field, 追記 or 上書き.

use super::choose::Chooser;
use crate::components::live::Live;
use crate::domain::bulk::Bulk;
use crate::domain::edit::{BLANK, Edit, TextField};
use leptos::prelude::*;

pub(super) fn form(chooser: Chooser) -> AnyView {
    let live = Live::here();
    let may = move |field: &TextField| live.may(Edit::Text { field: *field, text: String::new(), appends: false }.right());
    let offered: Vec<TextField> = TextField::ALL.iter().copied().filter(may).collect();
    let (field, text) = (chooser.field, chooser.typed);
    if !offered.contains(&field.get_untracked()) {
        field.set(offered[0]);
    }
    let ask = move |text, appends| chooser.preview(Bulk::Edit(Edit::Text { field: field.get_untracked(), text, appends }));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask(text.get_untracked(), false);
    };
    let choose = move |event| {
        if let Some(chosen) = TextField::from_code(&event_target_value(&event)) {
            // A field for days shows nothing else, and would send it all the same.
            if chosen.is_day() != field.get_untracked().is_day() {
                text.set(String::new());
            }
            field.set(chosen);
        }
    };
    let is_day = Memo::new(move |_| field.get().is_day());
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
                    type=move || if is_day.get() { "date" } else { "text" }
                    class="panel-text"
                    aria-label="入力する内容"
                    autocomplete="off"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                "を"
            </label>
            <button type="submit" class="primary" disabled=move || chooser.is_busy()>"上書き"</button>
            <Show when=move || field.get() == TextField::Note>
                <button type="button" disabled=move || chooser.is_busy() on:click=move |_| ask(text.get_untracked(), true)>"追記"</button>
            </Show>
            <Show when=move || is_day.get() fallback=|| view! { <small>"半角スペースで空白"</small> }>
                <button type="button" disabled=move || chooser.is_busy() on:click=move |_| ask(BLANK.to_owned(), false)>"空白にする"</button>
            </Show>
        </form>
    }
    .into_any()
}
