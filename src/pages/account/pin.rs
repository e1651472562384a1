//! A PIN for tablets that people share.

use crate::api::account::set_pin;
use crate::components::saving::Saving;
use leptos::prelude::*;

/// The form that sets the PIN, and the button that takes it away.
#[component]
pub fn Pin(
    /// There is one.
    has_pin: bool,
    /// Loads the page anew.
    reload: Callback<()>,
) -> impl IntoView {
    let saving = Saving::new();
    let pin = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        saving.save(set_pin(pin.get_untracked()), "PINを登録しました。".to_owned(), move || reload.try_run(()));
    };
    let remove = move |_| saving.save(set_pin(String::new()), "PINを削除しました。".to_owned(), move || reload.try_run(()));
    view! {
        <section class="card">
            <h2>"PIN"<small class="state">{if has_pin { "登録済" } else { "なし" }}</small></h2>
            <p>"共有端末で「交代」するときに使う4桁から8桁の数字です。PINで交代している間は、管理の操作はできません。"</p>
            <form class="inline-form" on:submit=submit>
                <label class="field">
                    "新しいPIN（数字4～8桁）"
                    <input type="password" required inputmode="numeric" pattern="[0-9０-９]{4,8}" maxlength="8" autocomplete="off" bind:value=pin/>
                </label>
                <button type="submit" class="primary" disabled=move || saving.is_busy()>"PINを登録"</button>
                {has_pin.then(|| view! { <button type="button" disabled=move || saving.is_busy() on:click=remove>"PINを削除"</button> })}
            </form>
        </section>
    }
}
