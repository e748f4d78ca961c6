"""Writes the C++ source that holds what every report.html carries: the chart library (the bundle of
the vl-convert-python wheel), the page's own script and its style, each with its CSP hash; the
licences of the library; and the script that draws charts as pictures.

    embed_page.py PAGE_CSS PAGE_JS CHART_SCRIPT LICENCES OUT_CPP
"""

from __future__ import annotations

import base64
import hashlib
import sys
from pathlib import Path

DELIMITER = "hubcensus"


def library() -> str:
    try:
        import vl_convert
    except ImportError:
        sys.exit("embed_page: this Python lacks the wheel vl-convert-python, which holds the chart "
                 "library: run scripts/setup.sh, or pass -DHUBCENSUS_PYTHON=/path/to/python that "
                 "has what scripts/requirements.txt names")
    return vl_convert.javascript_bundle()


def asset(name: str, text: str) -> str:
    for end in ("</script", "</style", "<!--", f"){DELIMITER}\"", "\r", "\0"):
        if end in text.lower():
            sys.exit(f"embed_page: {name} holds {end!r} and cannot be embedded")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return (f'const PageAsset {name} = {{R"{DELIMITER}({text}){DELIMITER}",\n'
            f'    "\'sha256-{digest}\'"}};\n')


def main() -> None:
    css, script, pictures, licences, out = map(Path, sys.argv[1:])
    assets = [asset("kChartLibrary", library()),
              asset("kChartLicences", licences.read_text(encoding="utf-8")),
              asset("kPageScript", script.read_text(encoding="utf-8")),
              asset("kPageStyle", css.read_text(encoding="utf-8")),
              asset("kChartScript", pictures.read_text(encoding="utf-8"))]
    out.write_text('#include "host/report/html/page_assets.hpp"\n\nnamespace hubcensus {\n\n' +
                   "\n".join(assets) + "\n}  // namespace hubcensus\n", encoding="utf-8")


if __name__ == "__main__":
    main()
