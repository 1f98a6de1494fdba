//! Which of several sorted runs has the least record: a tree of losers (Knuth, *The Art of Computer Programming*, volume 3, 5.4.1).
//! When a run goes on, it plays only the matches on its own way up, each against the run that lost there before.

use super::Record;

/// The first records of runs, and which of them is the least.
#[derive(Debug)]
pub(super) struct Tournament<R> {
    /// The first record of each run; nothing of a run that has ended.
    heads: Vec<Option<R>>,
    /// Who has lost each match. The match of number `n` is between the winners of `2n` and `2n + 1`, of which those from the
    /// number of runs on are the runs themselves. Before the first match, who has won all.
    losers: Vec<Player>,
}

/// A run as it plays: one number, which is compared at once, of the lead of its first record and, below it, which run it is.
#[derive(Debug, Clone, Copy)]
struct Player(u128);

impl Player {
    fn new<R: Record>(head: Option<&R>, run: usize) -> Self {
        let lead = head.map_or(u64::MAX, R::lead);
        Self(u128::from(lead) << 64 | run as u128)
    }

    fn has_lead_of(self, other: Self) -> bool {
        (self.0 ^ other.0) >> 64 == 0
    }

    fn run(self) -> usize {
        usize::try_from(self.0 & u128::from(u64::MAX)).unwrap_or(usize::MAX)
    }
}

impl<R: Record> Tournament<R> {
    /// A tournament of runs with these first records.
    pub(super) fn new(heads: Vec<Option<R>>) -> Self {
        let runs = heads.len();
        let players = heads.iter().enumerate();
        let players: Vec<Player> = players.map(|(run, head)| Player::new(head.as_ref(), run)).collect();
        let mut tournament = Self {
            heads,
            losers: players.clone(),
        };
        // who has won each match, then the runs
        let mut winners = [players.as_slice(), &players].concat();
        for number in (1..runs).rev() {
            let (Some(&one), Some(&other)) = (winners.get(2 * number), winners.get(2 * number + 1)) else {
                continue;
            };
            let (winner, loser) = tournament.play(one, other);
            for (of, player) in [(&mut winners, winner), (&mut tournament.losers, loser)] {
                if let Some(place) = of.get_mut(number) {
                    *place = player;
                }
            }
        }
        if let (Some(winner), Some(first)) = (winners.get(1), tournament.losers.first_mut()) {
            *first = *winner;
        }
        tournament
    }

    /// The least of all first records, and which run it is of.
    pub(super) fn least(&self) -> Option<(R, usize)> {
        let run = self.losers.first()?.run();
        let record = *self.heads.get(run)?;
        record.map(|record| (record, run))
    }

    /// Puts `next` in place of the record that is the least, which is of `run`.
    pub(super) fn go_on(&mut self, run: usize, next: Option<R>) {
        let mut winner = Player::new(next.as_ref(), run);
        if let Some(head) = self.heads.get_mut(run) {
            *head = next;
        }
        let mut number = usize::midpoint(self.heads.len(), run);
        while number > 0 {
            let before = self.losers.get(number).copied().unwrap_or(winner);
            let (won, lost) = self.play(winner, before);
            if let Some(place) = self.losers.get_mut(number) {
                *place = lost;
            }
            winner = won;
            number /= 2;
        }
        if let Some(first) = self.losers.first_mut() {
            *first = winner;
        }
    }

    /// Who wins, having the lesser record, and who loses. Nobody can foretell it, so there is no branch to be foretold.
    fn play(&self, one: Player, other: Player) -> (Player, Player) {
        let is_won = if one.has_lead_of(other) {
            self.is_before(one.run(), other.run())
        } else {
            one.0 < other.0
        };
        std::hint::select_unpredictable(is_won, (one, other), (other, one))
    }

    /// Whether the first record of one run comes before that of another.
    #[cold]
    fn is_before(&self, one: usize, other: usize) -> bool {
        let head = |run: usize| self.heads.get(run).and_then(Option::as_ref);
        match (head(one), head(other)) {
            (Some(a), Some(b)) => (a, one) < (b, other),
            (a, _) => a.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_any_number_become_one_order() {
        for count in 0..12_usize {
            let mut runs: Vec<Vec<u64>> = (0..count as u64)
                .map(|run| (0..(run * 7) % 5 * 3).map(|n| u64::MAX - (n * n + run) % 20).collect())
                .collect();
            let mut wanted: Vec<u64> = runs.iter().flatten().copied().collect();
            wanted.sort_unstable();
            for run in &mut runs {
                run.sort_unstable_by(|a, b| b.cmp(a));
            }
            let mut tournament = Tournament::new(runs.iter_mut().map(Vec::pop).collect());
            let mut merged = Vec::new();
            while let Some((record, run)) = tournament.least() {
                merged.push(record);
                tournament.go_on(run, runs[run].pop());
            }
            assert_eq!(merged, wanted, "{count}");
        }
    }
}
