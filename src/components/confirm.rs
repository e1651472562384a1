//! One question at a time, in a dialog that keyboard and screen reader understand.

use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use std::sync::Arc;

/// What is asked.
#[derive(Clone)]
pub struct Question {
    /// In one line.
    pub title: String,
    /// What it means.
    pub text: String,
    /// The word on the button that does it.
    pub button: &'static str,
    /// It takes something away.
    pub is_dangerous: bool,
    /// A text to type, when one is needed.
    pub input: Option<Typed>,
    /// What happens then; gets the typed text. Not a [`Callback`]: what asked may be gone from the page by then.
    pub answer: Arc<dyn Fn(String) + Send + Sync>,
}

/// A text that a question asks for.
#[derive(Clone, Copy)]
pub struct Typed {
    /// What it is.
    pub label: &'static str,
    /// The keyboard that a tablet shows for it.
    pub keyboard: &'static str,
    /// Characters, where there is a limit.
    pub longest: Option<u32>,
    /// What it has to look like: the question stays until it does.
    pub pattern: &'static str,
}

/// The page's dialog.
#[derive(Clone, Copy)]
pub struct Confirm(RwSignal<Option<Question>>);

impl Default for Confirm {
    fn default() -> Self {
        Self(RwSignal::new(None))
    }
}

impl Confirm {
    /// Asks.
    pub fn ask(self, question: Question) {
        self.0.set(Some(question));
    }
}

/// The dialog itself; once per page.
#[component]
pub fn ConfirmDialog() -> impl IntoView {
    let confirm: Confirm = expect_context();
    let dialog = NodeRef::<Dialog>::new();
    let input = NodeRef::<Input>::new();
    Effect::new(move |_| {
        let asked = confirm.0.with(Option::is_some);
        #[cfg(feature = "hydrate")]
        if let Some(dialog) = dialog.get() {
            // The only error is that it is open already.
            if asked { drop(dialog.show_modal()) } else { dialog.close() }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = asked;
    });
    let close = move || confirm.0.set(None);
    let answer = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let question = confirm.0.get_untracked();
        close();
        if let Some(question) = question {
            (question.answer)(typed);
        }
    };
    view! {
        <dialog class="confirm" node_ref=dialog aria-labelledby="confirm-title" on:close=move |_| close()>
            {move || {
                confirm.0.get().map(|question| {
                    view! {
                        <form on:submit=answer>
                            <h2 id="confirm-title">{question.title}</h2>
                            <p>{question.text}</p>
                            {question.input.map(|typed| view! { <label class="field">{typed.label}{typed.longest.map(|longest| format!("（{longest}文字まで）"))}<input type="text" node_ref=input required pattern=typed.pattern maxlength=typed.longest inputmode=typed.keyboard autocomplete="off"/></label> })}
                            <div class="confirm-buttons">
                                <button type="button" on:click=move |_| close()>"やめる"</button>
                                <button type="submit" class=if question.is_dangerous { "primary danger" } else { "primary" }>{question.button}</button>
                            </div>
                        </form>
                    }
                })
            }}
        </dialog>
    }
}
