//! モール詳細設定 of one shop.

mod after;
mod contract;
mod draft;
mod fee;
mod fields;

use crate::api::AppError;
use crate::api::shops::{ShopSettings, ShopSummary, save_shop_settings};
use crate::api::view::View;
use crate::components::notice::Notices;
use crate::domain::shop::{ShopField, SlipSync};
use after::{Connection, Copying, History};
use contract::{Contract, fault_of};
use draft::ShopDraft;
use fee::FeeFields;
use fields::{Choice, Switch, TextField};
use leptos::html::Button;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form, and what follows saving it.
#[component]
pub fn ShopDetails(
    /// What is stored.
    settings: ShopSettings,
    /// All shops, for the names of the others.
    shops: RwSignal<Vec<ShopSummary>>,
) -> impl IntoView {
    let draft = ShopDraft::new(&settings);
    let code = StoredValue::new(settings.code.clone());
    let others = shops.with_untracked(|shops| shops.iter().filter(|shop| shop.code != settings.code).cloned().collect::<Vec<_>>());
    let title = format!("モール詳細設定　{}（{}）", settings.form.name, settings.code);
    let np_is_offered = settings.np_is_offered;
    let settings = RwSignal::new(settings);
    let faults = Memo::new(move |_| draft.read().1);
    let unsaved = Memo::new(move |_| settings.with(|settings| draft.differs(settings)));
    let busy = RwSignal::new(false);
    let next = NodeRef::<Button>::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(draft, settings, shops, busy, next);
    };
    view! {
        <form class="shop-form" on:submit=save>
            <section class="card">
                <h2>{title}</h2>
                <TextField label="店舗名" id="shop-name" text=draft.name fault=fault_of(faults, ShopField::Name)/>
                <TextField label="サイト名" id="site-name" text=draft.site_name fault=fault_of(faults, ShopField::SiteName) hint="与信のときにNPへ送ります。空でもかまいません。"/>
                <TextField label="サイトURL" id="site-url" text=draft.site_url fault=fault_of(faults, ShopField::SiteUrl)/>
            </section>
            {if np_is_offered {
                view! {
                    <section class="card" data-block="np">
                        <h2>"NP後払い設定"</h2>
                        <Contract draft settings faults/>
                        <FeeFields code draft faults/>
                    </section>
                    <Automatic draft settings/>
                }
                    .into_any()
            } else {
                view! { <NotOffered/> }.into_any()
            }}
            <p class="save-bar">
                <button type="submit" class="primary" disabled=move || busy.get()>"設定を保存して次へ進む"</button>
                {move || unsaved.get().then(|| view! { <span class="unsaved">"未保存の変更があります"</span> })}
            </p>
        </form>
        {np_is_offered.then(|| view! { <Connection code unsaved button=next/> })}
        {(!others.is_empty()).then(|| view! { <Copying settings others unsaved/> })}
        <History settings/>
    }
}

/// What the desk does for the shop by itself.
#[component]
fn Automatic(draft: ShopDraft, settings: RwSignal<ShopSettings>) -> impl IntoView {
    let reportable = move || settings.with(|settings| View::from(format!("lane=unsynced&slip=yes&shop={}", settings.code)).href());
    let syncs = SlipSync::ALL.iter().map(|sync| (*sync, sync.label())).collect();
    view! {
        <section class="card">
            <h2>"自動処理"</h2>
            <Switch label="取込時に与信を実行する" on=draft.credit/>
            <Switch label="与信中・保留の結果を自動で確認する" on=draft.check/>
            <Switch label="入金を1日1回確認する" on=draft.payment/>
            <Choice legend="伝票番号の自動同期" name="slip-sync" options=syncs chosen=draft.slip_sync/>
            <Show when=move || draft.slip_sync.get() != SlipSync::Off>
                <p class="field-warning">
                    "伝票番号を入力済みで未報告の受注（この画面を開いたとき"{move || settings.with(|settings| settings.reportable)}
                    "件）も、保存すると条件がそろいしだいNPに報告します。報告は取り消せません。"
                    <a href=reportable>"伝票番号入力済みの受注を見る"</a>
                </p>
            </Show>
        </section>
    }
}

/// The manual's note, with the way there.
#[component]
fn NotOffered() -> impl IntoView {
    view! {
        <section class="card" data-block="np-missing">
            <h2>"NP後払い設定"</h2>
            <p>
                "[NP後払い設定]が表示されていない場合は、"<a href="/settings/payments">"支払い方法"</a>
                "で [NP後払い] にチェックを付け、[設定を保存する] をクリックしてから設定を行ってください。"
            </p>
        </section>
    }
}

fn save(
    draft: ShopDraft,
    settings: RwSignal<ShopSettings>,
    shops: RwSignal<Vec<ShopSummary>>,
    busy: RwSignal<bool>,
    next: NodeRef<Button>,
) {
    let notices = Notices::here();
    let (form, faults) = untrack(|| draft.read());
    let sp_code = match (untrack(|| draft.sp_code_change()), faults.into_iter().next()) {
        (Ok(sp_code), None) => sp_code,
        (Err(sentence), _) | (_, Some((_, sentence))) => return notices.error(&AppError::BadInput(sentence)),
    };
    let (code, version) = settings.with_untracked(|settings| (settings.code.clone(), settings.version));
    busy.set(true);
    spawn_local(async move {
        match save_shop_settings(code, version, form, sp_code).await {
            Ok(stored) => {
                draft.saved(&stored);
                shops.try_update(|shops| shops.iter_mut().filter(|shop| shop.code == stored.code).for_each(|shop| shop.follow(&stored)));
                let then = if stored.np_is_offered { "続けて接続テストで確かめてください。" } else { "" };
                settings.try_set(stored);
                notices.done(format!("設定を保存しました。{then}"));
                busy.try_set(false);
                focus(next);
            }
            Err(error) => notices.error(&error),
        }
        busy.try_set(false);
    });
}

/// 次へ進む: the next thing to do has the focus, once the screen has caught up.
fn focus(button: NodeRef<Button>) {
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || {
        if let Some(button) = button.try_get_untracked().flatten() {
            drop(button.focus());
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = button;
}
