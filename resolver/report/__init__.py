"""What a run leaves behind: tables, the run record, a summary, a page to read, and exports.

Enter: the tables of resolver.model and the facts of the run. Leave: files in the user's folder, and text.
Nothing here computes a score or opens an input.
"""

from resolver.report.explanation import legend, render_explanation
from resolver.report.folder import EXPORT_FILES, RUN_FILES, TABLE_FORMATS, require_writable, run_folder
from resolver.report.record import (
    RunFacts,
    build_run_record,
    describe_files,
    describe_list,
    write_run_record,
)
from resolver.report.summary import summary
from resolver.report.tables import csv_text, write_table, write_tables
from resolver.report.text_table import printable
from resolver.report.verdict import agreement, band_reason, kind_reason, none_reason
from resolver.report.web_page import write_report_page
from resolver.report.words import Words, render_words

__all__ = [
    "EXPORT_FILES",
    "RUN_FILES",
    "TABLE_FORMATS",
    "RunFacts",
    "Words",
    "agreement",
    "band_reason",
    "build_run_record",
    "csv_text",
    "describe_files",
    "describe_list",
    "kind_reason",
    "legend",
    "none_reason",
    "printable",
    "render_explanation",
    "render_words",
    "require_writable",
    "run_folder",
    "summary",
    "write_report_page",
    "write_run_record",
    "write_table",
    "write_tables",
]
