//! 交代: on a shared tablet, the next person takes over by a PIN. A plain form: it works without scripts too.

use super::login::Waiting;
use crate::api::account::{Colleague, load_colleagues};
use crate::api::json::Json;
use crate::components::part::{self, PartMissing};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page of a shared tablet on which people change places.
pub fn screen() -> AnyView {
    part::screen(|| Box::pin(switch_page()))
}

/// In the part of the WebAssembly that holds the ways in: who is at work does not load it.
#[wasm_split(sign_in_pages, wasm_split_path = leptos::wasm_split, preload(#[doc(hidden)] load_part), fallible)]
pub fn switch_page() -> Result<AnyView, PartMissing> {
    let (person, message) = use_query_map().with_untracked(|query| {
        let told = [("failed", "PINが違います。"), ("trouble", "ただいま交代できません。しばらくしてからもう一度お試しください。")];
        let reason = told.iter().find(|(key, _)| query.get_str(key).is_some()).map(|(_, sentence)| (*sentence).to_owned());
        let message = Waiting::of(query).map(|waiting| waiting.sentence("PIN")).or(reason);
        (query.get_str("person").and_then(|id| id.parse::<i64>().ok()), message)
    });
    let people = OnceResource::<_, Json>::new_with_options(load_colleagues(), true);
    let page = view! {
        <Title text="交代"/>
        <main class="login switch">
            <h1>"交代"</h1>
            <Suspense>
                {move || {
                    let message = message.clone();
                    Suspend::new(async move {
                        match people.await {
                            Ok(people) if people.is_empty() => sentence("PINを登録した人がまだいません。PINはアカウント画面で登録します。".to_owned()).into_any(),
                            Ok(people) => form(people, person, message).into_any(),
                            Err(error) => sentence(error.to_string()).into_any(),
                        }
                    })
                }}
            </Suspense>
            <p><a href="/" rel="external">"交代しないで戻る"</a></p>
        </main>
    };
    Ok(page.into_any())
}

fn form(people: Vec<Colleague>, chosen: Option<i64>, message: Option<String>) -> impl IntoView {
    let choice = |person: Colleague| {
        view! {
            <label class="switch-person">
                <input type="radio" name="person" value=person.id.to_string() required checked=chosen == Some(person.id)/>
                {person.name}
            </label>
        }
    };
    view! {
        <form method="post" action="/session/switch">
            {message.map(|text| view! { <p class="form-error" role="alert">{text}</p> })}
            <fieldset>
                <legend>"だれに交代しますか"</legend>
                {people.into_iter().map(choice).collect_view()}
            </fieldset>
            <label class="field">
                "PIN"
                <input type="password" name="pin" required inputmode="numeric" pattern="[0-9０-９]{4,8}" maxlength="8" autocomplete="off"/>
            </label>
            <button type="submit" class="primary">"交代する"</button>
        </form>
    }
}

fn sentence(text: String) -> impl IntoView {
    view! { <p role="alert">{text}</p> }
}
