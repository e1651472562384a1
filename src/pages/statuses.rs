//! 受注ステータス: the shop's own words, their order and their colours.

use crate::api::statuses::{StatusSettings, load_statuses, save_statuses};
use crate::components::notice::Notices;
use crate::components::page::loaded;
use crate::components::part::{self, PartMissing};
use crate::components::saving::Saving;
use crate::components::settings_frame::SettingsFrame;
use crate::domain::status::{Colour, OrderStatus, StatusList};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use std::collections::BTreeMap;

/// The list.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(statuses_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn statuses_page() -> Result<AnyView, PartMissing> {
    Ok(loaded("受注ステータス", load_statuses(), |settings| view! { <Statuses settings/> }.into_any()))
}

/// A line of the form. Its key stays while it moves and its name is typed.
#[derive(Clone, Copy)]
struct Line {
    key: usize,
    name: RwSignal<String>,
    colour: RwSignal<Colour>,
}

/// The lines in the order of the screen.
#[derive(Clone, Copy)]
struct Lines {
    lines: RwSignal<Vec<Line>>,
    next_key: StoredValue<usize>,
}

impl Lines {
    fn of(list: StatusList) -> Self {
        let lines = Self { lines: RwSignal::new(Vec::new()), next_key: StoredValue::new(0) };
        for OrderStatus { name, colour } in list.0 {
            lines.add(name, colour);
        }
        lines
    }

    fn add(self, name: String, colour: Colour) {
        let key = self.next_key.get_value();
        self.next_key.set_value(key + 1);
        let line = Line { key, name: RwSignal::new(name), colour: RwSignal::new(colour) };
        self.lines.update(|lines| lines.push(line));
    }

    fn place(self, key: usize) -> Option<usize> {
        self.lines.with(|lines| lines.iter().position(|line| line.key == key))
    }

    /// Moves a line up, which is what the button of the line below does for it, too.
    fn up(self, place: Option<usize>) {
        if let Some(place) = place.filter(|place| *place > 0) {
            self.lines.update(|lines| lines.swap(place - 1, place));
        }
    }

    fn list(self) -> StatusList {
        let status = |line: &Line| OrderStatus { name: line.name.get_untracked(), colour: line.colour.get_untracked() };
        StatusList(self.lines.with_untracked(|lines| lines.iter().map(status).collect()))
    }
}

#[component]
fn Statuses(settings: StatusSettings) -> impl IntoView {
    let (lines, saving, notices) = (Lines::of(settings.list.clone()), Saving::new(), Notices::here());
    let (seen, orders) = (StoredValue::new(settings.list), RwSignal::new(settings.orders));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        saving.run(save_statuses(seen.get_value(), lines.list()), move |saved| {
            seen.try_update_value(|seen| *seen = saved.list);
            orders.try_set(saved.orders);
            notices.done("受注ステータスを保存しました。");
        });
    };
    let unlisted = move || {
        let listed: Vec<String> = lines.lines.with(|lines| lines.iter().map(|line| line.name.get().trim().to_owned()).collect());
        let unlisted = orders.with(|orders| orders.keys().filter(|name| !listed.contains(name)).cloned().collect::<Vec<_>>());
        (!unlisted.is_empty()).then(|| view! { <Unlisted names=unlisted lines/> })
    };
    view! {
        <SettingsFrame title="受注ステータス">
            <form class="card" on:submit=save>
                <p>"受注画面のタブと、処理パネルの「受注ステータスの変更」に、この順に並びます。NPには伝わりません。"</p>
                <ol class="status-list">
                    <For each=move || lines.lines.get() key=|line| line.key let:line>
                        <StatusLine line lines orders/>
                    </For>
                </ol>
                <p>
                    <button type="button" on:click=move |_| lines.add(String::new(), Colour::Gray)>"受注ステータスを追加"</button>
                </p>
                {unlisted}
                <p class="hint">"受注がある受注ステータスは削除できません。名前を変えるときは、新しい名前を追加し、処理パネルで受注を移してから、元の名前を削除します。"</p>
                <p class="save-bar"><button type="submit" class="primary" disabled=move || saving.is_busy()>"設定を保存する"</button></p>
            </form>
        </SettingsFrame>
    }
}

#[component]
fn StatusLine(line: Line, lines: Lines, orders: RwSignal<BTreeMap<String, i64>>) -> impl IntoView {
    let place = move || lines.place(line.key);
    let called = move |what: &'static str| move || format!("「{}」を{what}", line.name.get());
    let count = move || {
        let count = line.name.with(|name| orders.with(|orders| orders.get(name.trim()).copied()));
        count.map(|count| format!("{count}件"))
    };
    let option = move |colour: &'static Colour| {
        view! { <option value=colour.code() selected=line.colour.get_untracked() == *colour prop:selected=move || line.colour.get() == *colour>{colour.label()}</option> }
    };
    let choose = move |event| {
        if let Some(colour) = Colour::from_code(&event_target_value(&event)) {
            line.colour.set(colour);
        }
    };
    let is_last = move || lines.lines.with(|lines| lines.last().is_some_and(|last| last.key == line.key));
    view! {
        <li>
            <span class="status" data-colour=move || line.colour.get().code() aria-hidden="true">{move || line.name.get()}</span>
            <input
                type="text"
                aria-label="受注ステータスの名前"
                maxlength="20"
                required
                autocomplete="off"
                value=line.name.get_untracked()
                prop:value=move || line.name.get()
                on:input=move |event| line.name.set(event_target_value(&event))
            />
            <select aria-label=called("表す色") on:change=choose>{Colour::ALL.iter().map(option).collect_view()}</select>
            <span class="num">{count}</span>
            <button type="button" class="quiet" aria-label=called("上へ") disabled=move || place() == Some(0) on:click=move |_| lines.up(untrack(place))>"↑"</button>
            <button type="button" class="quiet" aria-label=called("下へ") disabled=is_last on:click=move |_| lines.up(untrack(place).map(|place| place + 1))>"↓"</button>
            <button type="button" class="quiet" aria-label=called("削除") disabled=move || count().is_some() on:click=move |_| lines.lines.update(|lines| lines.retain(|other| other.key != line.key))>"削除"</button>
        </li>
    }
}

/// Words that orders have, from a file or an older list: they have tabs, but no place in the order.
#[component]
fn Unlisted(names: Vec<String>, lines: Lines) -> impl IntoView {
    let button = |name: String| {
        let added = name.clone();
        view! { <button type="button" on:click=move |_| lines.add(added.clone(), Colour::Gray)>{format!("「{name}」を追加")}</button> }
    };
    view! {
        <div class="status-unlisted">
            <p>"一覧にない受注ステータスの受注があります。"</p>
            <p class="card-actions">{names.into_iter().map(button).collect_view()}</p>
        </div>
    }
}
