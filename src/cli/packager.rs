//! `tmforge completions` and `tmforge man`, for those who package the program.

use std::io::{self, Write};

use clap::CommandFactory;
use tmforge::diag::Severity;
use tmforge::{ErrorKind, Result};

use super::args::{Arguments, CompletionsArgs};

/// Prints the completion script of a shell.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<Option<Severity>> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "tmforge", &mut script);
    print(&script)
}

/// Prints the manual page, and one for each command after it.
pub(crate) fn man() -> Result<Option<Severity>> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(ErrorKind::Write)?;
    for subcommand in command.get_subcommands() {
        clap_mangen::Man::new(subcommand.clone())
            .render(&mut page)
            .map_err(ErrorKind::Write)?;
    }
    print(&page)
}

fn print(bytes: &[u8]) -> Result<Option<Severity>> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(ErrorKind::Write)?;
    Ok(None)
}
