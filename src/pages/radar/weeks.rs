//! The last weeks: how NP answered, and how long a hold took to become an OK.

use crate::api::radar::Week;
use leptos::prelude::*;

const WIDTH: i64 = 700;
const HEIGHT: i64 = 160;
/// Room around the lines, so that the points at the edges are whole.
const EDGE: i64 = 8;

/// A line: its words and its figures.
type Series = (&'static str, &'static str, fn(&Week) -> i64);

const SERIES: [Series; 3] = [("ok", "与信OK", |week| week.ok), ("hold", "保留", |week| week.hold), ("ng", "与信NG", |week| week.ng)];

#[component]
pub(super) fn Weeks(weeks: Vec<Week>) -> impl IntoView {
    let highest = weeks.iter().flat_map(|week| [week.ok, week.hold, week.ng]).max().unwrap_or_default().max(1);
    let last = i64::try_from(weeks.len()).unwrap_or(1).max(2) - 1;
    let points = |of: fn(&Week) -> i64| {
        let point = |(nth, week): (i64, &Week)| {
            let x = EDGE + nth * (WIDTH - 2 * EDGE) / last;
            let y = HEIGHT - EDGE - of(week) * (HEIGHT - 2 * EDGE) / highest;
            (x, y)
        };
        (0..).zip(&weeks).map(point).collect::<Vec<_>>()
    };
    let line = |(code, _, of): Series| {
        let points = points(of);
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let dots = points.into_iter().map(|(x, y)| view! { <circle cx=x.to_string() cy=y.to_string() r="4"></circle> }).collect_view();
        view! { <g class=format!("radar-line radar-{code}")><polyline points=path.join(" ")></polyline>{dots}</g> }
    };
    let row = |(_, name, of): Series| {
        let cells = weeks.iter().map(|week| view! { <td class="num">{of(week)}</td> }).collect_view();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    };
    let heads = weeks.iter().map(|week| view! { <th class="num">{format!("{}〜", week.from)}</th> }).collect_view();
    let repairs = weeks.iter().map(|week| view! { <td class="num">{week.repair_minutes.map_or_else(|| "−".to_owned(), in_words)}</td> });
    view! {
        <section class="card">
            <h2>"週ごとの与信結果と、保留が与信OKになるまでの時間"</h2>
            <svg class="radar-weeks" viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">{SERIES.map(line).collect_view()}</svg>
            <p class="radar-key" aria-hidden="true">
                {SERIES.map(|(code, name, _)| view! { <i class=format!("radar-{code}")></i>{name}" " }).collect_view()}
            </p>
            <div class="table-scroll">
                <table class="table">
                    <thead><tr><th>"週"</th>{heads}</tr></thead>
                    <tbody>
                        {SERIES.map(row).collect_view()}
                        <tr><th scope="row">"修復までの時間（中央値）"</th>{repairs.collect_view()}</tr>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn in_words(minutes: i64) -> String {
    match minutes {
        0..60 => format!("{minutes}分"),
        60..1_440 => format!("{}時間", minutes / 60),
        _ => format!("{}日", minutes / 1_440),
    }
}
