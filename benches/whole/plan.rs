//! All that is run, with the goals that hold for a million units.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Result;
use crate::corpus::Corpora;
use crate::goal::{Goal, Group, MemoryGoal, Work};
use crate::options::{FLOOR, Options};

/// Scripts in Python are not tried with more units: they hold them all, and take their time.
const MOST_UNITS_FOR_SCRIPTS: u32 = 1_000_000;
const MOST_RUNS_OF_SCRIPTS: usize = 3;

/// How much more often than others a run of milliseconds is measured.
const RUNS_OF_SMALL: usize = 4;

const EXACT_MEMORY: MemoryGoal = MemoryGoal::ForUnits {
    megabytes: 32,
    bytes: 24,
};

/// All groups; their corpora are made.
pub(crate) fn groups(corpora: &Corpora, options: &Options) -> Result<Vec<Group>> {
    let plan = Plan { corpora, options };
    let mut groups = vec![plan.tmx()?];
    groups.push(plan.xliff(["the floor: bare quick-xml, XLIFF 1.2", "XLIFF 1.2 → TMX"], "xliff12")?);
    groups.push(plan.xliff(["the floor: bare quick-xml, XLIFF 2.1", "XLIFF 2.1 → TMX"], "xliff21")?);
    groups.push(plan.tsv()?);
    groups.push(plan.scripts()?);
    groups.push(plan.small());
    Ok(groups)
}

struct Plan<'a> {
    corpora: &'a Corpora,
    options: &'a Options,
}

impl Plan<'_> {
    fn tmx(&self) -> Result<Group> {
        let input = self.corpora.file("tmx", self.options.units)?;
        let run = |name: &str, output: &str, args: &[&str]| self.export(name, &input, output, args);
        let floor = |times| Goal::AtMost { beside: 0, times };
        let exact = |times| Goal::AtMost { beside: 1, times };
        let small = MemoryGoal::Megabytes(96);
        let all = "--ignore=case,space,width,punctuation,tags,numbers";
        let works = vec![
            self.floor("the floor: bare quick-xml, TMX", &input)?,
            run("TMX → TMX, exact, two threads", "out.tmx", &["--threads", "2"])
                .with(floor(1.0))
                .with(Goal::Faster { beside: 2, times: 1.7 })
                .within(EXACT_MEMORY),
            run("TMX → TMX, exact, one thread", "out.tmx", &["--threads", "1"])
                .with(floor(1.6))
                .within(EXACT_MEMORY),
            run("TMX → XLIFF 1.2", "out.xlf", &["--to", "xliff-1.2"]).with(floor(1.3)),
            run("TMX → XLIFF 2.1", "out.xlf", &["--to", "xliff-2.1"]).with(floor(1.3)),
            run("TMX → TSV", "out.tsv", &[]).with(floor(1.3)),
            run(
                "TMX → TMX, normalized, all ignored",
                "out.tmx",
                &["--dedup", "normalized", all],
            )
            .with(exact(1.5)),
            run("TMX → TMX, `--memory 64M`", "out.tmx", &["--memory", "64M"])
                .with(Goal::Beside(1))
                .within(small),
            run("TMX → TMX, `--memory 8M`", "out.tmx", &["--memory", "8M"]).with(Goal::Beside(1)),
            run(
                "TMX → TMX, `--keep newest --memory 64M`",
                "out.tmx",
                &["--keep", "newest", "--memory", "64M"],
            )
            .with(Goal::Beside(1))
            .within(small),
            run(
                "TMX → TMX, `--conflicts frequent --memory 64M`",
                "out.tmx",
                &["--conflicts", "frequent", "--memory", "64M"],
            )
            .with(Goal::Beside(1))
            .within(small),
        ];
        Ok(self.group("TMX", works))
    }

    fn xliff(&self, [floor, name]: [&'static str; 2], format: &str) -> Result<Group> {
        let input = self.corpora.file(format, self.options.units)?;
        let works = vec![
            self.floor(floor, &input)?,
            self.export(name, &input, "out.tmx", &[])
                .with(Goal::AtMost { beside: 0, times: 1.3 })
                .within(EXACT_MEMORY),
        ];
        Ok(self.group(name, works))
    }

    fn tsv(&self) -> Result<Group> {
        let input = self.corpora.file("tsv", self.options.units)?;
        let mut awk = self.work("`awk '!seen[$0]++'` on the TSV", "awk".into(), "out.awk");
        awk.args = vec!["!seen[$0]++".into(), input.clone().into()];
        awk.to_stdout = true;
        let works = vec![
            awk,
            self.export("TSV → TMX", &input, "out.tmx", &["-s", "en-US", "-t", "zh-CN"])
                .with(Goal::AtMost { beside: 0, times: 0.5 })
                .within(EXACT_MEMORY),
        ];
        Ok(self.group("TSV → TMX", works))
    }

    fn scripts(&self) -> Result<Group> {
        let units = self.options.units.min(MOST_UNITS_FOR_SCRIPTS);
        let input = self.corpora.file("tmx", units)?;
        let name = format!("TMX → TMX, exact, {units} units");
        let mut works = vec![self.export(&name, &input, "out.tmx", &[])];
        let scripts = [
            ("lxml", "lxml", "dedupe_lxml.py", 17.0),
            ("translate-toolkit", "translate.storage.tmx", "dedupe_toolkit.py", 40.0),
        ];
        for (name, module, script, times) in scripts {
            if !self.corpora.has_module(module) {
                writeln!(io::stderr(), "{name} is not installed, and left out")?;
                continue;
            }
            let beside = works.len();
            if let Some(ours) = works.first_mut() {
                ours.goals.push(Goal::Faster { beside, times });
            }
            let mut peer = self.work(name, self.corpora.python.clone(), "out.peer");
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers").join(script);
            peer.args = vec![script.into(), input.clone().into(), peer.output.clone().into()];
            works.push(peer);
        }
        let mut group = self.group("scripts in Python", works);
        group.runs = group.runs.min(MOST_RUNS_OF_SCRIPTS);
        Ok(group)
    }

    fn small(&self) -> Group {
        let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/text/bridge-opening.txt");
        let work = self
            .export("a raw release of 8 units → TMX", &input, "out.tmx", &[])
            .with(Goal::Within(Duration::from_millis(10)))
            .within(MemoryGoal::Megabytes(12));
        let mut group = self.group("a small release", vec![work]);
        group.runs *= RUNS_OF_SMALL;
        group
    }

    fn group(&self, name: &'static str, works: Vec<Work>) -> Group {
        Group {
            name,
            runs: self.options.runs,
            works,
        }
    }

    fn floor(&self, name: &str, input: &Path) -> Result<Work> {
        let mut work = self.work(name, env::current_exe()?, "out.floor");
        work.args = vec![FLOOR.into(), input.into()];
        work.to_stdout = true;
        Ok(work)
    }

    fn export(&self, name: &str, input: &Path, output: &str, args: &[&str]) -> Work {
        let mut work = self.work(name, env!("CARGO_BIN_EXE_tmforge").into(), output);
        work.args = vec!["export".into(), input.into(), "-o".into(), work.output.clone().into()];
        work.args.extend(args.iter().map(Into::into));
        work
    }

    fn work(&self, name: &str, program: PathBuf, output: &str) -> Work {
        Work {
            name: name.to_owned(),
            program,
            args: Vec::new(),
            output: self.corpora.folder.join(output),
            to_stdout: false,
            goals: Vec::new(),
            memory: MemoryGoal::Any,
        }
    }
}

impl Work {
    fn with(mut self, goal: Goal) -> Self {
        self.goals.push(goal);
        self
    }

    fn within(mut self, memory: MemoryGoal) -> Self {
        self.memory = memory;
        self
    }
}
