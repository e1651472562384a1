//! The rules of signing in.

use crate::api::people::save_sign_in_rules;
use crate::components::saving::Saving;
use leptos::prelude::*;

/// What is changed and not saved yet.
#[derive(Clone, Copy, Default)]
pub struct Draft {
    need_code: RwSignal<Option<bool>>,
    addresses: RwSignal<Option<String>>,
}

/// The form of the rules.
#[component]
pub fn Rules(
    /// As saved.
    managers_need_code: bool,
    /// As saved, one a line.
    allowed_addresses: String,
    /// Where this request came from.
    your_address: String,
    /// What is changed.
    draft: Draft,
    /// Loads the page anew.
    reload: Callback<()>,
) -> impl IntoView {
    let saving = Saving::new();
    let saved = StoredValue::new(allowed_addresses);
    let need_code = move || draft.need_code.get().unwrap_or(managers_need_code);
    let addresses = move || draft.addresses.get().unwrap_or_else(|| saved.get_value());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        saving.save(
            save_sign_in_rules(untrack(need_code), untrack(addresses)),
            "ログインの設定を保存しました。".to_owned(),
            move || {
                draft.need_code.set(None);
                draft.addresses.set(None);
                reload.try_run(());
            },
        );
    };
    view! {
        <section class="card">
            <h2>"ログインの設定"</h2>
            <form class="rules-form" on:submit=submit>
                <label class="check">
                    <input type="checkbox" prop:checked=need_code checked=managers_need_code on:change=move |event| draft.need_code.set(Some(event_target_checked(&event)))/>
                    "管理には2段階認証を必須にする"
                </label>
                <label class="field">
                    "利用できる接続元（空欄ならどこからでも）"
                    <textarea rows="4" prop:value=addresses on:input=move |event| draft.addresses.set(Some(event_target_value(&event))) aria-describedby="addresses-help"></textarea>
                </label>
                <p id="addresses-help" class="quiet-text">
                    {format!("IPアドレスか範囲（192.0.2.0/24 など）を1行に1つ入力します。今の接続元は {your_address} です。ここに含まれない接続元からは、どの画面も使えません。")}
                </p>
                <button type="submit" class="primary" disabled=move || saving.is_busy()>"ログインの設定を保存"</button>
            </form>
        </section>
    }
}
