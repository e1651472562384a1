//! A new password.

use crate::api::account::change_password;
use crate::components::saving::Saving;
use leptos::prelude::*;

/// The form that changes the password.
#[component]
pub fn Password() -> impl IntoView {
    let saving = Saving::new();
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let call = change_password(current.get_untracked(), new.get_untracked());
        saving.save(
            call,
            "パスワードを変更しました。ほかの端末はログアウトしました。".to_owned(),
            move || {
                current.set(String::new());
                new.set(String::new());
            },
        );
    };
    view! {
        <section class="card">
            <h2>"パスワードの変更"</h2>
            <form class="inline-form" on:submit=submit>
                <label class="field">
                    "現在のパスワード"
                    <input type="password" required autocomplete="current-password" bind:value=current/>
                </label>
                <label class="field">
                    "新しいパスワード（12文字以上）"
                    <input type="password" required minlength="12" autocomplete="new-password" bind:value=new/>
                </label>
                <button type="submit" class="primary" disabled=move || saving.is_busy()>"パスワードを変更"</button>
            </form>
            <p class="quiet-text">"変更すると、ほかの端末のログインは終わります。"</p>
        </section>
    }
}
