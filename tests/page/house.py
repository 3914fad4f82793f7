"""Specs whose every name and text is meant to do harm to a page that shows them."""

from __future__ import annotations

import json

SCRIPT = "<script>window.harm = 1</script>"
TABLE = f"</h3>{SCRIPT}"
COLUMN = "\"><img src=x onerror='window.harm = 1'>"
OTHER = "a b/c.d~e#f%20&amp;é\u202eabc"
INDEX = f"</script>{SCRIPT}<!--"
CHECK = "--></style><style>*{display:none}</style>"
TRIGGER = "javascript:window.harm=1"
VALUE = "<b>bold</b> `code` [link](javascript:alert(1))"
TEXT = f"--> {SCRIPT} <iframe src=//example.org> \u202eright to left\u2066 \a bell & &lt; {{{{7*7}}}} ${{7*7}}\n\nnext"
"""What is wrong with it is not for the page to say: it is shown as it stands, but for what cannot be seen."""

BAD_SPEC = {
    "schema/bad.yaml": json.dumps(
        {
            "table": TABLE,
            "description": TEXT,
            "columns": {
                COLUMN: {"type": "integer", "primary_key": True, "description": TEXT},
                OTHER: {"type": "text", "nullable": True, "default": SCRIPT, "description": TEXT},
                "state": {"type": "text", "enum": [VALUE, SCRIPT], "description": TEXT},
                "up": {"type": "integer", "nullable": True},
            },
            "foreign_keys": [{"name": INDEX, "columns": ["up"], "references": {"table": TABLE, "columns": [COLUMN]}}],
            "indexes": [{"name": INDEX, "columns": [OTHER]}],
            "checks": [{"name": CHECK, "expression": f"state <> '{SCRIPT.upper()}'"}],
            "triggers": [
                {
                    "name": TRIGGER,
                    "sql": f'CREATE TRIGGER "{TRIGGER}" AFTER INSERT ON "{TABLE}" BEGIN SELECT \'{SCRIPT}\'; END',
                }
            ],
            "queries": {
                "find": {
                    "doc": TEXT,
                    "sql": f'SELECT state, \'{SCRIPT}\' AS more FROM "{TABLE}" WHERE "up" = :up /* {SCRIPT} */',
                    "returns": "many",
                }
            },
        }
    ),
    "schema/view.yaml": json.dumps(
        {"view": f"v{SCRIPT}", "sql": f'CREATE VIEW "v{SCRIPT}" AS SELECT "up" AS "{SCRIPT}" FROM "{TABLE}"'}
    ),
    "schema/upper.yaml": json.dumps({"table": "top", "columns": {"page": {"type": "integer", "primary_key": True}}}),
}
