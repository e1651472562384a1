//! Search by order number, name, phone or slip number.

use crate::api::view::View;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

/// Long enough for the next key, short enough not to be noticed.
const PAUSE: Duration = Duration::from_millis(120);

/// The search box. A form with GET, so that it works without scripts; with them it answers while typing.
#[component]
pub fn Search(
    /// The view on screen.
    #[prop(into)]
    view: Signal<View>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let navigate = use_navigate();
    let search = move || {
        let Some(Some(input)) = input.try_get_untracked() else { return };
        let wanted = View { search: input.value().trim().to_owned(), ..view.get_untracked() };
        if wanted != view.get_untracked() {
            navigate(&wanted.href(), NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        }
    };
    // The box says what is searched for, whatever led to the view. What somebody typed before the scripts came is
    // not what led to it: that is searched for, as if it had been typed now.
    let early = search.clone();
    Effect::new(move |before: Option<()>| {
        let shown = view.with(|view| view.search.clone());
        let Some(input) = input.get() else { return };
        if input.value().trim() == shown {
            return;
        }
        match before {
            None => set_timeout(early.clone(), PAUSE),
            Some(()) => input.set_value(&shown),
        }
    });
    let typed = {
        let search = search.clone();
        leptos::leptos_dom::helpers::debounce(PAUSE, move |_: leptos::ev::Event| search())
    };
    // What else the view asks for goes with the form.
    let others = move || {
        let parameters = view.with(View::parameters).into_iter().filter(|(name, _)| *name != "q");
        parameters.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
    };
    view! {
        <form class="search" method="get" action="/" role="search" on:submit=move |event| { event.prevent_default(); search() }>
            <label>
                <span class="visually-hidden">"検索"</span>
                <input
                    type="search"
                    name="q"
                    placeholder="番号・氏名・電話・伝票・NP取引ID"
                    autocomplete="off"
                    node_ref=input
                    value=view.with_untracked(|view| view.search.clone())
                    on:input=typed
                />
            </label>
            {others}
            <button type="submit">"検索"</button>
        </form>
    }
}
