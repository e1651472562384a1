//! Saving the contents of an order.

use super::SheetDoor;
use super::door::Form;
use super::form::OrderForm;
use crate::api::AppError;
use crate::api::sheet::{Sheet, save_contents};
use crate::components::confirm::Question;
use crate::components::focus;
use crate::components::live::Live;
use crate::components::notice::Notices;
use crate::domain::order::Contents;
use crate::domain::preflight::Violation;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Where to after the order was saved.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nowhere.
    Stay,
    /// To the next order of the view.
    Next,
}

/// Saves one order's contents.
#[derive(Clone, Copy)]
pub struct Saver {
    id: i64,
    /// Of the contents that the person began with.
    pub version: RwSignal<i64>,
    /// What the server has.
    pub saved: RwSignal<Option<Contents>>,
    /// What the server found when saving stands beside what the browser finds, until something is typed.
    pub refused: RwSignal<Vec<Violation>>,
    /// A request is under way.
    pub busy: RwSignal<bool>,
    pub live: Live,
    notices: Notices,
    pub door: SheetDoor,
}

impl Saver {
    /// For an open sheet, inside the desk page.
    pub fn new(sheet: &Sheet, form: &OrderForm) -> Self {
        Self {
            id: sheet.row.id,
            version: RwSignal::new(sheet.row.contents_version),
            saved: RwSignal::new(form.read().ok()),
            refused: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            live: Live::here(),
            notices: Notices::here(),
            door: expect_context(),
        }
    }

    /// The same once more brings the same verdict, and costs NP a review.
    pub fn ask_before(self, contents: Contents, then: Then) {
        self.door.confirm.ask(Question {
            title: "NPに送った内容から変わっていません".to_owned(),
            text: "同じ内容で送ると、審査の結果も変わらない可能性があります。".to_owned(),
            button: "このまま送る",
            is_dangerous: false,
            input: None,
            answer: Arc::new(move |_| self.save(contents.clone(), true, then)),
        });
    }

    /// Saves; with `resend` NP gets it at once.
    pub fn save(self, contents: Contents, resend: bool, then: Then) {
        // Asked before: a repaired order leaves the lane, and its place with it.
        let lane = self.live.view.with_untracked(|view| view.lane);
        let next = if then == Then::Next { self.live.book.after(self.id, lane) } else { None };
        let version = self.version.get_untracked();
        self.busy.set(true);
        spawn_local(async move {
            match save_contents(self.id, version, contents.clone(), resend).await {
                Ok(row) => {
                    self.saved.try_set(Some(contents));
                    self.version.try_set(row.contents_version);
                    self.door.unsaved(Form::Contents).try_set(false);
                    self.live.apply(row);
                    self.notices.done(match (resend, then, next) {
                        (_, Then::Next, None) => "保存して、NPに送りました。次の受注は一覧から開いてください。",
                        (true, ..) => "保存して、NPに送りました。",
                        (false, ..) => "保存しました。",
                    });
                    if let Some(next) = next.filter(|_| self.door.is_still_open(self.id)) {
                        self.door.open_at_reason(next);
                    }
                }
                Err(AppError::Invalid(violations)) => drop(self.refused.try_set(violations)),
                // Said in the form, as soon as the newer row is there.
                Err(AppError::Changed) => self.live.read(&[self.id]),
                Err(error) => self.notices.error(&error),
            }
            self.busy.try_set(false);
            // The pressed button could not keep it while it waited.
            focus::rescue(&[".sheet .contents .primary:not(:disabled)", ".sheet-close", ".grid"]);
        });
    }
}
