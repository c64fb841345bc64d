"""Many names at once: the parallel path equals the plain one, and survives what can happen to processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from resolver import child_processes
from resolver.model import NAMES, TOKENS
from resolver.names import batch, canonicalise, children, describe_tokens, tokens
from resolver.names.segment_columns import segmented_table

TEXTS = [f"{form} Kraton {number} Завод" for number in range(40) for form in ("ООО", "OOO", "", "JSC")]


def end_children() -> None:
    for child in child_processes._children:
        child_processes.discard(child)
    child_processes._children.clear()


@pytest.fixture(scope="module", autouse=True)
def _children_of_this_file() -> Iterator[None]:
    """One child serves the tests that do not mind: starting one takes seconds."""
    yield
    end_children()


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SMALLEST_SHARE", "SMALLEST_LIVING_SHARE"):
        monkeypatch.setattr(batch, name, 20)
    monkeypatch.setattr(batch, "CHUNK", 16)


def test_nothing_gives_an_empty_table() -> None:
    assert canonicalise([]).schema == NAMES
    assert describe_tokens([]).schema == TOKENS


@pytest.mark.usefixtures("small_shares")
def test_children_equal_the_plain_twin() -> None:
    plain = canonicalise(TEXTS)
    assert canonicalise(TEXTS, jobs=2).equals(plain)
    first = child_processes._children[0]
    assert canonicalise(TEXTS, jobs=2).equals(plain)
    assert child_processes._children[0] is first


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_tasks_hold_all_texts_in_order_and_get_smaller(jobs: int) -> None:
    texts = [str(number) for number in range(103_001)]
    chunks = batch._chunks(texts, jobs)
    sizes = list(map(len, chunks))
    assert [text for chunk in chunks for text in chunk] == texts
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) <= batch.CHUNK
    assert jobs == 1 or sizes[-1] <= batch.LAST_CHUNK
    assert batch._chunks([], jobs) == [[]]


@pytest.mark.usefixtures("small_shares")
def test_none_counts_as_empty_everywhere() -> None:
    texts = [None, *TEXTS, None]
    assert canonicalise(texts, jobs=2).equals(canonicalise(texts))  # type: ignore[arg-type]


@pytest.mark.usefixtures("small_shares")
def test_a_child_that_dies_costs_nothing_but_time() -> None:
    end_children()
    plain = canonicalise(TEXTS)
    ended = child_processes.living(1)[0]
    ended.process.kill()
    ended.process.wait()
    broken = child_processes.living(1)[0]
    assert broken is not ended
    broken.process.kill()
    with pytest.warns(RuntimeWarning, match="same result"):
        task = children.Task("names", SlowFirst(broken))
        made = children._shared([TEXTS[:50], TEXTS[50:]], [broken], task)
    assert [row for table in made for row in table.to_pylist()] == plain.to_pylist()


@pytest.mark.usefixtures("small_shares")
def test_children_segment_as_this_process_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SEGMENTED_AT_ONCE", 16)
    texts = [f"{text}, 720001 Bishkek, INN 7710140679, ON BEHALF OF VOLGA LLC" for text in TEXTS]
    texts += ["TO ORDER", "", "N/A"]
    assert batch.segment_all(texts, jobs=2).equals(segmented_table(texts))
    assert len(child_processes._children) == 1


def hand_over(child: child_processes.Child, work: children._Work) -> None:
    """`children._hand_over`, given up where both sides wait for one another."""
    asking = threading.Thread(target=children._hand_over, args=(child, work), daemon=True)
    asking.start()
    asking.join(timeout=20)
    if asking.is_alive():
        child.process.kill()
        pytest.fail("both sides wait")


def test_a_child_has_its_next_chunk_while_it_is_at_one(tmp_path: Path) -> None:
    patient = tmp_path / "patient.py"  # answers nothing before it has been asked twice
    patient.write_text(
        "import sys\n"
        "from resolver.messages import read_table, write_table\n"
        "from resolver.names.worker import named\n"
        "asked = [read_table(sys.stdin.buffer) for _ in range(2)]\n"
        "for one in asked:\n"
        "    for table in named(one['text'].to_pylist()):\n"
        "        write_table(sys.stdout.buffer, table)\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [sys.executable, str(patient)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    work = children._Work([TEXTS[:10], TEXTS[10:20]], children.Task("names", batch.table_of), deque([0, 1]))
    with process:
        hand_over(child_processes.Child(process, room=child_processes.PIPE_BYTES), work)
    assert pa.concat_tables([work.done[0], work.done[1]]).equals(batch.table_of(TEXTS[:20]))


@pytest.mark.usefixtures("small_shares")
def test_a_question_longer_than_the_pipe_waits_for_the_answer_before() -> None:
    child = child_processes.living(1)[0]
    long = ["ООО " + "Вектор " * 30 + str(number) for number in range(6_000)]  # 2.4 MB each
    work = children._Work([long, long, TEXTS], children.Task("names", batch.table_of), deque(range(3)))
    hand_over(child, work)
    assert [len(work.done[at]) for at in range(3)] == [len(long), len(long), len(TEXTS)]


class SlowFirst:
    """`table_of`, but not before the child is gone."""

    def __init__(self, child: child_processes.Child) -> None:
        self.child = child

    def __call__(self, chunk: list[str]) -> pa.Table:
        self.child.process.wait()
        return batch.table_of(chunk)


@pytest.mark.usefixtures("small_shares")
def test_no_child_can_start(monkeypatch: pytest.MonkeyPatch) -> None:
    end_children()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.warns(RuntimeWarning, match="could be started"):
        assert canonicalise(TEXTS, jobs=2).equals(canonicalise(TEXTS))


def test_scripts_need_no_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "careless.py"
    script.write_text(
        "from resolver.names import batch, canonicalise\n"
        "batch.SMALLEST_SHARE, batch.CHUNK = 20, 16\n"
        "print(canonicalise(['OOO Kraton'] * 100, jobs=2).num_rows)\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(script)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, cwd=Path(__file__).parents[3]
    )
    assert done.stdout == "100\n"
    assert done.stderr == ""


@pytest.mark.usefixtures("small_shares")
def test_tokens_described_by_children_equal_the_plain_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_kept", tokens._Kept(TOKENS.empty_table(), set()))
    names = canonicalise([f"{text} Vekton{at}" for at, text in enumerate(TEXTS)], jobs=2)
    words = [*names["tokens"].combine_chunks().flatten().to_pylist(), "завод"]
    assert set(tokens.all_kept()["token"].to_pylist()) >= set(words[:-1])
    assert describe_tokens(words).equals(tokens.plain_tokens(words))
    assert describe_tokens(words[:3]).equals(tokens.plain_tokens(words[:3]))


def test_several_threads_may_remember_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_kept", tokens._Kept(TOKENS.empty_table(), set()))
    said = [tokens.plain_tokens([f"kraton{at}"]) for at in range(400)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tokens.remember, said))
    assert len(tokens.all_kept()) == len(said)


def test_the_tokens_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_kept", tokens._Kept(TOKENS.empty_table(), set()))
    monkeypatch.setattr(tokens, "TOKENS_KEPT", 3)
    for words in (["a", "b"], ["b", "c", "d"], ["a", "b", "c", "d", "e"]):
        assert describe_tokens(words).equals(tokens.plain_tokens(words))
        assert len(tokens.all_kept()) <= max(3, len(words))


def test_repeated_texts_are_made_once_and_stand_where_they_stood() -> None:
    assert canonicalise([*TEXTS, *reversed(TEXTS)]).equals(batch.plain_table_of([*TEXTS, *reversed(TEXTS)]))


def test_few_texts_are_segmented_by_children_that_run_already(monkeypatch: pytest.MonkeyPatch) -> None:
    shared: list[int] = []
    monkeypatch.setattr(batch, "SMALLEST_LIVING_SHARE", 50)
    texts = [f"ООО Вектор {number}, Москва" for number in range(2 * batch.SMALLEST_LIVING_SHARE)]
    monkeypatch.setattr(
        batch,
        "share_out",
        lambda chunks, task, children: shared.append(children) or [task.make(chunk) for chunk in chunks],
    )
    plain = segmented_table(texts)
    for living in (False, True):
        monkeypatch.setattr(batch, "are_living", lambda living=living: living)
        assert batch.segment_all(texts, jobs=2).equals(plain)
    assert shared == [1], "too few to start a process for, enough for one that runs"
