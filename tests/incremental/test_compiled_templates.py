"""Compiled templates that are kept between builds: they are of the code that runs, or none."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, pass_context
from jinja2.runtime import Context

from plugins.incremental.compiled_templates import CompiledTemplates


def plain(value: str) -> str:
    return value


@pass_context
def with_context(_context: Context, value: str) -> str:
    return value


def rendered(folder: Path, version: str, function: object, source: str = "{{ x|shown }}") -> str:
    cache = CompiledTemplates(folder, version)
    environment = Environment(loader=DictLoader({"page": source}), bytecode_cache=cache, autoescape=True)
    environment.filters["shown"] = function
    return environment.get_template("page").render(x="a")


def test_a_filter_that_takes_the_context_from_now_on_gets_it(tmp_path: Path) -> None:
    assert rendered(tmp_path, "one", plain) == "a"
    assert rendered(tmp_path, "two", with_context) == "a"
    assert len(list(tmp_path.iterdir())) == 1, "nothing of the earlier code stays"


def test_the_same_code_takes_what_it_compiled(tmp_path: Path) -> None:
    rendered(tmp_path, "one", plain)
    with pytest.raises(TypeError):
        rendered(tmp_path, "one", with_context)


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    rendered(tmp_path, "one", plain)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-7])
    assert rendered(tmp_path, "one", with_context) == "a"
