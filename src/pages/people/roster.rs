//! The list of accounts, and what 管理 does with each.

use crate::api::AppError;
use crate::api::people::{Person, end_sessions, reset_totp, set_active, set_role};
use crate::components::confirm::{Confirm, Question};
use crate::components::saving::Saving;
use crate::domain::role::Role;
use leptos::prelude::*;
use std::sync::Arc;

/// Every account.
#[component]
pub fn Roster(
    /// By name.
    people: Vec<Person>,
    /// The account of who looks: it is changed elsewhere.
    my_id: i64,
    /// Loads the page anew.
    reload: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="card">
            <h2>"利用者の一覧"</h2>
            <div class="table-scroll">
                <table class="table roster">
                    <thead><tr><th>"利用者名"</th><th>"権限"</th><th>"状態"</th><th>"2段階認証"</th><th>"PIN"</th><th>"最終利用"</th><th>"操作"</th></tr></thead>
                    <tbody>{people.into_iter().map(|person| view! { <Row is_me=person.id == my_id person reload/> }).collect_view()}</tbody>
                </table>
            </div>
            <p class="quiet-text">
                "閲覧は見るだけ、受注は与信と出荷の操作、梱包は伝票番号の入力と出荷報告、管理はすべての操作と設定ができます。自分のアカウントは「アカウント」画面で変更します。"
            </p>
        </section>
    }
}

#[component]
fn Row(person: Person, is_me: bool, reload: Callback<()>) -> impl IntoView {
    let there = |there: bool| if there { "登録済" } else { "なし" };
    let person = StoredValue::new(person);
    person.with_value(|shown| {
        view! {
            <tr data-person=shown.name.clone()>
                <th scope="row">{shown.name.clone()}{is_me.then(|| view! { <small>"（自分）"</small> })}</th>
                <td>{if is_me { shown.role.label().into_any() } else { view! { <RoleForm person=shown.clone() reload/> }.into_any() }}</td>
                <td>{if shown.active { "有効" } else { "停止中" }}</td>
                <td>{there(shown.has_totp)}</td>
                <td>{there(shown.has_pin)}</td>
                <td class="num">{if shown.last_seen.is_empty() { "まだありません".to_owned() } else { shown.last_seen.clone() }}</td>
                <td>{(!is_me).then(|| view! { <Buttons person=shown.clone() reload/> })}</td>
            </tr>
        }
    })
}

/// A choice alone changes nothing: arrow keys move it.
#[component]
fn RoleForm(person: Person, reload: Callback<()>) -> impl IntoView {
    let saving = Saving::new();
    let chosen = RwSignal::new(person.role);
    let choose = move |event| {
        if let Some(role) = Role::from_code(&event_target_value(&event)) {
            chosen.set(role);
        }
    };
    let options = Role::ALL
        .iter()
        .map(|role| view! { <option value=role.code() selected=*role == person.role>{role.label()}</option> })
        .collect_view();
    let name = person.name.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let role = chosen.get_untracked();
        saving.save(set_role(person.id, role), format!("{name} の権限を「{}」にしました。", role.label()), move || {
            reload.try_run(());
        });
    };
    view! {
        <form class="row-form" on:submit=submit>
            <select aria-label=format!("{} の権限", person.name) on:change=choose>{options}</select>
            <button type="submit" disabled=move || saving.is_busy() || chosen.get() == person.role>"変更"</button>
        </form>
    }
}

#[component]
fn Buttons(person: Person, reload: Callback<()>) -> impl IntoView {
    let id = person.id;
    let act = Act { name: StoredValue::new(person.name), saving: Saving::new(), confirm: expect_context(), reload };
    let stop = move |()| {
        let means = "ログインできなくなり、開いている画面もすぐに終わります。あとで有効に戻せます。";
        act.ask("を停止しますか？", means, "停止する", "を停止しました。", move || set_active(id, false));
    };
    let sign_out = move |()| {
        let (question, done) = ("をすべての端末からログアウトさせますか？", "をすべての端末からログアウトさせました。");
        act.ask(question, "入力中の内容は失われます。", "ログアウトさせる", done, move || end_sessions(id));
    };
    let reset =
        move |()| {
            let means = "次からはパスワードだけでログインできます。本人からの依頼であることを確かめてください。";
            act.ask("の2段階認証を解除しますか？", means, "解除する", "の2段階認証を解除しました。", move || reset_totp(id));
        };
    let start = move |()| act.run("を有効にしました。", set_active(id, true));
    let button = move |word: &'static str, press: Callback<()>| {
        view! { <button type="button" disabled=move || act.saving.is_busy() on:click=move |_| press.run(())>{word}</button> }
    };
    view! {
        <div class="row-buttons">
            {if person.active {
                vec![button("停止", Callback::new(stop)), button("全端末ログアウト", Callback::new(sign_out))]
            } else {
                vec![button("有効にする", Callback::new(start))]
            }}
            {person.has_totp.then(|| button("2段階認証を解除", Callback::new(reset)))}
        </div>
    }
}

/// What a row's buttons share.
#[derive(Clone, Copy)]
struct Act {
    name: StoredValue<String>,
    saving: Saving,
    confirm: Confirm,
    reload: Callback<()>,
}

impl Act {
    /// Whose row it is, and the rest of a sentence.
    fn sentence(self, rest: &str) -> String {
        self.name.with_value(|name| format!("{name} {rest}"))
    }

    fn run(self, done: &str, call: impl Future<Output = Result<(), AppError>> + 'static) {
        self.saving.save(call, self.sentence(done), move || self.reload.try_run(()));
    }

    /// Asks first: one wrong click must not take anything away.
    fn ask<F>(self, question: &str, means: &str, button: &'static str, done: &'static str, call: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<(), AppError>> + 'static,
    {
        self.confirm.ask(Question {
            title: self.sentence(question),
            text: means.to_owned(),
            button,
            is_dangerous: true,
            input: None,
            answer: Arc::new(move |_| self.run(done, call())),
        });
    }
}
