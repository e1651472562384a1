//! Which transactions are being asked about right now.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};

use super::ledger::Merchant;
use super::locked;
use super::rules::np_id::NpId;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// A registered transaction.
    Transaction(NpId),
    /// A registration, which has no NP取引ID yet.
    Registration(u64),
}

impl Subject {
    /// A registration by its merchant and 加盟店取引ID.
    pub(crate) fn registration(merchant: Merchant, shop_id: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (merchant, shop_id).hash(&mut hasher);
        Self::Registration(hasher.finish())
    }
}

/// Counts the requests under way per transaction, and how often one came in while another was unanswered.
#[derive(Debug, Default)]
pub(crate) struct InFlight {
    running: HashMap<Subject, u32>,
    overlaps: HashMap<Subject, u32>,
}

impl InFlight {
    /// How often requests about this subject overlapped.
    pub(crate) fn overlaps(&self, subject: Subject) -> u32 {
        self.overlaps.get(&subject).copied().unwrap_or(0)
    }

    /// Notes the start of a request until the guard is dropped: with the answer, or when the caller hangs up and the
    /// server drops the work.
    pub(crate) fn enter(shared: &Arc<Mutex<Self>>, subjects: HashSet<Subject>) -> Guard {
        let mut this = locked(shared);
        for subject in &subjects {
            let running = this.running.entry(*subject).or_default();
            *running += 1;
            if *running > 1 {
                *this.overlaps.entry(*subject).or_default() += 1;
            }
        }
        drop(this);
        Guard { shared: Arc::clone(shared), subjects }
    }
}

/// A request under way.
pub(crate) struct Guard {
    shared: Arc<Mutex<InFlight>>,
    subjects: HashSet<Subject>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        let mut this = locked(&self.shared);
        for subject in &self.subjects {
            if let Some(running) = this.running.get_mut(subject) {
                *running -= 1;
                if *running == 0 {
                    this.running.remove(subject);
                }
            }
        }
    }
}
