//! Figures that cost something to count: asked for soon after a change, and not again for a while.

use super::live::Live;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// What follows a change at once is waited for.
const SOON: Duration = Duration::from_secs(1);
/// Between two countings.
const REST: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    Idle,
    Waiting,
    Resting,
    /// Something has changed since.
    Owing,
}

/// Counts soon after each change of the lanes.
pub fn pace(live: Live, count: impl Fn() + Send + Sync + 'static) {
    follow(live, StoredValue::new(Arc::new(count)));
}

type Count = StoredValue<Arc<dyn Fn() + Send + Sync>>;

fn follow(live: Live, count: Count) {
    let pace = StoredValue::new(Pace::Idle);
    Effect::new(move |before: Option<()>| {
        live.status.track();
        match pace.get_value() {
            _ if before.is_none() => {}
            Pace::Idle => wait(pace, count, SOON),
            Pace::Resting => pace.set_value(Pace::Owing),
            Pace::Waiting | Pace::Owing => {}
        }
    });
}

fn wait(pace: StoredValue<Pace>, count: Count, how_long: Duration) {
    pace.set_value(Pace::Waiting);
    set_timeout(
        move || {
            // The page may be gone by now.
            let Some(count_now) = count.try_get_value() else { return };
            count_now();
            pace.set_value(Pace::Resting);
            set_timeout(move || has_rested(pace, count), REST);
        },
        how_long,
    );
}

fn has_rested(pace: StoredValue<Pace>, count: Count) {
    match pace.try_get_value() {
        Some(Pace::Owing) => wait(pace, count, Duration::ZERO),
        Some(_) => pace.set_value(Pace::Idle),
        None => {}
    }
}
