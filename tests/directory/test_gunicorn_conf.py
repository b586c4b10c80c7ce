"""What the web server writes to its log."""

import logging
import runpy
from pathlib import Path

CONFIGURATION = Path(__file__).resolve().parents[2] / "gunicorn.conf.py"


def test_log_never_holds_what_was_searched(caplog):
    configuration = runpy.run_path(str(CONFIGURATION))
    logger = logging.getLogger("gunicorn.error")
    before = list(logger.filters)

    configuration["on_starting"](None)
    added = [each for each in logger.filters if each not in before]
    try:
        logger.error("Error handling request %s", "/clinics/?near=45.52,-122.68")
        logger.error("Invalid request line: 'GET /clinics/?place=Salem OR HTTP/1.1'")
        logger.error("Worker timeout (pid:%s)", 7)
    finally:
        for each in added:
            logger.removeFilter(each)

    assert [record.getMessage() for record in caplog.records] == [
        "Error handling request /clinics/?...",
        "Invalid request line: 'GET /clinics/?...",
        "Worker timeout (pid:7)",
    ]
    assert "accesslog" not in configuration
