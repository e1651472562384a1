//! 表示設定: which columns, in which order, how wide, how high the rows. Each person's own.

use super::help::show_modal;
use super::notice::Notices;
use crate::api::views::save_layout;
use crate::domain::column::{Layout, Placed, WIDTHS};
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The button, and the form that it opens.
#[component]
pub fn LayoutButton(
    /// The layout on screen.
    layout: RwSignal<Layout>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="layout-button" on:click=move |_| open.set(true)>"表示設定"</button>
        {move || open.get().then(|| layout_form(layout, open))}
    }
}

/// The form. What is changed is seen at once, and kept when the form closes.
fn layout_form(layout: RwSignal<Layout>, open: RwSignal<bool>) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    show_modal(dialog);
    let notices = Notices::here();
    let close = move |_| {
        open.set(false);
        spawn_local(async move {
            if let Err(error) = save_layout(layout.get_untracked()).await {
                notices.error(&error);
            }
        });
    };
    let heights = [(false, "標準"), (true, "ゆったり")].map(|(tall, label)| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="row-height"
                    prop:checked=move || layout.with(|layout| layout.tall == tall)
                    on:change=move |_| layout.update(|layout| layout.tall = tall)
                />
                {label}
            </label>
        }
    });
    let columns = move || layout.with(|layout| layout.columns().to_vec());
    view! {
        <dialog class="confirm layout-form" aria-labelledby="layout-title" node_ref=dialog on:close=close>
            <h2 id="layout-title">"表示設定"</h2>
            <fieldset class="choices"><legend>"行の高さ"</legend>{heights.collect_view()}</fieldset>
            <ul>
                <For each=columns key=|placed| placed.column let:placed><ColumnRow layout placed/></For>
            </ul>
            <form method="dialog" class="confirm-buttons">
                <button type="button" on:click=move |_| layout.set(Layout::default())>"最初の表示に戻す"</button>
                <button type="submit" class="primary">"閉じる"</button>
            </form>
        </dialog>
    }
}

#[component]
fn ColumnRow(layout: RwSignal<Layout>, placed: Placed) -> impl IntoView {
    let column = placed.column;
    let now = Memo::new(move |_| layout.with(|layout| layout.columns().iter().find(|placed| placed.column == column).copied()));
    let shown = move || now.get().is_some_and(|placed| placed.shown);
    let width = move || now.get().and_then(|placed| placed.width).map(|width| width.to_string()).unwrap_or_default();
    let shift = move |by, event: leptos::ev::MouseEvent| {
        layout.update(|layout| layout.shift(column, by));
        // The row is moved in the page, which takes the focus from its buttons.
        let pressed = event_target::<leptos::web_sys::HtmlElement>(&event);
        request_animation_frame(move || drop(pressed.focus()));
    };
    let name = column.label();
    view! {
        <li>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=shown
                    on:change=move |event| {
                        layout.update(|layout| layout.show(column, event_target_checked(&event)));
                        // A column that has to stay is ticked again.
                        event_target::<leptos::web_sys::HtmlInputElement>(&event).set_checked(untrack(shown));
                    }
                />
                {name}
            </label>
            <label>
                <span class="visually-hidden">{name}"の"</span>
                "幅"
                <input
                    type="number"
                    class="num"
                    min=*WIDTHS.start()
                    max=*WIDTHS.end()
                    step="10"
                    placeholder="自動"
                    prop:value=width
                    on:change=move |event| {
                        // More digits than a width has are still too wide.
                        let text = event_target_value(&event);
                        let wanted = (!text.is_empty()).then(|| text.parse().unwrap_or(*WIDTHS.end()));
                        layout.update(|layout| layout.widen(column, wanted));
                        event_target::<leptos::web_sys::HtmlInputElement>(&event).set_value(&untrack(width));
                    }
                />
            </label>
            <button type="button" aria-label=format!("{name}を左へ") on:click=move |event| shift(-1, event)>"←"</button>
            <button type="button" aria-label=format!("{name}を右へ") on:click=move |event| shift(1, event)>"→"</button>
        </li>
    }
}
