//! The pieces that the settings of a shop are entered with.

use leptos::prelude::*;

/// A line of text with what is wrong with it.
#[component]
pub fn TextField(
    /// What is entered.
    label: &'static str,
    /// The input's id.
    id: &'static str,
    /// What is typed.
    text: RwSignal<String>,
    /// What is wrong with it.
    #[prop(into)]
    fault: Signal<Option<String>>,
    /// A sentence that is always there.
    #[prop(optional)]
    hint: &'static str,
    /// What the input takes: `text`, `url` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
) -> impl IntoView {
    let message_id = format!("{id}-message");
    view! {
        <div class="field" class:field-wrong=move || fault.with(Option::is_some)>
            <label for=id>{label}</label>
            <input
                id=id
                type=kind
                autocomplete=if kind == "password" { "new-password" } else { "off" }
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                aria-invalid=move || fault.with(Option::is_some).to_string()
                aria-describedby=message_id.clone()
            />
            <div id=message_id>
                {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
                {move || fault.get().map(|sentence| view! { <p class="field-error">{sentence}</p> })}
            </div>
        </div>
    }
}

/// One of several, each as a radio button.
#[component]
pub fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    /// What is chosen.
    legend: &'static str,
    /// The group's name in the form.
    name: &'static str,
    /// What there is, with its word.
    options: Vec<(T, &'static str)>,
    /// What is chosen now.
    chosen: RwSignal<T>,
) -> impl IntoView {
    let option = move |(value, word): (T, &'static str)| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=name
                    checked=chosen.get_untracked() == value
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| chosen.set(value)
                />
                {word}
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            {options.into_iter().map(option).collect_view()}
        </fieldset>
    }
}

/// A switch.
#[component]
pub fn Switch(
    /// What is on when it is on.
    #[prop(into)]
    label: String,
    /// Whether it is.
    on: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                checked=on.get_untracked()
                prop:checked=move || on.get()
                on:change=move |event| on.set(event_target_checked(&event))
            />
            {label}
        </label>
    }
}
