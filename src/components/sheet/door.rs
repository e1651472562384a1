//! Opening and closing the sheet. What somebody has typed and not saved is not lost without a question.

use crate::api::view::View;
use crate::components::confirm::{Confirm, Question};
use crate::components::live::Live;
use crate::components::part::PartMissing;
use crate::domain::field::Field;
use crate::domain::reason;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::sync::Arc;

/// The browser has gone back by then, if there is anything to go back to.
#[cfg(feature = "hydrate")]
const BACK_WITHIN: std::time::Duration = std::time::Duration::from_millis(300);

/// What ends the sheet.
type Leave = Arc<dyn Fn() + Send + Sync>;

/// The forms of the sheet; each is saved by itself.
#[derive(Clone, Copy)]
pub enum Form {
    /// What NP is asked about.
    Contents,
    /// 配送
    Parcel,
    /// お届け希望・備考
    Wishes,
}

/// Opens and closes the sheet; the address remembers which order is open.
#[derive(Clone, Copy)]
pub struct SheetDoor {
    /// The view that the address names.
    pub view: Memo<View>,
    pub(super) confirm: Confirm,
    /// Where the cursor goes once the sheet of this order is there.
    pub(super) aim: RwSignal<Option<(i64, Field)>>,
    /// Something was typed and not saved, by [`Form`].
    unsaved: [RwSignal<bool>; 3],
    /// The order that is open.
    pub(super) open: Memo<Option<i64>>,
    /// Counts how often the open sheet is to be loaded anew.
    pub(super) reloads: RwSignal<u32>,
}

impl SheetDoor {
    /// The door of a page that shows `view`.
    pub fn new(view: Memo<View>) -> Self {
        let query = use_query_map();
        let unsaved = std::array::from_fn(|_| RwSignal::new(false));
        // Whoever goes to another view, or back, keeps what was typed until it is saved or let go.
        let open = Memo::new(move |before: Option<&Option<i64>>| {
            let asked = query.with(|query| query.get_str("open").and_then(|id| id.parse().ok()));
            before.copied().flatten().filter(|_| is_any(&unsaved)).or(asked)
        });
        let (aim, reloads) = (RwSignal::new(None), RwSignal::new(0));
        Self { view, confirm: expect_context(), aim, unsaved, open, reloads }
    }

    /// Whether this order is open.
    pub fn is_open(self, order_id: i64) -> bool {
        self.open.get() == Some(order_id)
    }

    /// Whether any order is.
    pub fn is_anything_open(self) -> bool {
        self.open.get_untracked().is_some()
    }

    /// Opens an order, with the cursor in a field when one is named.
    pub fn open(self, order_id: i64, field: Option<Field>) {
        // The desk may have been left while the part that asks for this was on its way.
        let Some(open) = self.open.try_get_untracked() else { return };
        let go = move || {
            self.aim.set(field.map(|field| (order_id, field)));
            go(&self.view.with_untracked(|view| view.href_with_sheet(order_id)));
        };
        if open == Some(order_id) { go() } else { self.ask_before("保存せずに開く", go) }
    }

    /// Opens an order of the view, with the cursor in the field that its first reason points at.
    pub(super) fn open_at_reason(self, order_id: i64) {
        let row = Live::here().book.row(order_id);
        let field = row.and_then(|row| row.with_untracked(|row| row.standing.reasons.iter().find_map(|code| reason::explain(code).field)));
        self.open(order_id, field);
    }

    /// Whether this order is still open: not when its sheet was closed, or the desk left, while somebody waited.
    pub(super) fn is_still_open(self, order_id: i64) -> bool {
        self.open.try_get_untracked() == Some(Some(order_id))
    }

    /// Closes the sheet.
    pub fn close(self) {
        self.ask_before("保存せずに閉じる", move || go(&self.view.with_untracked(View::href)));
    }

    /// Loads the open sheet anew; what was typed is let go.
    pub(super) fn reload(self) {
        self.let_go();
        self.reloads.update(|n| *n += 1);
    }

    /// Whether something was typed and not saved.
    pub fn is_unsaved(self) -> bool {
        untrack(|| is_any(&self.unsaved))
    }

    /// Whether something was typed into this form of an order and not saved.
    pub fn is_unsaved_in(self, form: Form, order_id: i64) -> bool {
        self.is_still_open(order_id) && self.unsaved(form).get_untracked()
    }

    /// Whether something was typed into this form and not saved.
    pub(super) const fn unsaved(self, form: Form) -> RwSignal<bool> {
        self.unsaved[form as usize]
    }

    fn let_go(self) {
        for unsaved in self.unsaved {
            unsaved.set(false);
        }
    }

    /// Does something that ends the sheet, after a question when something was typed.
    fn ask_before(self, button: &'static str, leave: impl Fn() + Send + Sync + 'static) {
        if !self.is_unsaved() {
            return leave();
        }
        let leave: Leave = Arc::new(leave);
        spawn_local(async move {
            // The part is there: it is what was typed into.
            let _ = ask(self, button, leave).await;
        });
    }

    /// Asks before a link leads to another order or page, or the browser leaves or goes back. Other views leave the sheet open.
    pub(super) fn guard(self) {
        Effect::new(move |_| {
            let listener = window_event_listener(leptos::ev::beforeunload, move |event| {
                if self.is_unsaved() {
                    event.prevent_default();
                }
            });
            on_cleanup(move || listener.remove());
        });
        #[cfg(feature = "hydrate")]
        crate::browser::leaving::watch(move |address| {
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            let order = query.split('&').find_map(|part| part.strip_prefix("open=")).map(|id| id.parse().ok());
            let leads_on = path != "/" || order.is_some_and(|order| order != self.open.get_untracked());
            let holds = leads_on && self.is_unsaved();
            if holds {
                let button = if order.is_some() { "保存せずに開く" } else { "保存せずに移動" };
                self.ask_before(button, move || go(&address));
            }
            holds
        });
        #[cfg(feature = "hydrate")]
        crate::browser::leaving::watch_back(
            move || is_any(&self.unsaved),
            move |back| {
                self.ask_before("保存せずに戻る", move || {
                    let left = self.open.get_untracked();
                    back();
                    // In a tab that began with this order there is nothing to go back to.
                    set_timeout(
                        move || {
                            if self.open.try_get_untracked() == Some(left) {
                                go(&self.view.with_untracked(View::href));
                            }
                        },
                        BACK_WITHIN,
                    );
                });
            },
        );
    }
}

#[wasm_split(desk_tools, wasm_split_path = leptos::wasm_split, fallible)]
fn ask(door: SheetDoor, button: &'static str, leave: Leave) -> Result<(), PartMissing> {
    door.confirm.ask(Question {
        title: "保存していない変更があります".to_owned(),
        text: "このまま進むと、入力した内容は失われます。".to_owned(),
        button,
        is_dangerous: true,
        input: None,
        answer: Arc::new(move |_| {
            door.let_go();
            leave();
        }),
    });
    Ok(())
}

fn is_any(unsaved: &[RwSignal<bool>]) -> bool {
    unsaved.iter().any(RwSignal::get)
}

fn go(href: &str) {
    use_navigate()(href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
}
