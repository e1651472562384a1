//! お届け希望 and 備考・注意: what buyer and colleagues have written about the order. NP never gets it.

use super::SheetDoor;
use super::door::Form;
use super::draft::Draft;
use crate::api::AppError;
use crate::api::row::OrderRow;
use crate::api::sheet::{Wishes, save_wishes};
use crate::components::focus;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::domain::edit::TextField;
use crate::domain::role::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The texts being typed.
#[derive(Clone, Copy)]
struct WishesText {
    deliver_on: RwSignal<String>,
    deliver_time: RwSignal<String>,
    note: RwSignal<String>,
}

impl WishesText {
    fn new(wishes: &Wishes) -> Self {
        let text = || RwSignal::new(String::new());
        let texts = Self { deliver_on: text(), deliver_time: text(), note: text() };
        texts.fill(wishes);
        texts
    }

    fn fill(self, wishes: &Wishes) {
        self.deliver_on.try_set(wishes.deliver_on.clone());
        self.deliver_time.try_set(wishes.deliver_time.clone());
        self.note.try_set(wishes.note.clone());
    }

    fn read(self) -> Wishes {
        Wishes { deliver_on: self.deliver_on.get(), deliver_time: self.deliver_time.get(), note: self.note.get() }
    }
}

/// The form.
#[component]
pub fn WishesForm(
    /// The order as it stands.
    row: ArcRwSignal<OrderRow>,
) -> impl IntoView {
    let (door, live, notices): (SheetDoor, _, _) = (expect_context(), Live::here(), Notices::here());
    let id = row.with_untracked(|row| row.id);
    let newest = {
        let row = row.clone();
        Memo::new(move |_| row.with(OrderRow::wishes))
    };
    let text = WishesText::new(&newest.get_untracked());
    let Draft { shown, overtaken_by } = Draft::new(newest.get_untracked());
    let is_typed = Memo::new(move |_| shown.with(|shown| text.read() != *shown));
    Draft { shown, overtaken_by }.follow(
        newest,
        is_typed,
        move || untrack(|| text.read()),
        move |wishes| text.fill(wishes),
        door.unsaved(Form::Wishes),
    );
    let busy = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (before, wishes) = (shown.get_untracked(), untrack(|| text.read()));
        busy.set(true);
        spawn_local(async move {
            match save_wishes(id, before, wishes).await {
                Ok(row) => {
                    overtaken_by.try_set(None);
                    // The server writes it in its own way. The sheet may be gone by then.
                    shown.try_set(row.wishes());
                    text.fill(&row.wishes());
                    live.apply(row);
                    notices.done("お届け希望・備考を保存しました。");
                }
                // Said in the form, as soon as the newer row is there.
                Err(AppError::Changed) => live.read(&[id]),
                Err(error) => notices.error(&error),
            }
            busy.try_set(false);
            focus::rescue(&["form.wishes [type=submit]", ".grid"]);
        });
    };
    let is_erased = move || row.with(|row| row.standing.lamps.erased);
    let may = live.may(Right::Act);
    view! {
        <form class="parcel wishes" on:submit=save>
            <h3>"お届け希望・備考"</h3>
            {(!may).then(|| view! { <p class="locked">{AppError::Forbidden.to_string()}</p> })}
            {move || overtaken_by.get().map(|theirs| view! { <p class="overtaken" role="alert">{overtaken(&theirs)}</p> })}
            <fieldset disabled=move || !may || busy.get()>
                {field(TextField::DeliverOn, text.deliver_on)}
                {field(TextField::DeliverTime, text.deliver_time)}
                <div class="field wishes-note">
                    <label for="wish-note">{TextField::Note.label()}</label>
                    <textarea
                        id="wish-note"
                        rows="3"
                        disabled=is_erased
                        prop:value=move || text.note.get()
                        on:input=move |event| text.note.set(event_target_value(&event))
                    ></textarea>
                </div>
                <button type="submit" disabled=move || !is_typed.get()>"備考を保存"</button>
            </fieldset>
        </form>
    }
}

fn field(field: TextField, text: RwSignal<String>) -> impl IntoView {
    let id = format!("wish-{}", field.code());
    view! {
        <div class="field">
            <label for=id.clone()>{field.label()}</label>
            <input
                id=id
                type=if field.is_day() { "date" } else { "text" }
                autocomplete="off"
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        </div>
    }
}

/// What a save would replace.
fn overtaken(theirs: &Wishes) -> String {
    let written: Vec<&str> =
        [&theirs.deliver_on, &theirs.deliver_time, &theirs.note].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let written = if written.is_empty() { "なし".to_owned() } else { written.join("、") };
    format!("ほかの人がお届け希望・備考を変更しました（{written}）。このまま保存すると、ここに入力した内容に置き換わります。")
}
