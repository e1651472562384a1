//! The rules for the amount, the goods and their sum (np-api.md §3.1, §6).

use super::{Violation, unsafe_text};
use crate::domain::chars::shift_jis_bytes;
use crate::domain::field::{Field, LineField};
use crate::domain::order::{Contents, Line};
use crate::domain::yen::Yen;

/// How far the goods' total may lie above the billed amount.
const SUM_ALLOWANCE: i64 = 3_000;
/// 商品名 in bytes of Shift JIS.
const NAME_LIMIT: usize = 300;

pub(super) fn check_amount(billed: Yen, violations: &mut Vec<Violation>) {
    let message = match billed.0 {
        1..=999_999 => return,
        0 => "最終請求金額が0円のため、与信できません。".to_owned(),
        _ => format!("請求額は1円から999,999円までです（いま{billed}円）。"),
    };
    violations.push(Violation::new("E0100015", Field::BilledAmount, message));
}

pub(super) fn check_lines(lines: &[Line], violations: &mut Vec<Violation>) {
    if lines.is_empty() {
        // NP has no code of its own for it; a missing name is the nearest.
        let message = "商品明細が1行もありません。商品を1行以上入力してください。";
        violations.push(Violation::new("E0100096", Field::Line(LineField::Name), message));
    }
    for (index, line) in (0..).zip(lines) {
        violations.extend(check_line(line).into_iter().map(|violation| Violation {
            line: Some(index),
            message: format!("商品明細{}行目：{}", index + 1, violation.message),
            ..violation
        }));
    }
}

fn check_line(line: &Line) -> Vec<Violation> {
    let mut violations = Vec::new();
    let name = Field::Line(LineField::Name);
    if line.name.trim().is_empty() {
        violations.push(Violation::plain("E0100096", name));
    }
    violations.extend(unsafe_text("E0100097", name, &line.name));
    let bytes = shift_jis_bytes(&line.name);
    if bytes > NAME_LIMIT {
        let message = format!("商品名は{NAME_LIMIT}バイト（全角150文字）以内です（いま{bytes}バイト）。");
        violations.push(Violation::new("E0100098", name, message));
    }
    if !(-99_999..=999_999).contains(&line.price.0) {
        let message = format!("商品単価は-99,999円から999,999円までです（いま{}円）。", line.price);
        violations.push(Violation::new("E0100101", Field::Line(LineField::Price), message));
    }
    if line.quantity == 0 || !(-999..=9_999).contains(&line.quantity) {
        let message = format!("注文数は0を除く-999から9,999までです（いま{}）。", line.quantity);
        violations.push(Violation::new("E0100104", Field::Line(LineField::Quantity), message));
    }
    violations
}

/// NP's own rule, both ways. That the sums are equal is our demand, and is checked where the fee is added.
pub(super) fn check_sum(contents: &Contents, violations: &mut Vec<Violation>) {
    if contents.lines.is_empty() {
        return;
    }
    let billed = contents.billed_amount;
    let Some(total) = contents.lines_total() else {
        violations.push(Violation::plain("E0102004", Field::BilledAmount));
        return;
    };
    if billed > total {
        let message =
            format!("請求額（{billed}円）が商品明細の合計（{total}円）より大きくなっています。送料・手数料の行を確かめてください。");
        violations.push(Violation::new("E0102005", Field::BilledAmount, message));
    } else if total.0.saturating_sub(billed.0) > SUM_ALLOWANCE {
        let message = format!(
            "商品明細の合計（{total}円）と請求額（{billed}円）の差が{}円を超えています。値引きの行を確かめてください。",
            Yen(SUM_ALLOWANCE)
        );
        violations.push(Violation::new("E0102004", Field::BilledAmount, message));
    }
}
