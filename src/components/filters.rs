//! 絞り込み: what the orders on screen have in common. The address carries it.

use super::focus;
use super::live::Live;
use super::notice::Notices;
use crate::api::view::{Filter, View};
use crate::api::views::{Choices, load_choices};
use crate::domain::dated::Dated;
use crate::domain::lamp::UNSENT;
use crate::domain::order::Day;
use crate::domain::reason::{self, Code};
use crate::domain::yen::Yen;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The button that opens the form, and every condition that is given, each with a cross.
#[component]
pub fn Filters(
    /// The view on screen.
    view: Memo<View>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let count = move || view.with(|view| view.filter.count());
    // Of the rows on screen: those of the address may still be on their way.
    let live = Live::here();
    let unit = move || if live.book.is_counted.get() { "件" } else { "件以上" };
    // Of rows that could not be loaded there is no number.
    let is_known = move || live.book.is_counted.get() || live.book.total.get() > 0;
    let hits =
        move || (is_known() && live.view.with(|view| !view.is_counted())).then(|| view! { <b class="num">{live.book.total}</b>{unit} });
    let chips = move || view.with(|view| conditions(view).into_iter().map(|(text, without)| chip(text, &without)).collect_view());
    view! {
        <div class="filters">
            <button type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                "絞り込み"
                <Show when=move || { count() > 0 }><b class="num">{count}</b></Show>
            </button>
            {chips}
            <span class="hits" role="status">{hits}</span>
        </div>
        {move || open.get().then(|| filter_form(view, open))}
    }
}

/// Each condition in words, with the view without it.
fn conditions(view: &View) -> Vec<(String, View)> {
    let filter = &view.filter;
    let without = |take: fn(&mut Filter)| {
        let mut view = view.clone();
        take(&mut view.filter);
        view
    };
    let yen = |amount: Option<Yen>, word: &str| amount.map(|yen| format!("請求額 {yen}円{word}"));
    let day = |day: Option<Day>, word: &str| day.map(|day| format!("{} {day}{word}", filter.dated.label()));
    let given = [
        (filter.payment.clone(), without(|filter| filter.payment = None)),
        (filter.carrier.clone(), without(|filter| filter.carrier = None)),
        (day(filter.from, "から"), without(|filter| filter.from = None)),
        (day(filter.until, "まで"), without(|filter| filter.until = None)),
        (filter.slip.map(|slip| if slip { "伝票入力済" } else { "伝票未入力" }.to_owned()), without(|filter| filter.slip = None)),
        (yen(filter.least, "以上"), without(|filter| filter.least = None)),
        (yen(filter.most, "以下"), without(|filter| filter.most = None)),
        (filter.reason.clone().map(|code| reason::short(&Code::new(code)).into_owned()), without(|filter| filter.reason = None)),
        (filter.item.clone(), without(|filter| filter.item = None)),
        (filter.unsent.then(|| UNSENT.to_owned()), without(|filter| filter.unsent = false)),
    ];
    given.into_iter().filter_map(|(text, without)| Some((text?, without))).collect()
}

fn chip(text: String, without: &View) -> impl IntoView + use<> {
    let label = format!("条件「{text}」を外す");
    view! { <a class="chip" href=without.href() aria-label=label>{text}<i aria-hidden="true">"×"</i></a> }
}

fn filter_form(view: Memo<View>, open: RwSignal<bool>) -> impl IntoView {
    let choices = RwSignal::new(Choices::default());
    let notices = Notices::here();
    Effect::new(move |_| {
        spawn_local(async move {
            match load_choices().await {
                Ok(loaded) => drop(choices.try_set(loaded)),
                Err(error) => notices.error(&error),
            }
        });
    });
    let typed = RwSignal::new(view.with_untracked(|view| view.filter.clone()));
    // What a tab or a cross has changed meanwhile is changed here, too.
    Effect::new(move |before: Option<Filter>| {
        let now = view.with(|view| view.filter.clone());
        if let Some(before) = before {
            typed.update(|typed| typed.follow(&before, &now));
        }
        now
    });
    let dated = |dated: &'static Dated| {
        let is_chosen = move || typed.with(|filter| filter.dated == *dated);
        view! { <option value=dated.code() prop:selected=is_chosen>{dated.label()}</option> }
    };
    let amounts = [Amount::default(), Amount::default()];
    let is_contradictory = move || typed.with(Filter::is_contradictory);
    let navigate = use_navigate();
    let apply = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if amounts.iter().any(|amount| amount.is_wrong.get_untracked()) || is_contradictory() {
            return;
        }
        let wanted = View { filter: typed.get_untracked(), ..view.get_untracked() };
        navigate(&wanted.href(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        open.set(false);
        focus::rescue(&[".filters > button"]);
    };
    let clear = move |_| {
        for amount in amounts {
            amount.let_go();
        }
        typed.update(|filter| *filter = Filter { status: filter.status.take(), ..Filter::default() });
    };
    view! {
        <form class="filter-form" on:submit=apply>
            {choice("お支払い方法", typed, choices, |choices| &choices.payments, |filter| &mut filter.payment)}
            {choice("配送業者", typed, choices, |choices| &choices.carriers, |filter| &mut filter.carrier)}
            {choice("チェック項目", typed, choices, |choices| &choices.check_items, |filter| &mut filter.item)}
            <label class="field">
                "期間の日付"
                <select on:change=move |event| typed.update(|filter| filter.dated = Dated::from_code(&event_target_value(&event)).unwrap_or_default())>
                    {Dated::ALL.iter().map(dated).collect_view()}
                </select>
            </label>
            {day("期間（から）", typed, |filter| &mut filter.from)}
            {day("期間（まで）", typed, |filter| &mut filter.until)}
            <label class="field">
                "伝票番号"
                <select on:change=move |event| typed.update(|filter| filter.slip = match event_target_value(&event).as_str() { "yes" => Some(true), "no" => Some(false), _ => None })>
                    <option value="">"すべて"</option>
                    <option value="yes" prop:selected=move || typed.with(|filter| filter.slip == Some(true))>"入力済"</option>
                    <option value="no" prop:selected=move || typed.with(|filter| filter.slip == Some(false))>"未入力"</option>
                </select>
            </label>
            <label class="check">
                <input type="checkbox" prop:checked=move || typed.with(|filter| filter.unsent) on:change=move |event| typed.update(|filter| filter.unsent = event_target_checked(&event))/>
                {UNSENT}
            </label>
            {amount("請求額（以上）", typed, amounts[0], |filter| &mut filter.least)}
            {amount("請求額（以下）", typed, amounts[1], |filter| &mut filter.most)}
            {move || is_contradictory().then(|| view! { <p class="field-error" role="alert">"「から」と「まで」、「以上」と「以下」が逆になっています。"</p> })}
            <div class="filter-buttons">
                <button type="submit" class="primary">"絞り込む"</button>
                <button type="button" on:click=clear>"条件をすべて外す"</button>
            </div>
        </form>
    }
}

type Part<T> = fn(&mut Filter) -> &mut Option<T>;

fn choice(
    label: &'static str,
    typed: RwSignal<Filter>,
    choices: RwSignal<Choices>,
    list: fn(&Choices) -> &Vec<String>,
    part: Part<String>,
) -> impl IntoView {
    let chosen = move || typed.with(|filter| part(&mut filter.clone()).clone());
    let options = move || {
        // What the address asks for is offered, also while the list is on its way or when no order has it any more.
        let mut values = choices.with(|choices| list(choices).clone());
        values.extend(chosen().filter(|chosen| !values.contains(chosen)));
        let option = |value: String| {
            let selected = chosen().as_ref() == Some(&value);
            view! { <option value=value.clone() prop:selected=selected>{value.clone()}</option> }
        };
        values.into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        typed.update(|filter| *part(filter) = (!value.is_empty()).then_some(value));
    };
    view! {
        <label class="field">
            {label}
            <select on:change=choose><option value="" prop:selected=move || chosen().is_none()>"すべて"</option>{options}</select>
        </label>
    }
}

fn day(label: &'static str, typed: RwSignal<Filter>, part: Part<Day>) -> impl IntoView {
    let value = move || typed.with(|filter| part(&mut filter.clone()).map(|day| day.to_string()).unwrap_or_default());
    let change = move |event| typed.update(|filter| *part(filter) = Day::parse(&event_target_value(&event)));
    view! { <label class="field">{label}<input type="date" prop:value=value on:change=change/></label> }
}

/// An amount as it is typed. A mistake is told when the field is left, and taken back with the next key: what moved away
/// under a press would swallow it.
#[derive(Clone, Copy)]
struct Amount {
    text: RwSignal<String>,
    is_wrong: RwSignal<bool>,
}

impl Default for Amount {
    fn default() -> Self {
        Self { text: RwSignal::new(String::new()), is_wrong: RwSignal::new(false) }
    }
}

impl Amount {
    fn let_go(self) {
        self.text.set(String::new());
        self.is_wrong.set(false);
    }
}

fn amount(label: &'static str, typed: RwSignal<Filter>, Amount { text, is_wrong }: Amount, part: Part<Yen>) -> impl IntoView {
    // What was changed elsewhere is shown here.
    Effect::new(move |_| {
        let now = typed.with(|filter| *part(&mut filter.clone()));
        if text.with_untracked(|text| Yen::parse(text)) != now {
            text.set(now.map(|yen| yen.0.to_string()).unwrap_or_default());
        }
    });
    let type_in = move |event| {
        text.set(event_target_value(&event));
        is_wrong.set(false);
    };
    let leave = move |_| {
        let (amount, is_blank) = text.with_untracked(|text| (Yen::parse(text).filter(|yen| yen.0 >= 0), text.trim().is_empty()));
        is_wrong.set(amount.is_none() && !is_blank);
        typed.update(|filter| *part(filter) = amount);
    };
    let mistake =
        move || is_wrong.get().then(|| view! { <span class="field-error" role="alert">"金額は円の整数で入力してください。"</span> });
    view! {
        <label class="field">
            {label}
            <input
                type="text"
                inputmode="numeric"
                class="num"
                autocomplete="off"
                aria-invalid=move || is_wrong.get().to_string()
                prop:value=move || text.get()
                on:input=type_in
                on:change=leave
            />
            {mistake}
        </label>
    }
}
