//! 配達業者設定: NP's fifteen carriers, and what malls and carts call them.

use crate::api::carriers::{CarrierSettings, load_carriers, map_carrier};
use crate::components::notice::Notices;
use crate::components::page::loaded;
use crate::components::part::{self, PartMissing};
use crate::components::saving::Saving;
use crate::components::settings_frame::SettingsFrame;
use crate::domain::carrier::{Carrier, OwnName, ShippedBy};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// The carriers.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(carriers_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn carriers_page() -> Result<AnyView, PartMissing> {
    Ok(loaded("配達業者設定", load_carriers(), |settings| view! { <Carriers settings/> }.into_any()))
}

/// What is mapped now, and the way to change it.
#[derive(Clone, Copy)]
struct Mapping {
    settings: RwSignal<CarrierSettings>,
    saving: Saving,
    notices: Notices,
}

impl Mapping {
    fn set(self, name: String, by: Option<ShippedBy>) {
        self.saving.run(map_carrier(name.clone(), by), move |settings| {
            self.settings.try_set(settings);
            self.notices.done(format!("「{name}」を{}にしました。", by.map_or("対応付けなし", ShippedBy::label)));
        });
    }
}

#[component]
fn Carriers(settings: CarrierSettings) -> impl IntoView {
    let mapping = Mapping { settings: RwSignal::new(settings), saving: Saving::new(), notices: Notices::here() };
    view! {
        <SettingsFrame title="配達業者設定">
            <Unmapped mapping/>
            <TryIt mapping/>
            <OwnNames mapping/>
            <NpCarriers/>
        </SettingsFrame>
    }
}

/// Names on orders at work that nobody has mapped: each stops a 伝票番号同期.
#[component]
fn Unmapped(mapping: Mapping) -> impl IntoView {
    let unmapped = move || {
        mapping
            .settings
            .with(|settings| settings.in_use.iter().filter(|(name, _)| settings.book.find(name).is_none()).cloned().collect::<Vec<_>>())
    };
    let none = move || unmapped().is_empty();
    view! {
        <section class="card">
            <h2>"対応付けが必要な配送業者"</h2>
            <Show when=none>
                <p class="quiet-text">"処理中の受注の配送業者は、すべて対応付けられています。"</p>
            </Show>
            <Show when=move || !none()>
                <p>"次の名前の受注は、伝票番号同期の前に止まります。NP後払いのどの配送業者にあたるかを選んでください。"</p>
            </Show>
            <ul class="carrier-names">
                <For each=unmapped key=Clone::clone let((name, orders))>
                    <li data-carrier=name.clone()>
                        <span>{name.clone()}<small>{format!("{orders}件")}</small></span>
                        <Choice mapping name=name.clone() chosen=None/>
                    </li>
                </For>
            </ul>
        </section>
    }
}

/// A name, and at once what it means.
#[component]
fn TryIt(mapping: Mapping) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let result = move || {
        let name = name.get();
        if name.trim().is_empty() {
            return "モールやカートの配送方法の名前を入れると、NPにどう伝わるかを表示します。".to_owned();
        }
        match mapping.settings.with(|settings| settings.book.find(&name)) {
            Some(by) => format!("→ {}（NPの運送会社コード {}）", by.label(), by.np_code()),
            None => "→ 対応付けられていません。下で配送業者を選ぶと、この名前を登録できます。".to_owned(),
        }
    };
    view! {
        <section class="card">
            <h2>"名前を確かめる・登録する"</h2>
            <div class="carrier-try">
                <label class="field">
                    "配送業者の名前"
                    <input type="text" autocomplete="off" maxlength="200" prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
                </label>
                <output aria-live="polite">{result}</output>
                <Show when=move || !name.with(|name| name.trim().is_empty())>
                    {move || view! { <Choice mapping name=name.get() chosen=None/> }}
                </Show>
            </div>
        </section>
    }
}

#[component]
fn OwnNames(mapping: Mapping) -> impl IntoView {
    let own = move || mapping.settings.with(|settings| settings.book.own.clone());
    view! {
        <section class="card">
            <h2>"登録した名前"</h2>
            <Show when=move || own().is_empty()>
                <p class="quiet-text">"まだありません。佐川急便、ヤマト運輸などのよくある名前は、登録しなくても分かります。"</p>
            </Show>
            <ul class="carrier-names">
                <For each=own key=|own| (own.name.clone(), own.by.code()) let:own>
                    <OwnRow mapping own/>
                </For>
            </ul>
            <p class="quiet-text">"「対象外の配送業者」は、モール詳細設定で「利用する」にした店舗だけが使えます（別途ネットプロテクションズとの契約が必要です）。"</p>
        </section>
    }
}

#[component]
fn OwnRow(mapping: Mapping, own: OwnName) -> impl IntoView {
    let name = own.name.clone();
    let remove = move |_| mapping.set(name.clone(), None);
    let what = format!("{}の登録を", own.name);
    view! {
        <li data-carrier=own.name.clone()>
            <span>{own.name.clone()}</span>
            <Choice mapping name=own.name.clone() chosen=Some(own.by)/>
            <button type="button" class="quiet" disabled=move || mapping.saving.is_busy() on:click=remove>
                <span class="visually-hidden">{what}</span>"削除"
            </button>
        </li>
    }
}

/// Chooses whom a name means. A choice alone changes nothing: arrow keys move it.
#[component]
fn Choice(mapping: Mapping, name: String, chosen: Option<ShippedBy>) -> impl IntoView {
    let label = format!("「{name}」の配送業者");
    let wanted = RwSignal::new(chosen);
    let choose = move |event: leptos::ev::Event| wanted.set(ShippedBy::from_code(&event_target_value(&event)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(by) = wanted.get_untracked() {
            mapping.set(name.clone(), Some(by));
        }
    };
    let option = |by: ShippedBy| view! { <option value=by.code() selected=chosen == Some(by)>{by.label()}</option> };
    let unchanged = move || wanted.get().is_none() || wanted.get() == chosen;
    view! {
        <form class="row-form" on:submit=submit>
            <select aria-label=label on:change=choose>
                {chosen.is_none().then(|| view! { <option value="">"選んでください"</option> })}
                {Carrier::ALL.iter().copied().map(ShippedBy::Listed).chain([ShippedBy::Contracted]).map(option).collect_view()}
            </select>
            <button type="submit" disabled=move || mapping.saving.is_busy() || unchanged()>"登録"</button>
        </form>
    }
}

/// The manual's list with NP's codes.
#[component]
fn NpCarriers() -> impl IntoView {
    let row = |carrier: &Carrier| view! { <tr><td>{carrier.label()}</td><td class="num">{carrier.np_code()}</td></tr> };
    view! {
        <section class="card">
            <h2>"NP後払いでご利用可能な配送業者"</h2>
            <table class="table">
                <thead><tr><th>"配送業者"</th><th class="num">"NPの運送会社コード"</th></tr></thead>
                <tbody>
                    {Carrier::ALL.iter().map(row).collect_view()}
                    <tr><td>{ShippedBy::Contracted.label()}"（ご契約運送会社）"</td><td class="num">{ShippedBy::Contracted.np_code()}</td></tr>
                </tbody>
            </table>
        </section>
    }
}
