"""Streamlit's options apply wherever the console is started from."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from console.web.options import CONFIG, MissingConfigError, apply_options

SHOW = """
import json, sys
from streamlit import config
from console.web.options import apply_options
apply_options()
print(json.dumps({name: config.get_option(name) for name in json.loads(sys.argv[1])}))
"""


def test_every_option_of_the_project_applies_from_another_directory(tmp_path: Path):
    wanted = {
        f"{section}.{name}": value
        for section, values in tomllib.loads(CONFIG.read_text("utf-8")).items()
        for name, value in values.items()
        if not isinstance(value, dict)
    }
    light = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]["light"]
    wanted |= {f"theme.light.{name}": value for name, value in light.items()}
    wanted["server.trustedUserHeaders"] = {"x-simak-user": "username", "x-simak-sid": "sid"}
    command = [sys.executable, "-c", SHOW, json.dumps(list(wanted))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == wanted
    assert wanted["runner.postScriptGC"] is False
    assert wanted["client.showErrorDetails"] == "none"
    assert wanted["server.enableAgentApi"] is False


def test_a_console_without_its_options_does_not_start(tmp_path: Path):
    with pytest.raises(MissingConfigError, match=r"config\.toml"):
        apply_options(tmp_path / "config.toml")
