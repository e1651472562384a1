//! 後払い [NP後払い]

use super::choose::Chooser;
use crate::components::live::Live;
use crate::domain::act::ActKind;
use crate::domain::bulk::Bulk;
use leptos::prelude::*;

const KINDS: [ActKind; 5] = [ActKind::Register, ActKind::Check, ActKind::Update, ActKind::Cancel, ActKind::ReportShipment];

pub(super) fn form(chooser: Chooser) -> AnyView {
    let live = Live::here();
    let button = move |kind: ActKind| {
        // What takes something away does not stand out.
        let class = if kind == ActKind::Cancel { "" } else { "primary" };
        view! {
            <button type="button" class=class disabled=move || chooser.is_busy() on:click=move |_| chooser.preview(Bulk::Act(kind))>
                {kind.label()}
            </button>
        }
    };
    view! {
        <div class="panel-row">
            <label>"後払い"<select aria-label="後払い"><option>"NP後払い"</option></select></label>
            {KINDS.into_iter().filter(|kind| live.may(kind.right())).map(button).collect_view()}
        </div>
    }
    .into_any()
}
