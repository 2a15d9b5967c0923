"""What kind of thing a post's names are, told from where they are loaded: on PyPI stand packages, not apps.

``software`` is what stands in a store of packages, models or extensions, and what the post calls a package, a model
or an extension right beside its name. A name the lexicon knows as an app stays one elsewhere in the post.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_STORES = frozenset(("hugging_face", "npm", "pypi", "github"))
_OTHER_STORES = lazy_pattern(
    r"(?:Chrome|Edge|Firefox|火狐)(?=[^，。；]{0,6}(?:商店|扩展|扩充|插件|外挂|加载项|应用店|市场|Store))|VS Code|插件市场|扩展商店|加载项|外挂|魔搭|ModelScope|Docker|Maven|crates|OpenRouter|JetBrains"
)
_CALLED = r"(?:(?:npm|Python|PyPI|Rust|Docker)\s?(?:包|库|镜像)|开源(?:库|框架|项目|内核|模型)|智能体框架|推理框架|框架|(?:浏览器|翻译|代码|编辑器|审阅|抢票|AI|助手)?(?:插件|扩展)|外挂|语音模型|大模型)"

_BEFORE = lazy_pattern(rf"(?:{_CALLED})[“「《]?\Z")
_BEHIND = lazy_pattern("[”」》]?(?:模型|插件|扩展|框架|外挂)")
_WIDEST = 16  # characters that _BEFORE may take


def settle(reader: Reader) -> None:
    """Mark packages, models and extensions among the subjects of a text's claims."""
    text, drafts = reader.text, reader.drafts
    known = {mention.names[0] for mention in reader.names.mentions if mention.form == "lexicon"}
    shelved: set[str] = set()
    for draft in drafts:
        store = draft.fields.get("store")
        if draft.subject.kind == "app" and (
            store in _STORES
            or (
                store == "other"
                and _OTHER_STORES.search(text, text.rfind("\n", 0, draft.start) + 1, draft.end)
            )
        ):
            draft.subject = draft.subject._replace(kind="software")
            shelved.add(draft.subject.names[0])
    for name in {draft.subject.names[0] for draft in drafts if draft.subject.kind == "app"} - known:
        if _called_software(text, name):
            shelved.add(name)
    for draft in drafts:
        if draft.subject.kind == "app" and draft.subject.names[0] in shelved - known:
            draft.subject = draft.subject._replace(kind="software")


def _called_software(text: str, name: str) -> bool:
    """Whether a name stands right beside what calls it a package, a model or an extension."""
    at = text.find(name)
    while at >= 0:
        if _BEHIND.match(text, at + len(name)) or _BEFORE.search(text[max(0, at - _WIDEST) : at]):
            return True
        at = text.find(name, at + 1)
    return False
