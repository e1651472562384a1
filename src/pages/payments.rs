//! 支払い方法: which payments the desk works with.

use crate::api::payments::{load_payment_methods, save_payment_methods};
use crate::components::page::loaded;
use crate::components::part::{self, PartMissing};
use crate::components::saving::Saving;
use crate::components::settings_frame::SettingsFrame;
use crate::domain::shop::PaymentMethods;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// What is ticked.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(payments_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn payments_page() -> Result<AnyView, PartMissing> {
    Ok(loaded("支払い方法", load_payment_methods(), |methods| view! { <Methods methods/> }.into_any()))
}

#[component]
fn Methods(methods: PaymentMethods) -> impl IntoView {
    let (np, saving) = (RwSignal::new(methods.np), Saving::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let methods = PaymentMethods { np: np.get_untracked() };
        saving.save(save_payment_methods(methods), "支払い方法を保存しました。".to_owned(), || {});
    };
    view! {
        <SettingsFrame title="支払い方法">
            <form class="card" on:submit=save>
                <p>"利用する支払い方法にチェックを付けます。チェックを付けると、モール詳細設定に [NP後払い設定] が表示されます。"</p>
                <label class="check">
                    <input type="checkbox" checked=np.get_untracked() prop:checked=move || np.get() on:change=move |event| np.set(event_target_checked(&event))/>
                    "NP後払い"
                </label>
                <p class="hint">"チェックを外すと、新しい処理（与信・変更・同期など）は受け付けません。すでに始まった処理は最後まで行い、受注も設定も消えません。"</p>
                <p class="save-bar">
                    <button type="submit" class="primary" disabled=move || saving.is_busy()>"設定を保存する"</button>
                    <a href="/settings/shops">"モール詳細設定へ"</a>
                </p>
            </form>
        </SettingsFrame>
    }
}
