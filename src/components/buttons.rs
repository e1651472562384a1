//! The buttons of the お支払い方法 cell. Which ones there are is the domain's decision; what a press does is here.

use super::confirm::{Confirm, Question, Typed};
use super::focus;
use super::live::Live;
use super::notice::Notices;
use super::part::PartMissing;
use super::sheet::{Form, SheetDoor};
use crate::api::AppError;
use crate::api::acts::{ConcernKind, enter_np_id, look_up, press, preview_run};
use crate::api::row::OrderRow;
use crate::domain::act::{ActKind, Press};
use crate::domain::bulk::Bulk;
use crate::domain::lamp::{Credit, Shipment};
use crate::domain::reason;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use std::sync::Arc;

/// The buttons that an order's lamps allow.
#[component]
pub fn Buttons(
    /// The order.
    row: ArcRwSignal<OrderRow>,
) -> impl IntoView {
    let presser = Presser::new(row.clone());
    let buttons = {
        let row = row.clone();
        let live = Live::here();
        Memo::new(move |_| {
            row.with(|row| row.standing.lamps.buttons().into_iter().filter(|button| live.may(button.right())).collect::<Vec<_>>())
        })
    };
    let asking = Memo::new(move |_| {
        let lamps = row.with(|row| row.standing.lamps);
        matches!(lamps.open_act, Some(ActKind::Check | ActKind::CheckPayment)) && lamps.credit != Credit::Sending
    });
    let draw = move |button: Press| {
        let presser = presser.clone();
        view! {
            <button
                type="button"
                class=format!("act act-{}", button.code())
                disabled=move || presser.busy.get()
                on:click=move |_| presser.press(button)
            >
                {button.label()}
            </button>
        }
    };
    view! {
        <div class="buttons">
            <For each=move || buttons.get() key=|button| *button children=draw/>
            {move || asking.get().then(|| view! { <span class="asking">"確認中…"</span> })}
        </div>
    }
}

/// Does what the buttons of one order say.
#[derive(Clone)]
pub struct Presser {
    row: ArcRwSignal<OrderRow>,
    /// A request is under way: a second press would only be refused.
    busy: RwSignal<bool>,
    notices: Notices,
    confirm: Confirm,
    door: SheetDoor,
    live: Live,
}

impl Presser {
    /// For one order, inside the desk page.
    pub fn new(row: ArcRwSignal<OrderRow>) -> Self {
        Self {
            row,
            busy: RwSignal::new(false),
            notices: Notices::here(),
            confirm: expect_context(),
            door: expect_context(),
            live: Live::here(),
        }
    }

    /// Handles a button.
    pub fn press(&self, button: Press) {
        let presser = self.clone();
        // What is meant is the order as it is shown now, not as it is when the tools have come.
        let version = presser.row.with_untracked(|row| row.version);
        spawn_local(async move {
            let notices = presser.notices;
            if pressed(presser, button, version).await.is_err() {
                notices.error(&AppError::Transport);
            }
        });
    }

    fn id(&self) -> i64 {
        self.row.with_untracked(|row| row.id)
    }

    /// Acts on the order as it was at a version; the server refuses when it is another by now.
    fn act(&self, version: i64, kind: ActKind) {
        let id = self.id();
        self.send(None, move || press(id, version, kind));
    }

    /// The sheet, with the cursor in the field that the first reason points at.
    fn open_at_reason(&self) {
        let field = self.row.with_untracked(|row| row.standing.reasons.iter().find_map(|code| reason::explain(code).field));
        self.door.open(self.id(), field);
    }

    /// Asks the server; `done` is said when there is nothing else to be seen at once.
    fn send<F>(&self, done: Option<&'static str>, request: impl FnOnce() -> F + 'static)
    where
        F: Future<Output = Result<OrderRow, AppError>> + 'static,
    {
        let (busy, notices, live) = (self.busy, self.notices, self.live);
        // The second click of two may come before the button is drawn as disabled; an answer, when the button has gone.
        if busy.try_get_untracked() == Some(true) {
            return;
        }
        let (id, order_number) = self.row.with_untracked(|row| (row.id, row.order_number.clone()));
        busy.try_set(true);
        spawn_local(async move {
            match request().await {
                Ok(row) => {
                    live.apply(row);
                    if let Some(done) = done {
                        notices.done(done);
                    }
                }
                Err(error) => {
                    notices.error(&error);
                    if error == AppError::Changed {
                        live.read(&[id]);
                    }
                }
            }
            busy.try_set(false);
            keep_focus(&order_number);
        });
    }
}

/// What a button does: with the other tools of the desk.
#[wasm_split(desk_tools, wasm_split_path = leptos::wasm_split, fallible)]
pub(crate) fn pressed(presser: Presser, button: Press, version: i64) -> Result<(), PartMissing> {
    let sent = match button {
        Press::Register => Some(Form::Contents),
        Press::ReportShipment => Some(Form::Parcel),
        _ => None,
    };
    if sent.is_some_and(|form| presser.door.is_unsaved_in(form, presser.id())) {
        let why = "この受注に保存していない入力があります。保存するか、×で閉じて入力を取り消してから、もう一度押してください。";
        presser.notices.tell(why.to_owned());
        return Ok(());
    }
    match button {
        Press::Register => presser.act(version, ActKind::Register),
        Press::Check => presser.act(version, ActKind::Check),
        Press::ReportShipment => presser.report(version),
        Press::Update | Press::Repair => presser.open_at_reason(),
        Press::Cancel => presser.ask_cancel(),
        Press::EnterNpId => presser.ask_np_id(),
        Press::LookUp => {
            let id = presser.id();
            presser.send(Some("結果の確認を依頼しました。"), move || look_up(id));
        }
    }
    Ok(())
}

impl Presser {
    /// A report cannot be taken back: a parcel that looks wrong is asked about.
    fn report(&self, version: i64) {
        let presser = self.clone();
        spawn_local(async move {
            let kind = ActKind::ReportShipment;
            let concerns = match preview_run(Bulk::Act(kind), vec![presser.id()]).await {
                Ok(preview) => preview.concerns,
                Err(error) => return presser.notices.error(&error),
            };
            let doubts: String =
                concerns.into_iter().filter(|concern| concern.kind == ConcernKind::Doubted).map(|concern| concern.short).collect();
            if doubts.is_empty() {
                return presser.act(version, kind);
            }
            let order_number = presser.row.with_untracked(|row| row.order_number.clone());
            presser.confirm.ask(Question {
                title: format!("{order_number} の伝票番号をこのままNPに報告しますか？"),
                text: format!("{doubts}NPに報告した伝票番号は取り消せません。"),
                button: "このまま報告",
                is_dangerous: true,
                input: None,
                answer: Arc::new(move |_| presser.act(version, kind)),
            });
        });
    }

    /// Cancelling gives the credit back: asked once, and with its consequence after a report.
    fn ask_cancel(&self) {
        let presser = self.clone();
        // What is confirmed is the order as it is described here.
        let (version, order_number, reported) =
            self.row.with_untracked(|row| (row.version, row.order_number.clone(), row.standing.lamps.shipment == Shipment::Synced));
        let consequence = if reported {
            "この受注は伝票番号をNPに報告済みです。キャンセルすると、NPからの立替払いも取り消されます。"
        } else {
            "NPの与信を取り消します。もう一度使うには、与信を実行し直す必要があります。"
        };
        self.confirm.ask(Question {
            title: format!("{order_number} の与信をキャンセルしますか？"),
            text: consequence.to_owned(),
            button: "与信キャンセルを実行",
            is_dangerous: true,
            input: None,
            answer: Arc::new(move |_| presser.act(version, ActKind::Cancel)),
        });
    }

    fn ask_np_id(&self) {
        let presser = self.clone();
        let order_number = self.row.with_untracked(|row| row.order_number.clone());
        self.confirm.ask(Question {
            title: format!("{order_number} のNP取引ID"),
            text: "NPの管理画面でこの受注の取引を探し、NP取引ID（数字11桁）を入力してください。NPに照会して結果を反映します。".to_owned(),
            button: "NPに照会",
            is_dangerous: false,
            input: Some(Typed { label: "NP取引ID", keyboard: "numeric", longest: None, pattern: "\\s*[0-9０-９]{11}\\s*" }),
            answer: Arc::new(move |text: String| {
                let id = presser.id();
                presser.send(Some("NP取引IDで照会しています。"), move || enter_np_id(id, text.clone()));
            }),
        });
    }
}

/// The pressed button may be gone: who works by keyboard goes on from the same row, not from the top of the page.
fn keep_focus(order_number: &str) {
    focus::rescue(&[&format!("[data-order=\"{}\"] .order-number", order_number.replace(['"', '\\'], ""))]);
}
