//! The operator's desk.

mod audit;
mod erasures;
mod figures;
mod people;
mod reports;

pub use audit::{
    ExportFile, ExportQuery, PastChat, PastMessage, PastQuery, Proof, ProofHead, ProofProblem,
    ProofReached, ProofRunning, TextState, TimelineEntry, TimelineList, TimelineParticipant,
    TimelineQuery,
};
pub use erasures::{
    Erasure, ErasureCounts, ErasureList, ErasureRequest, ErasureState, ListedErasure, NewErasure,
};
pub use figures::{
    DayFigures, Statistics, StatisticsQuery, TotalFigures, UnansweredChat, UnansweredList,
};
pub use people::{DeskChat, DeskMember, DeskPerson};
pub use reports::{
    Decision, DeskReport, DeskReportList, NewDecision, ReportState, ReportedMessage, ReportsQuery,
    Resolution,
};
