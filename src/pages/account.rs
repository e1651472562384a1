//! アカウント: what everybody sets for themselves.

mod device;
mod password;
mod pin;
mod second_factor;

use crate::api::account::{Account, load_account, sign_out_everywhere};
use crate::api::json::Json;
use crate::components::confirm::{Confirm, ConfirmDialog, Question};
use crate::components::header::Header;
use crate::components::live::Live;
use crate::components::page::Trouble;
use crate::components::part::{self, PartMissing};
use crate::components::saving::Saving;
use crate::domain::chars::percent_encoded;
use crate::domain::role::OpenedBy;
use device::SharedDevice;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_meta::Title;
use password::Password;
use pin::Pin;
use second_factor::SecondFactor;
use std::sync::Arc;

/// The page of who is signed in.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(account_page()))
}

/// In the part of the WebAssembly that holds the settings: who does not open them does not load it.
#[wasm_split(settings_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn account_page() -> Result<AnyView, PartMissing> {
    let live = Live::here();
    provide_context(Confirm::default());
    let page = Resource::<_, Json>::new_with_options(|| (), |()| load_account(), true);
    let reload = Callback::new(move |()| page.refetch());
    let page = view! {
        <Title text="アカウント"/>
        <Transition>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(account) if account.must_enrol => view! { <EnrolFirst/> }.into_any(),
                    Ok(account) => {
                        live.begin(account.me.clone(), account.status.clone());
                        view! { <Header/> <Own account reload/> }.into_any()
                    }
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Transition>
        <ConfirmDialog/>
    };
    Ok(page.into_any())
}

/// 管理 without the second factor that the desk asks for: nothing else is open before.
#[component]
fn EnrolFirst() -> impl IntoView {
    let go_on = Callback::new(|()| drop(window().location().set_href("/")));
    view! {
        <main class="page account">
            <h1>"2段階認証の登録"</h1>
            <p role="alert">"管理の利用者には2段階認証が必要です。登録すると、ほかの画面を使えるようになります。"</p>
            <SecondFactor has_totp=false reload=go_on/>
            <form method="post" action="/session/end"><button type="submit">"ログアウト"</button></form>
        </main>
    }
}

#[component]
fn Own(account: Account, reload: Callback<()>) -> impl IntoView {
    let me = account.me;
    let sections = match account.opened_by {
        OpenedBy::Password => view! {
            <Password/>
            <SecondFactor has_totp=account.has_totp reload/>
            <Pin has_pin=account.has_pin reload/>
            <SharedDevice shared=me.shared reload/>
        }
        .into_any(),
        OpenedBy::Pin => view! {
            <section class="card">
                <h2>"PINで交代しています"</h2>
                <p>"パスワード、2段階認証、PINの変更と、管理の操作には、パスワードでのログインが必要です。"</p>
                <p><a class="button" href=format!("/login?name={}", percent_encoded(&me.name)) rel="external">"パスワードでログイン"</a></p>
            </section>
        }
        .into_any(),
    };
    view! {
        <main class="page account">
            <h1>"アカウント"</h1>
            <p>{me.name}"（"{me.role.label()}"）"</p>
            {sections}
            <Everywhere/>
        </main>
    }
}

#[component]
fn Everywhere() -> impl IntoView {
    let (saving, confirm) = (Saving::new(), expect_context::<Confirm>());
    let ask = move |_| {
        confirm.ask(Question {
            title: "すべての端末からログアウトしますか？".to_owned(),
            text: "この端末も含めて、このアカウントのログインがすべて終わります。".to_owned(),
            button: "ログアウトする",
            is_dangerous: true,
            input: None,
            answer: Arc::new(move |_| saving.run(sign_out_everywhere(), |()| drop(window().location().set_href("/login")))),
        });
    };
    view! {
        <section class="card">
            <h2>"すべての端末からログアウト"</h2>
            <p>"端末をなくしたときや、ログインしたままの端末があるときに使います。"</p>
            <p><button type="button" on:click=ask disabled=move || saving.is_busy()>"すべての端末からログアウト"</button></p>
        </section>
    }
}
