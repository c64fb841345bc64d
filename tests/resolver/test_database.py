"""Databases of the stages: they say nothing, however long a query takes."""

from __future__ import annotations

from resolver.database import connected


def test_no_bar_is_drawn() -> None:
    with connected() as connection:
        assert connection.sql("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_settings_are_the_database_s_own() -> None:
    with connected(memory_limit="100MB") as connection:
        assert connection.sql("SELECT current_setting('memory_limit')").fetchall() == [("95.3 MiB",)]
