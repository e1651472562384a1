//! 2段階認証: enrolling and giving it up.

use crate::api::account::{Enrolment, begin_totp, confirm_totp, remove_totp};
use crate::components::saving::Saving;
use leptos::prelude::*;

/// The second factor of who is signed in.
#[component]
pub fn SecondFactor(
    /// There is one.
    has_totp: bool,
    /// What to do once it has changed.
    reload: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="card">
            <h2>"2段階認証"<small class="state">{if has_totp { "登録済" } else { "なし" }}</small></h2>
            {if has_totp { view! { <Remove reload/> }.into_any() } else { view! { <Enrol reload/> }.into_any() }}
        </section>
    }
}

#[component]
fn Enrol(reload: Callback<()>) -> impl IntoView {
    let saving = Saving::new();
    let offered: RwSignal<Option<Enrolment>> = RwSignal::new(None);
    let begin = move |_| saving.run(begin_totp(), move |enrolment| offered.set(Some(enrolment)));
    view! {
        <p>"ログインのときに、パスワードに加えて、認証アプリ（Google Authenticator、Microsoft Authenticatorなど）に表示される6桁の数字を入力します。"</p>
        {move || match offered.get() {
            Some(enrolment) => view! { <Confirm enrolment saving reload/> }.into_any(),
            None => view! {
                <p><button type="button" class="primary" disabled=move || saving.is_busy() on:click=begin>"2段階認証を登録する"</button></p>
            }
            .into_any(),
        }}
    }
}

#[component]
fn Confirm(enrolment: Enrolment, saving: Saving, reload: Callback<()>) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let offer = enrolment.offer;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let call = confirm_totp(offer.clone(), code.get_untracked());
        saving.save(call, "2段階認証を登録しました。".to_owned(), move || reload.try_run(()));
    };
    // White around the code, as wide as four squares: cameras need it.
    let around = format!("-4 -4 {0} {0}", enrolment.picture.width + 8);
    view! {
        <ol class="steps">
            <li>
                "認証アプリでQRコードを読み取ります。"
                <svg class="qr" viewBox=around role="img" aria-label="2段階認証を登録するためのQRコード"><path d=enrolment.picture.path></path></svg>
                <p>"読み取れないときは、次のキーを入力してください。"<br/><code class="totp-secret">{enrolment.secret}</code></p>
            </li>
            <li>
                "アプリに表示された6桁の数字を入力します。"
                <form class="inline-form" on:submit=submit>
                    <label class="field">
                        "認証コード"
                        <input type="text" required inputmode="numeric" autocomplete="one-time-code" maxlength="12" bind:value=code/>
                    </label>
                    <button type="submit" class="primary" disabled=move || saving.is_busy()>"確認して登録"</button>
                </form>
            </li>
        </ol>
    }
}

#[component]
fn Remove(reload: Callback<()>) -> impl IntoView {
    let saving = Saving::new();
    let password = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let call = remove_totp(password.get_untracked());
        saving.save(call, "2段階認証を解除しました。".to_owned(), move || reload.try_run(()));
    };
    view! {
        <p>"スマートフォンを替えるときは、解除してから登録し直してください。"</p>
        <form class="inline-form" on:submit=submit>
            <label class="field">
                "現在のパスワード（解除の確認）"
                <input type="password" required autocomplete="current-password" bind:value=password/>
            </label>
            <button type="submit" disabled=move || saving.is_busy()>"2段階認証を解除"</button>
        </form>
    }
}
