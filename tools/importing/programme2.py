"""What the second record has of the programme: lists, members, results, totals, claims and conflicts."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from record.models import Claim, Fact, Milestone
from record.programme import Conflict, Evaluation, Member, Programme, Roster, Total
from record.toml_writer import to_fenced_toml
from tools.importing.bases import SourceDay, basis_of
from tools.importing.evaluations import result_in
from tools.importing.guidance import Guidance
from tools.importing.ledger import Ledger
from tools.importing.report import ImportReport
from tools.importing.rows import SECOND_IMPORT, as_facts, as_model, load

FILES = {
    "peserta": ("roster", "member", "total"),
    "evaluasi": ("evaluation",),
    "tonggak": ("milestone",),
    "pertentangan": ("claim", "conflict"),
}
"""Which tables of programme2.toml go into which file of content/programme/."""
MODELS: Mapping[str, type[Fact]] = {
    "roster": Roster,
    "member": Member,
    "total": Total,
    "evaluation": Evaluation,
    "milestone": Milestone,
    "claim": Claim,
    "conflict": Conflict,
}
NAME = "record2/programme2.toml"
"""Of what the ids of its facts are made, with table and number."""


class Programme2:
    """Turns the rows of programme2.toml into facts, a file for each subject."""

    def __init__(self, guidance: Guidance, days: Mapping[str, SourceDay], ledger: Ledger, report: ImportReport) -> None:
        """`days` are those of our items by `url_key`, from which the basis of a fact's date follows."""
        self._guidance, self._days, self._ledger, self._report = guidance, days, ledger, report

    def run(self, path: Path) -> None:
        """Import all of `path`. Raises `FileProblem` and `StoreFailed`."""
        data = as_facts(self._guidance.with_addresses(load(path)), tuple(MODELS), NAME, SECOND_IMPORT)
        for table in data.keys() - MODELS.keys():
            self._report.not_carried.append(f"{path}: {table}: no file of content/programme/ takes this table")
        for name, tables in FILES.items():
            rows = {table: list(self._facts(path, table, data.get(table, []))) for table in tables}
            if any(rows.values()):
                self._ledger.write(f"programme/{name}.md", to_fenced_toml(Programme.model_validate(rows)))

    def _facts(self, path: Path, table: str, rows: list[dict[str, Any]]) -> Iterator[Fact]:
        for number, row in enumerate(rows, 1):
            where = f"{path}: [[{table}]] {number}"
            self._report.totals[f"programme {table}"] += 1
            if reason := self._guidance.reason_to_skip(f"{path.name}#{table}-{number}"):
                self._report.not_carried.append(f"{where}: {reason}")
            elif fact := as_model(MODELS[table], self._values(table, row, where), where, self._report):
                yield fact

    def _values(self, table: str, row: dict[str, Any], where: str) -> dict[str, Any]:
        values = dict(row)
        if table == "roster" and values.pop("size", len(row["line"])) != len(row["line"]):
            self._report.not_carried.append(f"{where}: size {row['size']}: the list has {len(row['line'])} places")
        if "date" in row:
            values["basis"] = basis_of(row["date"], row.get("precision", "day"), row["sources"], self._days)
        if table == "evaluation":
            judge = self._guidance.judge_of(row["year"], f"{row['measure']}; {row['value']}")
            values |= {"judge": judge} | result_in(row["measure"], row["value"])
        return values
