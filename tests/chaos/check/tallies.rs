//! What is counted adds up.

use super::Violation;
use crate::evidence::{ActFact, Books};
use std::collections::{BTreeMap, HashMap, HashSet};

pub fn runs_and_lanes_add_up(books: &Books) -> Vec<Violation> {
    [run_lines(books), runs(books), run_acts(books), lanes(books), lane_counts(books)].concat()
}

/// Every line was handled: it became an act that has ended, or says why not.
fn run_lines(books: &Books) -> Vec<Violation> {
    let acts: HashMap<i64, &ActFact> = books.acts.iter().map(|act| (act.id, act)).collect();
    let handled = |line: &&crate::evidence::RunLine| match (&line.outcome, line.act_id) {
        (None, _) => false,
        (Some(outcome), None) => !outcome.is_empty(),
        (Some(_), Some(id)) => {
            acts.get(&id).is_some_and(|act| act.run_id == Some(line.run_id) && (act.state == "done" || act.state == "refused"))
        }
    };
    let open = books.run_lines.iter().filter(|line| !handled(line));
    open.map(|line| Violation::new("every line of a run ends", &line.label, &format!("{line:?}"), "")).collect()
}

/// Imports write no line for what they took over; a bulk run has one for each row.
fn runs(books: &Books) -> Vec<Violation> {
    let mut lines: HashMap<i64, i64> = HashMap::new();
    for line in &books.run_lines {
        *lines.entry(line.run_id).or_default() += 1;
    }
    let short = books.runs.iter().filter(|(id, total)| lines.get(id).is_some_and(|lines| lines != total));
    short
        .map(|(id, total)| Violation::new("a run has a line for each row", &id.to_string(), &format!("{} of {total}", lines[id]), ""))
        .collect()
}

/// A run that went on after a restart did no line twice.
fn run_acts(books: &Books) -> Vec<Violation> {
    let of_lines: Vec<i64> = books.run_lines.iter().filter_map(|line| line.act_id).collect();
    let distinct: HashSet<i64> = of_lines.iter().copied().collect();
    let stray = books.acts.iter().filter(|act| act.run_id.is_some() && !distinct.contains(&act.id));
    let mut found: Vec<Violation> =
        stray.map(|act| Violation::new("an act of a run has a line", &act.reference, &format!("{act:?}"), "")).collect();
    if distinct.len() != of_lines.len() {
        found.push(Violation::new("no two lines of runs share an act", "", &format!("{} of {}", distinct.len(), of_lines.len()), ""));
    }
    found
}

fn lanes(books: &Books) -> Vec<Violation> {
    let wrong = books.orders.iter().filter(|order| order.lamps().lane().code() != order.lane);
    wrong.map(|order| Violation::new("an order stands in its lane", &order.order_number, &format!("{order:?}"), "")).collect()
}

fn lane_counts(books: &Books) -> Vec<Violation> {
    let mut counted: BTreeMap<(i64, &str), i64> = BTreeMap::new();
    for order in &books.orders {
        *counted.entry((order.shop_id, &order.lane)).or_default() += 1;
    }
    let kept: BTreeMap<(i64, &str), i64> =
        books.lane_counts.iter().filter(|(_, _, count)| *count != 0).map(|(shop, lane, count)| ((*shop, lane.as_str()), *count)).collect();
    if counted == kept {
        Vec::new()
    } else {
        vec![Violation::new("lane counts are right", "", &format!("kept {kept:?}, counted {counted:?}"), "")]
    }
}
