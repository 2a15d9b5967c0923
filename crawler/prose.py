"""Where the prose of a page stands, found without knowing the layout.

Every piece of text votes for the element around its paragraph: commas and length count, links count against. The
element with most votes is the article; what is furniture inside it is taken out by what it is called and by how much
of it is links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.body import BLOCK
from crawler.document import Document, ancestors, drop, line

_PUNCTUATION = re.compile(r"[，。、；：！？“”「」《》,;!?]")
_BLOCK = BLOCK | {"body"}
_SILENT = "script, style, noscript, template, iframe, object, button, select, textarea, svg, [hidden]"
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|pinglun|footer|foot|side(?:bar)?|recommend\w*|recom\w{0,8}|relat\w*|hot\w{0,6}|rank\w{0,6}|nav\w{0,8}|menu"
    r"|shar(?:e|ing)\w{0,12}|social\w{0,8}|copyright|adv?s?|advert\w*|banner|login|subscri\w*|newsletter|breadcrumbs?|crumbs?"
    r"|tags?|keywords?|toolbar|tools?|author[-_]?(?:box|info|card|bio)|popup|modal|more\w{0,8}|next|prev\w{0,6}|qr\w{0,8}|ewm"
    r"|app-?down\w*|disclaimer|statement|zebian|editor-?name|promo\w*|widget|donate|vote|jubao|report|pager"
    r"|pagination|hidden|gg\d*|guanggao|google\w{0,10}|dfp|taboola|outbrain|readmore|extend\w{0,8}|also\w{0,8})(?:$|[\s_-])",
    re.IGNORECASE,
)
_BODY_NAME = re.compile(
    r"article|content|body|text|entry|post|story|detail|zhengwen|(?:^|[\s_-])zw(?:$|[\s_-])|neirong|main|news",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"隱私權|隐私政策|隐私权|[Cc]ookie|版權所有|版权所有|未經授權|未经授权|轉載|留言(?:板|系統|規則)|會員登入|用户协议|用戶協議|服务条款"
    r"|All Rights Reserved|ICP备|ICP证|举报电话|違者必究|违者必究|建議使用.{0,20}瀏覽器|網友評論|网友评论|刪除留言"
)
_NODES = 60_000  # text nodes that are looked at
_ENOUGH = 4.0  # votes
_SHARE_OF_TEXT = 0.35  # furniture that holds more of the article than this is not furniture


@dataclass(slots=True)
class Votes:
    node: LexborNode
    score: float = 0.0
    text: int = 0
    linked: int = 0


def silence(page: Document) -> None:
    """Take out what is never text."""
    drop(page.tree.css(_SILENT))


def find_prose(page: Document) -> list[LexborNode]:
    """The elements that hold the article, in order; empty where nothing reads like one."""
    _drop_hidden(page)
    votes = _count(page)
    if not votes:
        return []
    rated = {key: one.score * _weight(one) for key, one in votes.items()}
    best = votes[max(rated, key=lambda key: rated[key])]
    if best.score < _ENOUGH:
        return []
    return _with_siblings(_earlier_rival(best, votes, rated), votes)


def _earlier_rival(best: Votes, votes: dict[int, Votes], rated: dict[int, float]) -> Votes:
    """Where a page holds two articles, the reader's is the first, though an advertiser's may be longer."""
    inside = {node.mem_id for node in best.node.css("*")} | {node.mem_id for node in ancestors(best.node)}
    for key, one in votes.items():  # in the order of the page
        if key == best.node.mem_id:
            return best
        if key not in inside and rated[key] > rated[best.node.mem_id] * 0.6:
            return one
    return best


def _drop_hidden(page: Document) -> None:
    """What readers do not see; but a page that hides all of itself until a script runs is read all the same."""
    whole = len(page.tree.body.text(deep=True)) if page.tree.body is not None else 0
    hidden = [node for node in page.tree.css("[style]") if _HIDDEN.search(node.attributes.get("style") or "")]
    drop(node for node in hidden if len(node.text(deep=True)) < whole * 0.3)


def strip_furniture(node: LexborNode) -> None:
    """Take out what stands inside an article without being part of it."""
    whole = max(1, len(node.text(deep=True)))
    doomed = []
    for inner in node.css(
        "div, section, aside, ul, ol, dl, nav, footer, header, table, p, span, article, blockquote"
    ):
        text = inner.text(deep=True)
        length = len(text.strip())
        if length > whole * _SHARE_OF_TEXT:
            continue
        if (_is_named_furniture(inner) and inner.tag not in ("p", "span")) or _is_links(inner, length):
            doomed.append(inner)
    drop(doomed)
    _drop_last_link(node)
    _drop_edge_figures(node)


def _drop_last_link(node: LexborNode) -> None:
    """A link in brackets behind the last sentence leads to another article."""
    links = node.css("a")
    last = line(links[-1]) if links else ""
    if last and re.search(rf"[（(]\s?{re.escape(last)}\s?[）)]$", line(node)[-len(last) - 6 :]):
        links[-1].decompose()


def _drop_edge_figures(node: LexborNode) -> None:
    """The picture above the text and the one below it illustrate the page; inside, a caption is read in its place."""
    pieces = node.css("figure, p")
    doomed = []
    for ordered in (pieces, pieces[::-1]):
        for piece in ordered:
            if piece.tag == "figure":
                doomed.append(piece)
            elif len(piece.text(deep=True).strip()) >= 20 and not any(
                above.tag == "figure" for above in ancestors(piece)
            ):
                break
        else:
            return  # no paragraph at all: nothing tells the inside from the edges
    drop({piece.mem_id: piece for piece in doomed}.values())


def _is_named_furniture(node: LexborNode) -> bool:
    at = node.attributes
    names = f"{at.get('class') or ''} {at.get('id') or ''}"
    return (bool(names.strip()) and _FURNITURE.search(names) is not None) or node.tag in (
        "nav",
        "footer",
        "aside",
    )


def _is_links(node: LexborNode, length: int) -> bool:
    if node.tag == "span" or length == 0:
        return False
    links = node.css("a")
    linked = sum(len(link.text(deep=True).strip()) for link in links)
    return linked > length * 0.7 and (len(links) > 1 or node.tag in ("ul", "ol")) and length > 12


def _count(page: Document) -> dict[int, Votes]:
    """Votes for every element that a paragraph stands in."""
    votes: dict[int, Votes] = {}
    body = page.tree.body
    if body is None:
        return votes
    blocks: dict[int, tuple[LexborNode, list[str], int]] = {}
    for number, node in enumerate(body.traverse(include_text=True)):
        if number > _NODES:
            break
        if node.tag != "-text":
            continue
        text = node.text(deep=False) or node.text_content or ""
        if not text.strip():
            continue
        around, in_link = _block_around(node)
        if around is None:
            continue
        _, pieces, linked = blocks.setdefault(around.mem_id, (around, [], 0))
        pieces.append(text.strip())
        blocks[around.mem_id] = (around, pieces, linked + (len(text.strip()) if in_link else 0))
    for block, pieces, linked in blocks.values():
        _vote(votes, block, "".join(pieces), linked)
    return votes


def _block_around(node: LexborNode) -> tuple[LexborNode | None, bool]:
    linked: bool = False
    for above in ancestors(node):
        if above.tag == "a":
            linked = True
        if above.tag in _BLOCK:
            return above, linked
    return None, linked


def _vote(votes: dict[int, Votes], block: LexborNode, text: str, linked: int) -> None:
    length = len(text)
    marks = len(_PUNCTUATION.findall(text[:2000]))
    good = 0.0 if linked > length * 0.5 or (length < 12 and not marks) else marks + min(length / 40, 12.0)
    if length < 400 and _BOILERPLATE.search(text):
        good = 0.0
    if block.tag in ("li", "dd", "dt", "td", "h1", "h2", "h3"):
        good *= 0.6
    share = 1.0
    node: LexborNode | None = block
    for step in range(4):
        if node is None or node.tag in ("html", "body"):
            break
        if step or block.tag not in ("p", "h2", "h3", "li", "figcaption"):
            one = votes.setdefault(node.mem_id, Votes(node))
            one.score += good * share
            one.text += length
            one.linked += linked
            share *= 0.5
        node = node.parent


def _weight(one: Votes) -> float:
    at = one.node.attributes
    names = f"{at.get('class') or ''} {at.get('id') or ''} {at.get('itemprop') or ''}"
    weight = 1.0 - min(0.9, one.linked / max(1, one.text))
    if _FURNITURE.search(names):
        weight *= 0.3
    if _BODY_NAME.search(names) or one.node.tag == "article":
        weight *= 1.25
    if any(_is_named_furniture(above) for above in list(ancestors(one.node))[:4]):
        weight *= 0.6
    return weight


def _same_kind(node: LexborNode, other: LexborNode) -> bool:
    return node.tag == other.tag and node.attributes.get("class") == other.attributes.get("class")


def _with_siblings(best: Votes, votes: dict[int, Votes]) -> list[LexborNode]:
    """An article cut into several elements is one article: those beside the best, or beside what is around it."""
    node = best.node
    for _ in range(3):
        parent = node.parent
        if parent is None or parent.tag in ("body", "html"):
            break
        found: list[LexborNode] = []
        reached = False
        for one in _children(parent):
            reached = reached or one.mem_id == node.mem_id
            if one.mem_id == node.mem_id or _goes_with(one, node, best, votes, reached):
                found.append(one)
        if len(found) > 1:
            return found
        node = parent
    return [best.node]


def _children(parent: LexborNode) -> list[LexborNode]:
    found, node = [], parent.child
    while node is not None:
        found.append(node)
        node = node.next
    return found


def _goes_with(
    node: LexborNode, chosen: LexborNode, best: Votes, votes: dict[int, Votes], behind: bool
) -> bool:
    """Whether a sibling is another piece of the same article."""
    own = votes.get(node.mem_id)
    if node.tag == "p" and chosen.mem_id == best.node.mem_id:
        return (
            behind
            and chosen.tag != "p"
            and len(node.text(deep=True).strip()) > 20
            and not _is_links(node, 99)
        )
    if own is None or not _same_kind(node, chosen) or own.linked > own.text * 0.3:
        return False
    reference = votes.get(chosen.mem_id, best)
    return own.score * _weight(own) > reference.score * 0.25
