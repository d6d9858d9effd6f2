//! Self-diagnosis: from what hurts to how urgent it is, which department, and what it may be.

pub mod ddxplus;
pub mod infer;
