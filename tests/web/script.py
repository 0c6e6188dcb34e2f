"""The smallest console: says who is there, and has one button whose callback leaves a mark."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
from streamlit import config

MARKS = Path(os.environ["SIMAK_TEST_MARKS"])
JS = """export default function({data, parentElement}) {
  parentElement.querySelector('#spot').textContent = 'component ' + data.word;
}"""


def press() -> None:
    with MARKS.open("a", encoding="utf-8") as file:
        file.write("pressed\n")


st.text(f"user {st.context.headers.get('x-simak-user')}")
st.text(f"visit {st.session_state.setdefault('visits', 0)}")
st.session_state["visits"] += 1
st.text(f"collects after runs: {config.get_option('runner.postScriptGC')}")
st.button("Press", key="press", on_click=press)
st.html("<img src=x onerror=\"document.title='inline script ran'\">")
part = st.components.v2.component("simak_test_part", html='<div id="spot"></div>', js=JS)
part(data={"word": "works"}, key="part")
st.bar_chart({"answers": [1, 2, 3]})
st.dataframe({"text": ["one"]})
