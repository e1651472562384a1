//! When a lost answer is looked into again (design §4, np-api.md §8).

use std::time::Duration;

/// Waits in units of the first one: 1, 5, 15, 60 and 60 minutes by default. Then a person is asked.
const STEPS: [u32; 5] = [1, 5, 15, 60, 60];

/// The wait before the next attempt after `losses` answers were lost; `None` when the automatic steps are used up.
pub fn wait_after(losses: i64, first: Duration) -> Option<Duration> {
    let step = usize::try_from(losses.max(1) - 1).ok()?;
    STEPS.get(step).map(|factor| jittered(first * *factor))
}

/// The same for a question: the last wait repeats.
pub fn wait_before_question(losses: i64, first: Duration) -> Duration {
    let step = usize::try_from(losses.max(1) - 1).unwrap_or(usize::MAX).min(STEPS.len() - 1);
    jittered(first * STEPS[step])
}

/// ±20 %, so that acts lost together do not come back together.
pub fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(rand::random_range(0.8..1.2))
}

#[cfg(test)]
mod tests {
    use super::{wait_after, wait_before_question};
    use std::time::Duration;

    #[test]
    fn waits_grow_and_end_in_front_of_a_person() {
        let minute = Duration::from_mins(1);
        let waits: Vec<_> = (1..=6).map(|losses| wait_after(losses, minute)).collect();
        assert!(waits[..3].windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
        assert_eq!(waits[5], None);
    }

    #[test]
    fn waiting_for_the_answer_to_a_question_never_ends() {
        assert!(wait_before_question(i64::MAX, Duration::from_mins(1)) <= Duration::from_mins(72));
    }
}
