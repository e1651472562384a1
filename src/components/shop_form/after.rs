//! What follows saving: 接続テスト, copying to other shops, the history of changes.

use super::fields::Switch;
use crate::api::shops::{ConnectionTest, CopyGroup, ShopChange, ShopSettings, ShopSummary, copy_shop_settings, test_connection};
use crate::components::notice::Notices;
use crate::domain::shop::SlipSync;
use leptos::html::Button;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// 接続テスト of what is stored: what is being typed is saved first.
#[component]
pub fn Connection(
    /// The shop's code.
    code: StoredValue<String>,
    /// There is something that is not saved.
    #[prop(into)]
    unsaved: Signal<bool>,
    /// 次へ進む leads here.
    button: NodeRef<Button>,
) -> impl IntoView {
    let notices = Notices::here();
    let busy = RwSignal::new(false);
    let found: RwSignal<Option<ConnectionTest>> = RwSignal::new(None);
    let test = move |_| {
        busy.set(true);
        found.set(None);
        spawn_local(async move {
            match test_connection(code.get_value()).await {
                Ok(test) => drop(found.try_set(Some(test))),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
        });
    };
    let result = move || {
        found.get().map(|test| {
            let (code, class) = if test.is_good { ("good", "test-good") } else { ("bad", "field-error") };
            view! { <p class=class data-test=code>{test.sentence}</p> }
        })
    };
    view! {
        <section class="card">
            <h2>"接続テスト"</h2>
            <p>"保存された加盟店コード・SPコード・端末IDでNPに接続できるか確かめます。受注には影響しません。"</p>
            <p class="sp-code">
                <button type="button" node_ref=button disabled=move || busy.get() || unsaved.get() on:click=test>"接続テスト"</button>
                {move || unsaved.get().then(|| view! { <span class="field-warning">"未保存の変更があります。保存してからテストしてください。"</span> })}
            </p>
            <div role="status" aria-live="polite">{result}</div>
        </section>
    }
}

/// Copying what is stored to other shops.
#[component]
pub fn Copying(
    /// What is stored here.
    settings: RwSignal<ShopSettings>,
    /// The other shops.
    others: Vec<ShopSummary>,
    /// There is something that is not saved.
    #[prop(into)]
    unsaved: Signal<bool>,
) -> impl IntoView {
    let notices = Notices::here();
    let busy = RwSignal::new(false);
    let groups: Vec<(CopyGroup, RwSignal<bool>)> = CopyGroup::ALL.iter().map(|group| (*group, RwSignal::new(false))).collect();
    let shops: Vec<(ShopSummary, RwSignal<bool>)> = others.into_iter().map(|shop| (shop, RwSignal::new(false))).collect();
    let chosen = StoredValue::new((groups.clone(), shops.clone()));
    let automates = groups.iter().find(|(group, _)| *group == CopyGroup::Automation).map(|(_, on)| *on);
    let warning = move || {
        let reports = settings.with(|settings| settings.form.automation.slip_sync != SlipSync::Off);
        (reports && automates.is_some_and(|on| on.get())).then(|| {
            view! { <p class="field-warning">"コピー先の店舗でも、伝票番号を入力済みで未報告の受注を、条件がそろいしだいNPに報告します。報告は取り消せません。"</p> }
        })
    };
    let copy = move |_| {
        let (groups, shops) = chosen.get_value();
        let groups: Vec<CopyGroup> = groups.into_iter().filter(|(_, on)| on.get_untracked()).map(|(group, _)| group).collect();
        let shops: Vec<String> = shops.into_iter().filter(|(_, on)| on.get_untracked()).map(|(shop, _)| shop.code).collect();
        let (code, version) = settings.with_untracked(|settings| (settings.code.clone(), settings.version));
        let count = shops.len();
        busy.set(true);
        spawn_local(async move {
            match copy_shop_settings(code, version, shops, groups).await {
                Ok(()) => notices.done(format!("{count}店舗に設定をコピーしました。")),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="card">
            <h2>"他の店舗へコピー"</h2>
            <p>"保存された設定をコピーします。環境・端末ID・加盟店コード・SPコードは店舗ごとの契約のため、コピーしません。"</p>
            <fieldset class="choices">
                <legend>"コピーする項目"</legend>
                {groups.into_iter().map(|(group, on)| view! { <Switch label=group.label() on/> }).collect_view()}
            </fieldset>
            <fieldset class="choices">
                <legend>"コピー先の店舗"</legend>
                {shops.into_iter().map(|(shop, on)| view! { <Switch label=shop.name on/> }).collect_view()}
            </fieldset>
            {warning}
            <p class="sp-code">
                <button type="button" disabled=move || busy.get() || unsaved.get() on:click=copy>"コピーする"</button>
                {move || unsaved.get().then(|| view! { <span class="field-warning">"未保存の変更があります。保存してからコピーしてください。"</span> })}
            </p>
        </section>
    }
}

/// Who changed what.
#[component]
pub fn History(
    /// What is stored, with its history.
    settings: RwSignal<ShopSettings>,
) -> impl IntoView {
    let line = |ShopChange { at, who, what }: ShopChange| view! { <tr><td class="num">{at}</td><td>{who}</td><td>{what}</td></tr> };
    let lines = move || settings.with(|settings| settings.history.clone()).into_iter().map(line).collect_view();
    let none =
        move || settings.with(|settings| settings.history.is_empty()).then(|| view! { <p class="quiet-text">"変更はまだありません。"</p> });
    view! {
        <section class="card">
            <h2>"変更履歴"</h2>
            {none}
            <div class="table-scroll">
                <table class="table history">
                    <thead><tr><th class="num">"日時"</th><th>"利用者"</th><th>"変更内容"</th></tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
}
