//! What this process counts for those who watch it. What the database knows is read when it is asked for.

use super::provider::Reply;
use crate::domain::act::{ActKind, ActState};
use prometheus::core::Collector;
use prometheus::{Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder};
use std::time::Duration;

/// Seconds: from an answer at once to NP's timeout.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// The counters of one server.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    calls: HistogramVec,
    acts: IntCounterVec,
    streams: IntGauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let seconds = HistogramOpts::new("desk_np_call_seconds", "Calls to NP, by kind and by what came back.").buckets(SECONDS.to_vec());
        let acts = Opts::new("desk_acts_settled_total", "Calls settled, by kind and by the state the act came to.");
        let streams = IntGauge::new("desk_event_streams", "Browsers listening for changes.").expect(WELL_FORMED);
        let metrics = Self {
            registry: Registry::new(),
            calls: HistogramVec::new(seconds, &["kind", "reply"]).expect(WELL_FORMED),
            acts: IntCounterVec::new(acts, &["kind", "state"]).expect(WELL_FORMED),
            streams,
        };
        for collector in
            [Box::new(metrics.calls.clone()) as Box<dyn Collector>, Box::new(metrics.acts.clone()), Box::new(metrics.streams.clone())]
        {
            metrics.registry.register(collector).expect(WELL_FORMED);
        }
        metrics
    }
}

const WELL_FORMED: &str = "the names are well-formed and differ";

impl Metrics {
    /// A call to NP came to an end.
    pub fn called(&self, kind: ActKind, reply: &Reply, took: Duration) {
        let reply = match reply {
            Reply::Answered(_) => "answered",
            Reply::Unauthorized => "unauthorized",
            Reply::Unreachable => "unreachable",
            Reply::TooMany(_) => "too_many",
            Reply::Lost { .. } => "lost",
        };
        self.calls.with_label_values(&[kind.code(), reply]).observe(took.as_secs_f64());
    }

    /// Acts came to these states.
    pub fn settled(&self, acts: &[(ActKind, ActState)]) {
        for (kind, state) in acts {
            self.acts.with_label_values(&[kind.code(), state.code()]).inc();
        }
    }

    /// A browser listens, until what is returned is dropped.
    pub fn listening(&self) -> Listening {
        self.streams.inc();
        Listening(self.streams.clone())
    }

    /// Everything as Prometheus text, with the open acts that the database tells of: shop, kind, state, how many.
    ///
    /// # Errors
    /// When it cannot be written as text.
    pub fn text(&self, open: &[(String, ActKind, ActState, i64)]) -> Result<String, prometheus::Error> {
        let queue = Opts::new("desk_acts_open", "Acts that have not ended, by shop, kind and state.");
        let queue = IntGaugeVec::new(queue, &["shop", "kind", "state"])?;
        for (shop, kind, state, count) in open {
            queue.with_label_values(&[shop.as_str(), kind.code(), state.code()]).set(*count);
        }
        let mut families = queue.collect();
        families.retain(|family| !family.get_metric().is_empty());
        families.extend(self.registry.gather());
        let mut text = Vec::new();
        TextEncoder::new().encode(&families, &mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

/// Counts a browser as long as it lives.
#[derive(Debug)]
pub struct Listening(IntGauge);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.dec();
    }
}
