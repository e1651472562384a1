//! Marks: readable text in an order that forces what NP says about it.
//!
//! NP's own sandbox has triggers, but no public source tells them (np-api.md §11), so these are ours. A mark is written
//! in 【】 anywhere in a name, company, department, address or goods name. Text in 【】 that is no mark, such as 【送料無料】,
//! is left alone. Marks count towards length limits and are read anew from whatever part an update replaces.

use std::time::Duration;

use super::text::narrow;

/// The result a mark forces. The order is that of precedence: an order with several marks gets the greatest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Forced {
    /// 保留 with these reasons.
    Hold(Vec<String>),
    /// NG with this reason.
    Refused(String),
    /// ER, the result `30`.
    Error,
}

/// All marks of one part of an order (purchaser, destination, goods), or of the whole order once joined.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The result to end in; `None` leaves it to the review.
    pub(crate) result: Option<Forced>,
    /// Whether the review takes time even where the contract is a synchronous one.
    pub(crate) takes_time: bool,
    /// Codes to refuse registration or update with.
    pub(crate) errors: Vec<String>,
    /// Codes to refuse the shipment report with.
    pub(crate) shipment_errors: Vec<String>,
    /// Codes to refuse cancellation with.
    pub(crate) cancel_errors: Vec<String>,
    /// The customer pays so long after the shipment report.
    pub(crate) pays_after: Option<Duration>,
    /// NP does not tell whether the customer has paid (`payment_status` 30).
    pub(crate) undisclosed: bool,
    /// The print data of a wiz order has not been downloaded.
    pub(crate) not_printed: bool,
}

impl Marks {
    /// Adds the marks in a text.
    pub(crate) fn read(&mut self, text: &str) {
        split(text, |_| (), |mark| self.join(&mark));
    }

    /// Adds the marks of another part of the order.
    pub(crate) fn join(&mut self, other: &Self) {
        self.result = match (self.result.take(), &other.result) {
            (Some(Forced::Hold(mut mine)), Some(Forced::Hold(theirs))) => {
                add_new(&mut mine, theirs);
                Some(Forced::Hold(mine))
            }
            (mine, theirs) => mine.max(theirs.clone()),
        };
        self.takes_time |= other.takes_time;
        self.undisclosed |= other.undisclosed;
        self.not_printed |= other.not_printed;
        self.pays_after = self.pays_after.or(other.pays_after);
        add_new(&mut self.errors, &other.errors);
        add_new(&mut self.shipment_errors, &other.shipment_errors);
        add_new(&mut self.cancel_errors, &other.cancel_errors);
    }

    /// `None` when there is nothing, so that the many orders without marks cost no memory.
    pub(crate) fn boxed(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

fn add_new(into: &mut Vec<String>, from: &[String]) {
    for code in from {
        if !into.contains(code) {
            into.push(code.clone());
        }
    }
}

/// A text without its marks: what the review looks at, so that the `009` of a mark is no house number and removing a
/// mark does not make another purchaser.
pub(crate) fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    split(text, |kept| plain.push_str(kept), |_| ());
    plain
}

/// Cuts a text into plain stretches and marks.
fn split<'a>(mut rest: &'a str, mut plain: impl FnMut(&'a str), mut mark: impl FnMut(Marks)) {
    const OPEN: char = '【';
    const CLOSE: char = '】';
    while let Some((before, after)) = rest.split_once(OPEN) {
        let found = after.split_once(CLOSE).and_then(|(inner, tail)| Some((understand(inner)?, tail)));
        if let Some((understood, tail)) = found {
            plain(before);
            mark(understood);
            rest = tail;
        } else {
            plain(&rest[..before.len() + OPEN.len_utf8()]);
            rest = after;
        }
    }
    plain(rest);
}

/// The meaning of what stands between the brackets.
fn understand(inner: &str) -> Option<Marks> {
    let inner = narrow(inner).replace(' ', "").to_ascii_uppercase();
    let mut marks = Marks::default();
    if let Some(codes) = inner.strip_prefix("出荷エラー") {
        marks.shipment_errors = codes_of(codes, is_error_code)?;
    } else if let Some(codes) = inner.strip_prefix("取消エラー") {
        marks.cancel_errors = codes_of(codes, is_error_code)?;
    } else if let Some(codes) = inner.strip_prefix("エラー") {
        marks.errors = codes_of(codes, is_error_code)?;
    } else if let Some(result) = inner.strip_prefix("審査中") {
        marks.takes_time = true;
        marks.result = if result.is_empty() { None } else { Some(refusal(result).or_else(|| holds(result))?) };
    } else if let Some(seconds) = inner.strip_prefix("入金").and_then(|rest| rest.strip_suffix('秒')) {
        marks.pays_after = Some(Duration::from_secs(u64::from(seconds.parse::<u32>().ok()?)));
    } else {
        match inner.as_str() {
            "入金" => marks.pays_after = Some(Duration::ZERO),
            "非開示" => marks.undisclosed = true,
            "印字未取得" => marks.not_printed = true,
            result => marks.result = Some(result.strip_prefix("保留").map_or_else(|| refusal(result), holds)?),
        }
    }
    Some(marks)
}

fn holds(codes: &str) -> Option<Forced> {
    codes_of(codes, |code| is_code(code, "RE", 5)).map(Forced::Hold)
}

fn refusal(text: &str) -> Option<Forced> {
    match text {
        "ER" => Some(Forced::Error),
        ng if is_code(ng, "NG", 5) => Some(Forced::Refused(ng.to_owned())),
        _ => None,
    }
}

fn codes_of(list: &str, wanted: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let codes: Vec<String> = list.split([',', '、']).map(str::to_owned).collect();
    codes.iter().all(|code| wanted(code)).then_some(codes)
}

fn is_error_code(code: &str) -> bool {
    is_code(code, "E", 8) || is_code(code, "EPRO", 8)
}

fn is_code(code: &str, prefix: &str, length: usize) -> bool {
    code.len() == length && code.strip_prefix(prefix).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Forced, Marks, without_marks};

    fn read(text: &str) -> Marks {
        let mut marks = Marks::default();
        marks.read(text);
        marks
    }

    fn hold(codes: &[&str]) -> Forced {
        Forced::Hold(codes.iter().map(|code| (*code).to_owned()).collect())
    }

    #[test]
    fn hold_marks_add_up_and_full_width_letters_are_read_alike() {
        assert_eq!(read("見本【保留RE009】ビル【保留ＲＥ０２１，ＲＥ００９】").result, Some(hold(&["RE009", "RE021"])));
    }

    #[test]
    fn the_graver_result_wins_whatever_the_order() {
        assert_eq!(read("【NG001】【保留RE009】").result, Some(Forced::Refused("NG001".into())));
        assert_eq!(read("【保留RE009】【ER】【NG001】").result, Some(Forced::Error));
    }

    #[test]
    fn a_review_mark_may_say_how_it_ends() {
        let marks = read("【審査中RE029】");
        assert!(marks.takes_time);
        assert_eq!(marks.result, Some(hold(&["RE029"])));
        assert_eq!(read("【審査中】").result, None);
    }

    #[test]
    fn other_brackets_are_no_marks_and_stay_in_the_text() {
        for text in ["【送料無料】りんご", "【保留】", "【RE009】", "【NG1】", "【エラーRE009】", "【保留RE009", "【【入金三秒】"]
        {
            assert_eq!(read(text), Marks::default(), "{text}");
            assert_eq!(without_marks(text), text);
        }
    }

    #[test]
    fn a_mark_inside_other_brackets_is_still_found() {
        assert_eq!(without_marks("A【お得【入金3秒】B】"), "A【お得B】");
        assert!(read("A【お得【入金3秒】B】").pays_after.is_some());
    }
}
