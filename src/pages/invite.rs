//! 招待: whoever was invited chooses a name and a password. A plain form, like the login page.

use crate::api::AppError;
use crate::api::invite::{Offer, Problem, offer};
use crate::api::json::Json;
use crate::components::part::{self, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page that an invitation's link opens.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(invite_page()))
}

/// In the part of the WebAssembly that holds the ways in: who is at work does not load it.
#[wasm_split(sign_in_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn invite_page() -> Result<AnyView, PartMissing> {
    let (token, problem) = use_query_map()
        .with_untracked(|query| (query.get("token").unwrap_or_default(), query.get_str("problem").and_then(Problem::from_code)));
    let found = OnceResource::<Result<Option<Offer>, AppError>, Json>::new_with_options(offer(token.clone()), true);
    let page = view! {
        <Title text="招待"/>
        <main class="login">
            <h1 class="brand">"Atobarai "<b>"Desk"</b></h1>
            <Suspense>
                {
                    let token = token.clone();
                    move || {
                        let token = token.clone();
                        Suspend::new(async move {
                            match found.await {
                                Ok(Some(offer)) => form(token, offer, problem).into_any(),
                                Ok(None) => over(Problem::Over.label().to_owned()).into_any(),
                                Err(error) => over(error.to_string()).into_any(),
                            }
                        })
                    }
                }
            </Suspense>
        </main>
    };
    Ok(page.into_any())
}

fn form(token: String, offer: Offer, problem: Option<Problem>) -> impl IntoView {
    let name = if offer.name.is_empty() {
        view! { <label class="field">"利用者名（ログインに使います）"<input type="text" name="name" required maxlength="40" autocomplete="username" autofocus/></label> }
            .into_any()
    } else {
        view! { <label class="field">"利用者名"<input type="text" name="name" value=offer.name readonly autocomplete="username"/></label> }
            .into_any()
    };
    view! {
        <form method="post" action="/session/invite">
            {problem.map(|problem| view! { <p class="form-error" role="alert">{problem.label()}</p> })}
            <p>{format!("{} さんから「{}」として招待されています。", offer.invited_by, offer.role.label())}</p>
            <input type="hidden" name="token" value=token/>
            {name}
            <label class="field">
                "パスワード（12文字以上）"
                <input type="password" name="password" required minlength="12" autocomplete="new-password"/>
            </label>
            <label class="field">"パスワード（確認のためもう一度）"<input type="password" name="again" required autocomplete="new-password"/></label>
            <button type="submit" class="primary">"登録して始める"</button>
        </form>
    }
}

fn over(sentence: String) -> impl IntoView {
    view! {
        <p class="form-error" role="alert">{sentence}</p>
        <p><a href="/login" rel="external">"ログイン画面へ"</a></p>
    }
}
