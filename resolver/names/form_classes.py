"""What the classes of legal forms (`tables/legal_forms.csv`) say of two names.

Classes are evidence where both names have one. Some say nothing, and a firm of the state passes from one to another.
"""

from __future__ import annotations

COMPATIBLE_FORMS = frozenset({"COMPANY"})
"""Every class calls itself "company" or "firm"; as evidence of a form it is none."""

NO_LEGAL_FORM = COMPATIBLE_FORMS | {"BRANCH"}
"""Classes of names of one file that say nothing of the legal form: a branch is of its head office's."""

JOINT_STOCK = "JSC"

STATE_FORMS = frozenset({"SUE", "INST"})
"""Classes between which, and a joint-stock company, a firm may pass: a unitary enterprise of the state becomes one or an
institution (Federal Law 178-FZ of Russia, art. 13), and translators say enterprise and institution for one another. Of the
pairs of the train half whose names may be one firm (.1 and more), with JSC and SUE 741 of 749 are one firm (eight firms,
against two pairs of firms), with SUE and INST all 325, with JSC and INST all 17, but with JSC and LLC 92 of 127. Of those
whose words all agree, JSC and SUE 84 of 84, JSC and LLC 95 of 124."""

STATE_OWNED = STATE_FORMS | {JOINT_STOCK}
