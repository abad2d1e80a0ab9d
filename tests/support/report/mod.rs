//! The result of a benchmark: rows that compare figures of one run, as a table, JSON and a plot.

mod json;
mod svg;
mod table;

use std::path::{Path, PathBuf};

use super::load::median;

/// What a ratio is expected to be.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// The row is there for comparison.
    None,
}

impl Goal {
    /// How far a ratio is beyond the goal: 1 where it is just reached, 2 where it is twice as good.
    fn reached(self, ratio: f64) -> Option<f64> {
        match self {
            Self::AtLeast(goal) => Some(ratio / goal),
            Self::AtMost(goal) => Some(goal / ratio),
            Self::None => None,
        }
    }
}

/// A figure of each round.
#[derive(Clone, Debug)]
pub struct Figures {
    /// What was measured: a server, or a size of the data.
    pub of: String,
    pub rounds: Vec<f64>,
}

impl Figures {
    pub fn new(of: &str, rounds: Vec<f64>) -> Self {
        assert!(!rounds.is_empty(), "{of}: no round");
        Self {
            of: of.to_owned(),
            rounds,
        }
    }

    pub fn median(&self) -> f64 {
        median(&self.rounds)
    }
}

/// One comparison.
#[derive(Clone, Debug)]
pub struct Row {
    /// Names the row in JSON, such as `sends.pgbench`.
    pub name: &'static str,
    /// What is compared.
    pub what: String,
    pub unit: &'static str,
    pub measured: Figures,
    pub beside: Figures,
    pub goal: Goal,
}

impl Row {
    /// The measured figure relative to the one beside it.
    pub fn ratio(&self) -> f64 {
        self.measured.median() / self.beside.median()
    }
}

/// The rows of a run.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
    /// Figures that are compared with nothing: name, value, unit.
    facts: Vec<(String, f64, &'static str)>,
}

impl Report {
    /// Adds a row, and prints it.
    pub fn add(&mut self, row: Row) {
        println!("{}", table::line(&row));
        self.rows.push(row);
    }

    /// Adds a figure that is compared with nothing, and prints it.
    pub fn note(&mut self, name: &str, value: f64, unit: &'static str) {
        println!("{name}: {}", table::figure(value, unit));
        self.facts.push((name.to_owned(), value, unit));
    }

    /// Prints the table, and writes it as JSON.
    pub fn finish(&self, json: &Path) {
        println!("\n{}", self.table());
        write(json, &self.json());
    }

    /// Writes the plot.
    pub fn plot(&self, svg: &Path) {
        write(svg, &svg::plot(&self.rows));
    }

    fn table(&self) -> String {
        table::table(&self.rows, &self.facts)
    }

    fn json(&self) -> String {
        json::text(&self.rows, &self.facts)
    }
}

/// A file in the repository.
pub fn file(path: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.expect("this crate is two folders deep").join(path)
}

fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("a file is in a folder");
    std::fs::create_dir_all(folder).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
    println!("wrote {}", path.display());
}
