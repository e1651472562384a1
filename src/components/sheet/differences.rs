//! What NP got, and what is different now.

use crate::domain::difference::{Difference, differences};
use crate::domain::order::Contents;
use leptos::prelude::*;

/// Each field that differs. Nothing while nothing was sent, nothing differs, or a number cannot be read.
#[component]
pub fn Differences(
    /// What NP got the last time.
    sent: Signal<Option<Contents>>,
    /// What is typed.
    now: Signal<Option<Contents>>,
) -> impl IntoView {
    let found = Memo::new(move |_| sent.with(|sent| now.with(|now| Some(differences(sent.as_ref()?, now.as_ref()?)))).unwrap_or_default());
    move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            view! {
                <section class="differences" aria-label="NPに送った内容との違い">
                    <h3>{format!("NPに送った内容との違い（{}か所）", found.len())}</h3>
                    <dl>{found.into_iter().map(line).collect_view()}</dl>
                </section>
            }
        })
    }
}

fn line(Difference { field, line, sent, now }: Difference) -> impl IntoView {
    let label = line.map_or_else(|| field.label().to_owned(), |line| format!("{}行目の{}", line + 1, field.label()));
    let text = |text: String| if text.is_empty() { "（なし）".to_owned() } else { text };
    view! {
        <dt>{label}</dt>
        <dd><del>{text(sent)}</del>" → "<ins>{text(now)}</ins></dd>
    }
}
