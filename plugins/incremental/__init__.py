"""Incremental site builds: records which inputs each output file read; renders again only files whose inputs changed.

The pattern is dynamic dependencies with verifying traces and early cutoff, as in Shake and Salsa ("Build systems à la
carte", Mokhov, Mitchell and Peyton Jones, 2018). This package knows nothing of what is built.

    Snapshot ── what the last build saved (BuildState), signatures of inputs and outputs
        │
        ▼
    changed keys ─▶ Changes ─▶ Output.add_files ─▶ rendered by parallel_map, reads recorded by Dependencies
                                     │                                 │
                                     ▼                                 ▼
                               output folder                  traces ─▶ BuildState for the next build

The concepts, all of them:

| concept | is | where |
| --- | --- | --- |
| key, `KeyKind` | the name of an input that may change, and the function that makes it | `keys` |
| `Dependencies` | records the keys read while something is computed | `tracking` |
| `tracked_fields`, `_input`, `_index`, `_property` | attributes that record their reads | `tracking` |
| `query` | a function with early cutoff: its readers depend on its result | `tracking` |
| `Trace` | what a file or a query's result was computed from | `tracking` |
| `Changes` | decides which traces still hold | `changes` |
| `File`, `Output` | output files, rendered if stale, written if their bytes changed | `output` |
| `StatSignature` | tells from metadata that a file is the same | `file_stats` |
| fingerprint | a digest of inputs that are not followed one by one | `fingerprints` |
| `Snapshot` | what a build finds when it begins | `snapshot` |
| `BuildState` | what a build saves for the next | `build_state` |
"""

from pathlib import Path


def state_folder(output: Path) -> Path:
    """The folder in which builds of `output/` save their state: `.output.state/` beside it."""
    return output.with_name(f".{output.name}.state")


def unfinished_mark(output: Path) -> Path:
    """A file that exists from the beginning of a build of `output/` until its very last step is done."""
    return state_folder(output) / "unfinished"
